"""SourceRecord: what an agency said, word for word; and the ties that say whom it was taken to be about."""

import strawberry

from resolvers.compiler.vocabulary import Bound, GlobalId, Hop, OrderKey, Unwound, means, value

IDENTIFYING_RECORDS = Hop(
    pattern="({end}:SourceRecord)-[{tie}:IDENTIFIES]->({self})",
    checked={"end": "SourceRecord"},
    order=(OrderKey("{end}.id"), OrderKey("toString({tie}.since)", "Identification", "since")),
    row={"self": "tie", "sourceRecord": "end"},
    where=("({history} OR {tie}.until IS NULL)",),
    options=("history",),
)


@strawberry.type(description="A further column that an agency sent, beside the ones every source shares.")
class Attribute:
    name: str = value("The column's name.", "substring({item}, 5)")
    value: str | None = value("What was sent.", "{owner}[{item}]")


@strawberry.type(description="One version of one row of an agency's register, exactly as it was sent.")
class SourceRecord:
    id: strawberry.ID = means(GlobalId(), "The opaque global id of this version of the record.")
    source: str | None = value("The register the record is from.")
    record_id: str | None = value("The record's id in that register.")
    version: int | None = value("1 for the first version the hub received, and so on.")
    received_at: str | None = value("When the hub received it, UTC.", "toString({self}.receivedAt)")
    agency: str | None = value("The agency that sent it.")
    citizen_id: str | None = value("Citizen id or G-code, as sent.")
    title: str | None = value("Title, as sent.")
    given_name: str | None = value("Given name, as sent.")
    middle_name: str | None = value("Middle name, as sent.")
    family_name: str | None = value("Family name, as sent.")
    full_name: str | None = value("The whole name where the source has one column for it, as sent.")
    nickname: str | None = value("Nickname, as sent.")
    sex: str | None = value("Sex, as sent.")
    birth_date: str | None = value("Date of birth, as sent.")
    death_date: str | None = value("Date of death, as sent.")
    phone: str | None = value("Telephone number, as sent.")
    email: str | None = value("E-mail address, as sent.")
    house_code: str | None = value("House code of the living address, as sent.")
    building_number: str | None = value("House number of the living address, as sent.")
    township_number: str | None = value("Village number of the living address, as sent.")
    sub_lane: str | None = value("Lane off a lane of the living address, as sent.")
    lane: str | None = value("Lane of the living address, as sent.")
    street_name: str | None = value("Street of the living address, as sent.")
    sub_district: str | None = value("Sub-district of the living address, as sent.")
    district: str | None = value("District of the living address, as sent.")
    province: str | None = value("Province of the living address, as sent.")
    postcode: str | None = value("Postcode of the living address, as sent.")
    address: str | None = value("The living address where the source has one column for it, as sent.")
    registered_house_code: str | None = value("House code of the registered address, as sent.")
    registered_building_number: str | None = value("House number of the registered address, as sent.")
    registered_township_number: str | None = value("Village number of the registered address, as sent.")
    registered_sub_lane: str | None = value("Lane off a lane of the registered address, as sent.")
    registered_lane: str | None = value("Lane of the registered address, as sent.")
    registered_street_name: str | None = value("Street of the registered address, as sent.")
    registered_sub_district: str | None = value("Sub-district of the registered address, as sent.")
    registered_district: str | None = value("District of the registered address, as sent.")
    registered_province: str | None = value("Province of the registered address, as sent.")
    registered_postcode: str | None = value("Postcode of the registered address, as sent.")
    registered_address: str | None = value("The registered address in one column, as sent.")
    household_id: str | None = value("The source's own household number, as sent.")
    relationship: str | None = value("What the person is to the head of the household, as sent.")
    enrolled_since: str | None = value("First day in the service, as sent.")
    enrolled_until: str | None = value("Last day in the service, as sent.")
    benefit_amount: str | None = value("Amount of the benefit, as sent.")
    recorded_on: str | None = value("The day the source dates the record, as sent.")
    attributes: list[Attribute] | None = means(
        Unwound("keys({self})", "{item} STARTS WITH 'attr_'", "{item}"), "Further columns the source sent."
    )


@strawberry.type(
    description="A record's tie to a person: since when it is taken to be about them, and by whom."
)
class Identification:
    since: str | None = value("Since when the hub has held this, UTC.", "toString({self}.since)")
    until: str | None = value(
        "Until when the hub held this, UTC; null: it does now.", "toString({self}.until)"
    )
    decided_by: str | None = value("Who decided: `model:<version>` or `judgement:<id>`.")
    source_record: SourceRecord | None = means(Bound("sourceRecord"), "The record.")


@strawberry.type(description="A person's record id in one agency's register.")
class CrosswalkEntry:
    source: str | None = value("The register.", "{sourceRecord}.source")
    record_id: str | None = value("The record's id in that register.", "{sourceRecord}.recordId")
    since: str | None = value("Since when the hub has held this, UTC.", "toString({self}.since)")
    until: str | None = value(
        "Until when the hub held this, UTC; null: it does now.", "toString({self}.until)"
    )
