"""Golden values: which statement wins, and what is said for and against it."""

from __future__ import annotations

from identity.columns import columns_of
from identity.records import PERSON_FIELDS
from identity.resolution import GoldenValue
from identity.survivorship import ADDRESS, ORDERS, RULES, Survivorship
from tests.identity.tables import SOURCES, at, row, table


def golden(*rows: dict[str, str | int]) -> dict[str, GoldenValue]:
    columns = columns_of(table(*rows))
    trust = [SOURCES[key.partition("/")[0]].trust for key in columns.keys]
    return Survivorship(columns, trust).golden_values(range(len(rows)))


def test_the_table_has_one_known_rule_for_every_attribute_of_a_person() -> None:
    attributes = [rule.attribute for rule in RULES]
    assert sorted(attributes) == sorted(set(PERSON_FIELDS) - {"full_name", "birth_date"})
    assert all(rule.name in ORDERS for rule in RULES)


def test_a_new_family_name_wins_and_the_old_full_name_is_kept() -> None:
    values = golden(
        row("roll/1", given="สมศรี", family="ใจดี", recorded_on="2019-01-01"),
        row("survey/1", given="สมศรี", family="ธนวัฒน์", recorded_on="2024-01-01"),
    )
    assert values["family_name"].value == "ธนวัฒน์"
    assert values["former_names"].value == ("สมศรี ใจดี",)
    assert values["former_names"].supports == ("roll/1",)


def test_former_names_stand_latest_first() -> None:
    values = golden(
        row("roll/1", given="Mali", family="Aaaaaa", recorded_on="2015-01-01"),
        row("roll/2", given="Mali", family="Zzzzzz", recorded_on="2019-01-01"),
        row("roll/3", given="Mali", family="Mmmmmm", recorded_on="2024-01-01"),
    )
    assert values["former_names"].value == ("Mali Zzzzzz", "Mali Aaaaaa")


def test_a_slip_of_the_pen_is_neither_a_new_name_nor_a_former_one() -> None:
    values = golden(
        row("roll/1", given="somchai", family="jaidee", recorded_on="2019-01-01"),
        row("survey/1", given="somchai", family="jaidee", recorded_on="2020-01-01"),
        row("survey/2", given="somchay", family="jaidee", recorded_on="2024-01-01"),
    )
    assert values["given_name"] == GoldenValue(
        "somchai", "most_recent_name", ("roll/1", "survey/1"), ("survey/2",)
    )
    assert "former_names" not in values


def test_what_an_informant_calls_somebody_is_not_a_new_name() -> None:
    values = golden(
        row("roll/1", given="ประเสริฐ", family="ใจดี", recorded_on="2019-01-01"),
        row("hotline/1", given="ตู่", family="ใจดี", recorded_on="2025-01-01"),
    )
    assert values["given_name"].value == "ประเสริฐ"
    assert "former_names" not in values


def test_a_number_for_life_goes_before_any_temporary_one() -> None:
    values = golden(
        row("roll/1", citizen_id="6001234567890", citizen_id_kind="temporary", recorded_on="2025-01-01"),
        row("roll/2", citizen_id="6001234567890", citizen_id_kind="temporary", recorded_on="2025-01-01"),
        row("hotline/1", citizen_id="1101700230708", citizen_id_kind="thai", recorded_on="2019-01-01"),
    )
    assert values["citizen_id"] == GoldenValue(
        "1101700230708", "permanent_number_first", ("hotline/1",), ("roll/1", "roll/2")
    )


def test_the_most_precise_birth_wins_and_a_bare_year_only_supports_the_year() -> None:
    values = golden(
        row("roll/1", birth_year=1950, birth_precision="year"),
        row("roll/2", birth_date="1950-01-01"),
        row("survey/1", birth_date="1950-07-23"),
        row("hotline/1", birth_year=1948, birth_precision="approximate"),
    )
    assert values["birth_date"] == GoldenValue("1950-07-23", "most_precise", ("survey/1",), ("roll/2",))
    assert values["birth_year"].value == 1950
    assert values["birth_year"].supports == ("roll/1", "roll/2", "survey/1")
    assert values["birth_year"].contradicts == ("hotline/1",)
    assert values["birth_precision"].value == "day"


def test_an_address_is_never_mixed_from_two_records() -> None:
    values = golden(
        row("roll/1", **at("12"), house_code="30140000001", postcode="30130", recorded_on="2019-01-01"),
        row("survey/1", **at("99", "7", "301407"), recorded_on="2024-01-01"),
    )
    address = {part: values[part].value for part in ADDRESS if part in values}
    assert address == {"building_number": "99", "township_number": "7", "sub_district_code": "301407"}
    assert values["building_number"].contradicts == ("roll/1",)


def test_an_address_that_finds_no_door_goes_behind_an_older_whole_one() -> None:
    values = golden(
        row("roll/1", **at("12"), recorded_on="2019-01-01"),
        row("hotline/1", sub_district_code="301409", recorded_on="2024-01-01"),
    )
    assert values["building_number"].value == "12"
    assert values["sub_district_code"].value == "301406"


def test_what_is_equal_in_everything_is_decided_the_same_way_in_any_order() -> None:
    one, other = row("roll/1", phone="0812345678"), row("roll/2", phone="0898765432")
    assert golden(one, other)["phone"] == golden(other, one)["phone"]
    assert golden(one, other)["phone"].value == "0812345678"


def test_what_no_record_states_is_absent() -> None:
    assert golden(row("roll/1", sex="female")) == {"sex": GoldenValue("female", "most_frequent", ("roll/1",))}
