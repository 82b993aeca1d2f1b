"""Households: who lives together, and since when."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from identity.household import CROWD, households_of_records
from tests.identity.tables import at, one_each, registered_at, row, table

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, str | int]


def together(*rows: Row, clusters: Mapping[str, str] | None = None) -> set[frozenset[str]]:
    """The households as sets of record keys."""
    labels = households_of_records(table(*rows), clusters or one_each(*rows))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, label in labels.items():
        found[label].add(key)
    return {frozenset(keys) for keys in found.values()}


def survey(number: int, form: str, relationship: str, day: str = "2024-01-01", **cells: str) -> Row:
    return row(f"survey/{number}", household_id=form, relationship=relationship, recorded_on=day, **cells)


def test_people_at_one_address_without_any_form_live_together() -> None:
    rows = [row("roll/1", **at("12")), row("hotline/1", **at("12")), row("roll/2", **at("14"))]
    assert together(*rows) == {frozenset({"roll/1", "hotline/1"}), frozenset({"roll/2"})}


def test_a_form_corrects_the_house_number_of_one_of_its_people() -> None:
    rows = [
        survey(1, "A", "head", **at("12")),
        survey(2, "A", "spouse", **at("12")),
        survey(3, "A", "child", **at("72")),
    ]
    assert len(together(*rows)) == 1


def test_two_forms_with_nobody_in_common_are_two_households_in_one_house() -> None:
    rows = [
        survey(1, "A", "head", **at("12")),
        survey(2, "A", "spouse", **at("12")),
        survey(3, "B", "head", **at("12")),
    ]
    assert together(*rows) == {frozenset({"survey/1", "survey/2"}), frozenset({"survey/3"})}


def test_two_forms_of_different_years_are_one_household_through_a_shared_member() -> None:
    rows = [
        survey(1, "A", "head", "2022-01-01", **at("12")),
        survey(2, "A", "spouse", "2022-01-01", **at("12")),
        survey(3, "B", "head", "2024-01-01", **at("12")),
        survey(4, "B", "child", "2024-01-01", **at("12")),
    ]
    assert len(together(*rows, clusters=one_each(*rows, same="survey/1 survey/3"))) == 1


@pytest.mark.parametrize(("strangers", "households"), [(CROWD, 1), (CROWD + 1, CROWD + 1)])
def test_more_strangers_than_a_home_holds_are_no_household(strangers: int, households: int) -> None:
    rows = [row(f"roll/{number}", family=f"{number}family", **at("12")) for number in range(strangers)]
    assert len(together(*rows)) == households


def test_in_a_crowd_those_of_one_family_name_belong_together() -> None:
    rows = [row(f"roll/{number}", family=f"{number // 2}family", **at("12")) for number in range(2 * CROWD)]
    assert len(together(*rows)) == CROWD


def test_people_on_a_form_without_address_still_belong_together() -> None:
    rows = [survey(1, "A", "head", **at("12")), survey(2, "A", "child"), row("roll/1", **at("99"))]
    assert together(*rows) == {frozenset({"survey/1", "survey/2"}), frozenset({"roll/1"})}


def test_an_application_number_joins_its_own_people_only() -> None:
    rows = [
        row("grant/1", household_id="7", relationship="applicant"),
        row("grant/2", household_id="7", relationship="child"),
        row("roll/1", household_id="7", relationship="applicant"),
    ]
    assert together(*rows) == {frozenset({"grant/1", "grant/2"}), frozenset({"roll/1"})}


def test_an_application_brings_people_together_in_a_house_of_several_households() -> None:
    rows = [
        survey(1, "A", "head", **at("12")),
        survey(2, "B", "head", **at("12")),
        row("grant/1", household_id="7", relationship="applicant", **at("12")),
        row("grant/2", household_id="7", relationship="child", **at("12")),
    ]
    assert frozenset({"grant/1", "grant/2"}) in together(*rows)


def test_an_address_stated_once_between_two_statements_of_another_was_the_mistake() -> None:
    rows = [
        row("roll/1", recorded_on="2019-01-01", **at("12")),
        row("hotline/1", recorded_on="2021-01-01", **at("80")),
        row("roll/2", recorded_on="2023-01-01", **at("12")),
        row("survey/1", **at("12")),
        row("survey/2", **at("80")),
    ]
    found = together(*rows, clusters=one_each(*rows, same="roll/1 hotline/1 roll/2"))
    assert found == {frozenset({"roll/1", "hotline/1", "roll/2", "survey/1"}), frozenset({"survey/2"})}


def test_who_moved_out_no_longer_lives_with_those_who_stayed() -> None:
    rows = [
        survey(1, "A", "head", "2022-01-01", **at("12")),
        survey(2, "A", "child", "2022-01-01", **at("12")),
        survey(3, "B", "head", "2024-01-01", **at("80", area="100101")),
    ]
    found = together(*rows, clusters=one_each(*rows, gone="survey/2 survey/3"))
    assert found == {frozenset({"survey/1"}), frozenset({"survey/2", "survey/3"})}


def test_an_address_from_an_old_paper_moves_nobody_back() -> None:
    rows = [
        row("roll/1", recorded_on="2019-01-01", **at("12")),
        survey(1, "A", "head", "2022-01-01", **at("80")),
        row("roll/2", recorded_on="2023-01-01", **at("12")),
        survey(2, "A", "spouse", "2022-01-01", **at("80")),
        row("grant/1", recorded_on="2023-01-01", **at("12")),
    ]
    found = together(*rows, clusters=one_each(*rows, same="roll/1 survey/1 roll/2"))
    assert found == {frozenset({"roll/1", "survey/1", "roll/2", "survey/2"}), frozenset({"grant/1"})}


def test_the_house_register_speaks_where_nothing_else_does() -> None:
    rows = [row("roll/1", **registered_at("12")), row("survey/1", **at("12")), row("survey/2", **at("14"))]
    assert together(*rows) == {frozenset({"roll/1", "survey/1"}), frozenset({"survey/2"})}


def test_a_person_of_no_known_home_is_a_household_of_one() -> None:
    rows = [row("hotline/1"), row("hotline/2"), row("hotline/3")]
    assert together(*rows, clusters=one_each(*rows, same="hotline/1 hotline/3")) == {
        frozenset({"hotline/1", "hotline/3"}),
        frozenset({"hotline/2"}),
    }


def test_order_and_labels_change_no_household() -> None:
    rows = [survey(n, "ABC"[n % 3], "head" if n < 3 else "child", **at(str(10 + n % 2))) for n in range(9)]
    rows += [row(f"roll/{n}", family=f"f{n % 4}", **at(str(10 + n % 2))) for n in range(9)]
    clusters = one_each(*rows, same="survey/5 roll/5")
    labels = households_of_records(table(*rows), clusters)
    renamed = {key: label[::-1] for key, label in clusters.items()}
    assert households_of_records(table(*reversed(rows)), renamed) == labels
