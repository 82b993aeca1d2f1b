"""What an act of a steward changes, and what can be pinned, as types of the schema."""

from enum import StrEnum
from typing import Annotated

import strawberry

from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.references import EnrolmentRef, HouseholdRef, PersonRef


@strawberry.enum(
    description="What can be pinned. TITLE: before the name; GIVEN_NAME: the given name alone;"
    " MIDDLE_NAME: the one between; FAMILY_NAME: the family's; NICKNAME: what people say; SEX: as registered; BIRTH: day, month and year, or the year; DEATH_DATE: a day; CITIZEN_ID: with its check digit;"
    " PHONE: in national form; EMAIL: as written; ADDRESS: all of it, from a record alone."
)
class PinField(StrEnum):
    TITLE = "title"
    GIVEN_NAME = "given_name"
    MIDDLE_NAME = "middle_name"
    FAMILY_NAME = "family_name"
    NICKNAME = "nickname"
    SEX = "sex"
    DEATH_DATE = "death_date"
    CITIZEN_ID = "citizen_id"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH = "birth"
    ADDRESS = "address"


@strawberry.type(description="A value of a person before and after, each as the caller may see it.")
class ValueChange:
    field: str = strawberry.field(description="The field of Person.")
    before: str | None = strawberry.field(description="Its value before; null: none.")
    after: str | None = strawberry.field(description="Its value after; null: none.")


@strawberry.type(description="A person whom an act changes.")
class PersonChanged:
    id: strawberry.ID = strawberry.field(description="The person's global id.")
    person: PersonRef | None = strawberry.field(
        description="The person as known now; of a preview, as before the act."
    )
    created: bool = strawberry.field(description="Whether the person begins with the act.")
    retired: bool = strawberry.field(description="Whether the id is given up for others.")
    restored: bool = strawberry.field(description="Whether the id had been given up and comes back.")
    became: list[strawberry.ID] = strawberry.field(description="The ids a retired one leads to.")
    values: list[ValueChange] = strawberry.field(description="The values that change.")


@strawberry.type(description="An enrolment that goes from one person to another.")
class EnrolmentMoved:
    enrolment: EnrolmentRef | None = strawberry.field(description="The enrolment.")
    left: strawberry.ID | None = strawberry.field(description="Global id of the person it leaves.")
    joined: strawberry.ID = strawberry.field(description="Global id of the person it goes to.")


@strawberry.type(description="A household in which others live than before, by global ids.")
class HouseholdChanged:
    id: strawberry.ID = strawberry.field(description="The household's global id.")
    household: HouseholdRef | None = strawberry.field(
        description="The household as known now; of a preview, as before the act."
    )
    before: list[strawberry.ID] = strawberry.field(description="Persons who lived there.")
    after: list[strawberry.ID] = strawberry.field(description="Persons who live there after.")


@strawberry.type(description="What an act of a steward changes, or would change.")
class StewardAct:
    act: strawberry.ID | None = strawberry.field(
        description="The act, by which it can be undone; null of a preview."
    )
    token: str = strawberry.field(
        description="Names what was looked at: given to the mutation, it is refused if that has changed since."
    )
    persons: list[PersonChanged] = strawberry.field(description="The persons that change.")
    enrolments: list[EnrolmentMoved] = strawberry.field(description="The enrolments that move.")
    households: list[HouseholdChanged] = strawberry.field(description="The households that change.")
    judgements: list[strawberry.ID] = strawberry.field(
        description="Judgements it made, each can be withdrawn."
    )
    pins: list[strawberry.ID] = strawberry.field(description="Pins it made.")


Acted = Annotated[
    StewardAct | ValidationFailed | Forbidden | Conflict,
    strawberry.union("StewardActed", description="What became of a steward's wish."),
]
