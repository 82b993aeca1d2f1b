"""SourceRecordInput: one row of a register under canonical names, every value as the agency has it."""

from collections.abc import Sequence
from typing import Any

import strawberry

from identity.records import CANONICAL_FIELDS


def _said(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.input(description="A further column that the source has declared, and what it says.")
class AttributeInput:
    name: str = strawberry.field(description="The column's name.")
    value: str = strawberry.field(description="What it says.")


@strawberry.input(
    description="One row of a register. Values are sent as they are: the hub reads dates, names and numbers itself."
)
class SourceRecordInput:
    record_id: str = strawberry.field(
        description="The record's id in the register; the same id again is a new version."
    )
    citizen_id: str | None = _said("Citizen id or G-code.")
    title: str | None = _said("Title.")
    given_name: str | None = _said("Given name.")
    middle_name: str | None = _said("Middle name.")
    family_name: str | None = _said("Family name.")
    full_name: str | None = _said("The whole name where the source has one column for it.")
    nickname: str | None = _said("Nickname.")
    sex: str | None = _said("Sex.")
    birth_date: str | None = _said("Date of birth.")
    death_date: str | None = _said("Date of death.")
    phone: str | None = _said("Telephone number.")
    email: str | None = _said("E-mail address.")
    house_code: str | None = _said("House code of the living address.")
    building_number: str | None = _said("House number of the living address.")
    township_number: str | None = _said("Village number of the living address.")
    sub_lane: str | None = _said("Lane off a lane of the living address.")
    lane: str | None = _said("Lane of the living address.")
    street_name: str | None = _said("Street of the living address.")
    sub_district: str | None = _said("Sub-district of the living address.")
    district: str | None = _said("District of the living address.")
    province: str | None = _said("Province of the living address.")
    postcode: str | None = _said("Postcode of the living address.")
    address: str | None = _said("The living address where the source has one column for it.")
    registered_house_code: str | None = _said("House code of the registered address.")
    registered_building_number: str | None = _said("House number of the registered address.")
    registered_township_number: str | None = _said("Village number of the registered address.")
    registered_sub_lane: str | None = _said("Lane off a lane of the registered address.")
    registered_lane: str | None = _said("Lane of the registered address.")
    registered_street_name: str | None = _said("Street of the registered address.")
    registered_sub_district: str | None = _said("Sub-district of the registered address.")
    registered_district: str | None = _said("District of the registered address.")
    registered_province: str | None = _said("Province of the registered address.")
    registered_postcode: str | None = _said("Postcode of the registered address.")
    registered_address: str | None = _said("The registered address in one column.")
    household_id: str | None = _said("The source's own household number.")
    relationship: str | None = _said("What the person is to the head of the household.")
    enrolled_since: str | None = _said("First day in the service.")
    enrolled_until: str | None = _said("Last day in the service.")
    benefit_amount: str | None = _said("Amount of the benefit.")
    recorded_on: str | None = _said("The day the source dates the record.")
    attributes: list[AttributeInput] | None = strawberry.field(
        default=None, description="Further columns that the source has declared."
    )

    @property
    def values(self) -> dict[str, str]:
        """What was sent, by canonical field; what is empty or blank is absent."""
        given = ((name, getattr(self, name)) for name in CANONICAL_FIELDS)
        return {name: text.strip() for name, text in given if text is not None and text.strip()}

    @property
    def further(self) -> Sequence[AttributeInput]:
        """The attributes that were sent."""
        return self.attributes or ()
