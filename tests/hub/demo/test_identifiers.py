"""Numbers are issued as the civil registration issues them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from hub.demo.chance import Dice
from hub.demo.identifiers import NumberOffice, check_digit
from hub.demo.people import REFERENCE_DAY

if TYPE_CHECKING:
    from hub.demo.world import World


def _checks(number: str) -> bool:
    """The rule in its other wording: with weights 13 to 2, sum plus check digit is 11 less a multiple of 11, or 1."""
    total = sum(weight * int(digit) for weight, digit in zip(range(13, 1, -1), number, strict=False))
    return len(number) == 13 and (11 - total % 11) % 10 == int(number[12])


@pytest.mark.parametrize("number", ["1234567890121", "1101700230708", "3100600445635"])
def test_known_numbers_check(number: str) -> None:
    assert check_digit(number[:12]) == number[12]


def test_every_number_issued_checks_and_belongs_to_one_person(world: World) -> None:
    holders = [number for person in world.persons for _, number in person.number.spans]
    assert max(Counter(holders).values()) == 1
    thirteen = [number for number in holders if number[0] != "G"]
    assert all(_checks(number) for number in thirteen)
    assert all(len(number) == 13 and number[1:].isdigit() for number in holders if number[0] == "G")
    assert len(thirteen) > 0.9 * len(world.persons)


def test_first_digits_follow_birth_and_status(world: World) -> None:
    first = Counter(number[0] for person in world.persons for _, number in person.number.spans)
    assert first["1"] > first["3"] > first["2"] > 0
    assert all(first[digit] for digit in "0678G45")
    for person in world.persons:
        for _, number in person.number.spans:
            if number[0] in "34":
                assert person.born.year <= 1984
            if number[0] == "1":
                assert (person.born.year, person.born.month) >= (1984, 6)


def test_the_stateless_get_a_number_of_another_category_later(world: World) -> None:
    changed = [person for person in world.persons if len(person.number.spans) > 1]
    assert len(changed) > 0.004 * len(world.persons)
    for person in changed:
        (_, old), (granted, new) = person.number.spans
        assert old[0] in "067G"
        assert new[0] in "258"
        assert granted <= REFERENCE_DAY


def test_the_issuing_office_often_is_not_the_present_home(world: World) -> None:
    pairs = [
        (person.number.last[1:5], person.household.last.building.village.office)
        for person in world.persons
        if person.number.last and person.household.last and person.number.last[0] != "G"
    ]
    elsewhere = sum(office != home for office, home in pairs) / len(pairs)
    assert 0.3 < elsewhere < 0.8


def test_some_people_have_no_number_at_all(world: World) -> None:
    without = sum(not person.number.spans for person in world.persons)
    assert 0.005 < without / len(world.persons) < 0.05


def test_numbers_of_one_page_follow_each_other() -> None:
    office = NumberOffice(Dice(1, "test"))
    first = office.citizen_id("3", "5001")
    second = office.citizen_id("3", "5001", beside=first)
    assert second[:10] == first[:10]
    assert int(second[10:12]) == (int(first[10:12]) + 1) % 100
