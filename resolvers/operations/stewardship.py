"""What a steward decides about persons: merged, parted, judged, pinned, undone; each looked at first if wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import strawberry

from graph.errors import (
    ActConflict,
    InvalidWish,
    UnknownAct,
    UnknownJudgement,
    UnknownPerson,
    UnknownPin,
    UnknownRecord,
)
from graph.naming import property_name
from graph.regroup import EnrolmentMove, HouseholdChange, PersonChange
from graph.stewardship import (
    Judge,
    Lodge,
    Merge,
    Outcome,
    PinValue,
    Steward,
    Undo,
    Unmerge,
    Unpin,
    Wish,
    WithdrawJudgement,
    perform,
    preview,
)
from identity.judgement import Verdict
from identity.pins import ADDRESS, BIRTH, PINNABLE
from identity.records import ADDRESS_FIELDS
from resolvers.ids import global_id, plain_id
from resolvers.operations import efforts
from resolvers.operations.arguments import RecordName
from resolvers.operations.call import Call
from resolvers.operations.operation import mutation
from resolvers.operations.reasons import sees_all_records
from resolvers.operations.references import enrolment_ref, household_ref, person_ref
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.operations.stewards import steward_of
from resolvers.operations.texts import faults_of, faults_of_reason
from resolvers.references import EnrolmentRef, HouseholdRef, PersonRef

MOST_RECORDS = 500
"""Records, or persons, that one wish may name."""

_FIELDS = tuple(
    property_name(name)
    for name in (
        *(field for field in PINNABLE if field not in (BIRTH, ADDRESS)),
        *("former_names", "birth_date", "birth_year", "birth_precision"),
        *(field for field in ADDRESS_FIELDS if field != "address"),
    )
)
"""What an act may change of a person and a caller may see."""
_SHOWS = tuple(f"Person.{name}" for name in _FIELDS)


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
Reason = Annotated[str, strawberry.argument(description="Why; kept with the act.")]
OnlyLook = Annotated[
    bool, strawberry.argument(description="Only show what would change; nothing is written.")
]
Token = Annotated[
    str | None, strawberry.argument(description="The token of the preview this was decided on.")
]
Keys = Annotated[
    list[list[RecordName]],
    strawberry.argument(description="Groups of records; each becomes a person, what is in none one more."),
]

NOT_ALL = Forbidden(message="Stewardship is for those who may see every person and source record.")
UNKNOWN = Forbidden(message="What is named is not there, or not the caller's.")


@mutation(
    "Says what two records are to each other; it takes effect at once.", shows=_SHOWS, effort=efforts.ACT
)
async def judge(
    call: Call,
    left: Annotated[RecordName, strawberry.argument(description="One record.")],
    right: Annotated[RecordName, strawberry.argument(description="The other record.")],
    verdict: Annotated[Verdict, strawberry.argument(description="What they are to each other.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, Judge(left.key, right.key, verdict), _Say(reason.strip(), preview, token))


@mutation(
    "Makes several persons one.", shows=_SHOWS, effort=efforts.ACT, cost=lambda given: len(given["persons"])
)
async def merge(
    call: Call,
    persons: Annotated[list[strawberry.ID], strawberry.argument(description="Two persons or more.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    ids = tuple(plain_id("Person", str(each)) for each in persons)
    return await _carry_out(call, Merge(ids), _Say(reason.strip(), preview, token))


@mutation(
    "Parts a person: each group of records becomes a person of its own.",
    shows=_SHOWS,
    cost=lambda given: len(given["groups"]) + 1,
    effort=efforts.ACT,
)
async def unmerge(
    call: Call, groups: Keys, reason: Reason, preview: OnlyLook = False, token: Token = None
) -> Acted:
    wish = Unmerge(tuple(tuple(record.key for record in group) for group in groups))
    return await _carry_out(call, wish, _Say(reason.strip(), preview, token))


@mutation(
    "Fixes a value of a person, whatever the records say; it holds until it is taken back.",
    shows=_SHOWS,
    effort=efforts.ACT,
)
async def pin(
    call: Call,
    person: Annotated[strawberry.ID, strawberry.argument(description="The person.")],
    field: Annotated[PinField, strawberry.argument(description="What is pinned.")],
    reason: Reason,
    value: Annotated[
        str | None, strawberry.argument(description="The value, as it would be written.")
    ] = None,
    record: Annotated[
        RecordName | None, strawberry.argument(description="The record whose word counts instead.")
    ] = None,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    wish = PinValue(
        plain_id("Person", str(person)), field.value, value, None if record is None else record.key
    )
    return await _carry_out(call, wish, _Say(reason.strip(), preview, token))


@mutation("Takes a pin back: the records speak again.", shows=_SHOWS, effort=efforts.ACT)
async def unpin(
    call: Call,
    pin: Annotated[strawberry.ID, strawberry.argument(description="The pin.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, Unpin(str(pin)), _Say(reason.strip(), preview, token))


@mutation(
    "Takes a judgement back; the persons stay as they are until something else is said of them.",
    shows=_SHOWS,
    effort=efforts.ACT,
)
async def withdraw_judgement(
    call: Call,
    judgement: Annotated[strawberry.ID, strawberry.argument(description="The judgement.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, WithdrawJudgement(str(judgement)), _Say(reason.strip(), preview, token))


@mutation(
    "Says who lives with whom: members move, households are split and merged; it outranks what records say.",
    shows=_SHOWS,
    cost=lambda given: len(given["persons"]),
    effort=efforts.ACT,
)
async def lodge(
    call: Call,
    persons: Annotated[list[strawberry.ID], strawberry.argument(description="They live together.")],
    reason: Reason,
    beside: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="A person in whose household; null: in one by themselves."),
    ] = None,
    since: Annotated[str | None, strawberry.argument(description="Since which day, ISO 8601.")] = None,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    ids = tuple(plain_id("Person", str(each)) for each in persons)
    host = None if beside is None else plain_id("Person", str(beside))
    return await _carry_out(call, Lodge(ids, host, since), _Say(reason.strip(), preview, token))


@mutation(
    "Takes an act back: what was before is restored, retired ids included.", shows=_SHOWS, effort=efforts.ACT
)
async def undo(
    call: Call,
    act: Annotated[strawberry.ID, strawberry.argument(description="The act.")],
    reason: Reason,
    preview: OnlyLook = False,
    token: Token = None,
) -> Acted:
    return await _carry_out(call, Undo(str(act)), _Say(reason.strip(), preview, token))


@dataclass(frozen=True, slots=True)
class _Say:
    """How a wish is to be carried out."""

    reason: str
    only_look: bool
    token: str | None


async def _carry_out(call: Call, wish: Wish, say: _Say) -> Any:
    if refused := await _refused(call, wish, say):
        return refused
    steward = Steward(steward_of(call), call.clock(), say.reason, call.compartments)
    try:
        done = await call.desk.run(
            lambda db: (
                preview(db, wish, steward) if say.only_look else perform(db, wish, steward, token=say.token)
            )
        )
    except InvalidWish as error:
        return ValidationFailed(code=error.code, message=str(error))
    except (UnknownPerson, UnknownRecord, UnknownPin, UnknownJudgement, UnknownAct):
        return UNKNOWN
    except ActConflict as error:
        return Conflict(code=error.code, message=str(error))
    return await _shown(call, done, only_look=say.only_look)


async def _refused(call: Call, wish: Wish, say: _Say) -> ValidationFailed | Forbidden | None:
    if not sees_all_records(call.view):
        return NOT_ALL
    if fault := next(faults_of_reason(say.reason), None):
        return fault
    if isinstance(wish, PinValue) and (fault := next(faults_of(wish.value or "", field="value"), None)):
        return fault
    persons, keys = _named(wish)
    if len(persons) + len(keys) > MOST_RECORDS:
        return ValidationFailed(code="OUT_OF_RANGE", message=f"At most {MOST_RECORDS} may be named.")
    if not await call.visible_records(keys) >= set(keys):
        return UNKNOWN
    return None


def _named(wish: Wish) -> tuple[Sequence[str], Sequence[str]]:
    """The person ids and record keys that a wish names."""
    match wish:
        case Merge():
            return wish.persons, ()
        case Lodge():
            return (*wish.persons, *([wish.beside] if wish.beside else [])), ()
        case PinValue():
            return (wish.person,), () if wish.record is None else (wish.record,)
        case Unmerge():
            return (), [key for group in wish.groups for key in group]
        case Judge():
            return (), (wish.left, wish.right)
        case _:
            return (), ()


async def _shown(call: Call, done: Outcome, *, only_look: bool) -> StewardAct:
    """As the caller may see it. Persons who are nobody yet, or no more, are made of records that the caller sees."""
    lasting = {one.id for one in done.persons if one.before is not None and one.after is not None}
    members = {person for home in done.households for person in (*home.before, *home.after)}
    seen = await call.visible("Person", lasting | members)
    coming_and_going = {one.id for one in done.persons} - lasting
    homes = await call.visible("Household", {home.id for home in done.households})
    known = seen | coming_and_going
    return StewardAct(
        act=None if only_look else strawberry.ID(done.act),
        token=done.token,
        persons=[_person(call, one) for one in done.persons if one.id in known],
        enrolments=[_enrolment(one) for one in done.enrolments if one.joined in known],
        households=[
            _household(one, known.__contains__)
            for one in done.households
            if one.id in homes or not one.before or not one.after
        ],
        judgements=[strawberry.ID(one) for one in done.judgements],
        pins=[strawberry.ID(one) for one in done.pins],
    )


def _person(call: Call, one: PersonChange) -> PersonChanged:
    before, after = one.before or {}, one.after or {}
    values = [
        ValueChange(field=name, before=_value(call, name, before), after=_value(call, name, after))
        for name in _FIELDS
        if before.get(name) != after.get(name)
    ]
    return PersonChanged(
        id=_id(one.id),
        person=person_ref(one.id),
        created=one.before is None and not one.restored,
        retired=one.after is None,
        restored=one.restored,
        became=[_id(each) for each in one.became],
        values=[each for each in values if each.before is not None or each.after is not None],
    )


def _value(call: Call, name: str, properties: dict[str, Any]) -> str | None:
    held = properties.get(name)
    if held is None:
        return None
    text = "; ".join(held) if isinstance(held, list | tuple) else str(held)
    return call.shown("Person", name, text, visible=True)


def _enrolment(one: EnrolmentMove) -> EnrolmentMoved:
    return EnrolmentMoved(
        enrolment=enrolment_ref(one.enrolment),
        left=None if one.left is None else _id(one.left),
        joined=_id(one.joined),
    )


def _household(one: HouseholdChange, is_known: Callable[[str], bool]) -> HouseholdChanged:
    return HouseholdChanged(
        id=strawberry.ID(global_id("Household", one.id)),
        household=household_ref(one.id),
        before=[_id(person) for person in one.before if is_known(person)],
        after=[_id(person) for person in one.after if is_known(person)],
    )


def _id(person: str) -> strawberry.ID:
    return strawberry.ID(global_id("Person", person))
