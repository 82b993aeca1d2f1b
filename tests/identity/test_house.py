"""Places: when two records speak of one building."""

from __future__ import annotations

from identity.columns import columns_of
from identity.house import Places, find_places
from tests.identity.tables import at, registered_at, row, table


def places(*rows: dict[str, str | int]) -> Places:
    return find_places(columns_of(table(*rows)), range(len(rows)))


def test_an_address_finds_the_code_it_is_usually_stated_with() -> None:
    found = places(
        row("survey/1", **at("12/1"), house_code="30140600001"),
        row("roll/1", **at("12/1")),
        row("roll/2", **registered_at("12/1")),
    )
    assert found.living[0] == found.living[1] == found.registered[2]
    assert found.codes == {found.living[0]: "30140600001"}


def test_a_left_out_village_number_is_filled_in_where_only_one_house_fits() -> None:
    found = places(
        row("survey/1", **at("12")),
        row("hotline/1", building_number="12", sub_district_code="301406"),
        row("survey/2", **at("50", "1")),
        row("survey/3", **at("50", "2")),
        row("hotline/2", building_number="50", sub_district_code="301406"),
    )
    assert found.living[0] == found.living[1]
    assert found.living[4] not in (found.living[2], found.living[3])


def test_a_mistyped_code_gives_way_to_the_usual_code_of_its_address() -> None:
    found = places(
        row("survey/1", **at("12"), house_code="30140600001"),
        row("survey/2", **at("12"), house_code="30140600001"),
        row("survey/3", **at("12"), house_code="30140600007"),
    )
    assert len(set(found.living)) == 1


def test_a_code_stated_with_many_addresses_is_nobodys_door() -> None:
    rows = [
        row(f"roll/{number}{copy}", **at(str(number)), house_code="30140000001")
        for number in range(10, 15)
        for copy in "ab"
    ]
    found = places(*rows)
    assert len(set(found.living)) == 5
    assert found.codes == {}


def test_an_english_address_is_a_place_too() -> None:
    english = {"building_number": "12", "street_name": "Mill Lane", "sub_district": "Kew", "postcode": "3101"}
    found = places(
        row("roll/1", **english),
        row("roll/2", **english),
        row("roll/3", **english | {"building_number": "14"}),
    )
    assert found.living[0] == found.living[1] != found.living[2]


def test_a_house_number_without_an_area_is_no_place() -> None:
    assert places(row("roll/1", building_number="12")).living == [None]


def test_one_letter_of_a_house_number_is_a_slip_and_another_village_is_not() -> None:
    found = places(
        row("roll/1", **at("118")), row("roll/2", **at("119")), row("roll/3", **at("118", area="301407"))
    )
    first, slip, far = found.living
    assert None not in (first, slip, far)
    assert found.is_slip(first, slip)
    assert not found.is_slip(first, far)
