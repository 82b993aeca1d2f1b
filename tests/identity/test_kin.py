"""Kin and families: what forms say and safely imply, in both directions."""

from __future__ import annotations

from collections import defaultdict

from identity.columns import columns_of
from identity.family import find_families
from identity.forms import LARGEST_FORM, find_forms
from identity.kin import INVERSE, find_kin
from identity.resolution import Household, Kin, Membership
from tests.identity.tables import row, table

YEARS = {"dad": 1970, "mum": 1972, "son": 1995, "girl": 1998, "gran": 1945}


def form(name: str, **relationships: str) -> list[tuple[str, dict[str, str | int]]]:
    return [
        (person, row(f"survey/{name}-{person}", household_id=name, relationship=relationship))
        for person, relationship in relationships.items()
    ]


def kin(
    *entries: tuple[str, dict[str, str | int]], years: dict[str, int] | None = None
) -> dict[tuple[str, str], Kin]:
    people: defaultdict[str, list[int]] = defaultdict(list)
    for number, (person, _) in enumerate(entries):
        people[person].append(number)
    columns = columns_of(table(*(each for _, each in entries)))
    found = find_kin(columns, find_forms(columns, people), YEARS if years is None else years)
    return {(each.from_id, each.to_id): each for each in found}


def relations(
    *entries: tuple[str, dict[str, str | int]], years: dict[str, int] | None = None
) -> dict[tuple[str, str], str]:
    return {pair: each.relation for pair, each in kin(*entries, years=years).items()}


def test_a_form_gives_kin_in_both_directions() -> None:
    found = relations(*form("A", dad="head", mum="spouse", son="child", girl="child", gran="parent"))
    assert found["son", "dad"] == "child"
    assert found["dad", "son"] == "parent"
    assert found["mum", "dad"] == found["dad", "mum"] == "spouse"
    assert found["gran", "dad"] == "parent"
    assert found["son", "girl"] == "sibling"
    assert all(found[other, one] == INVERSE[relation] for (one, other), relation in found.items())


def test_kin_carries_the_records_that_say_so() -> None:
    assert kin(*form("A", dad="head", son="child"))["son", "dad"].records == ("survey/A-dad", "survey/A-son")


def test_the_heads_child_is_the_spouses_child_only_where_ages_allow() -> None:
    entries = form("A", dad="head", mum="spouse", son="child")
    assert relations(*entries)["son", "mum"] == "child"
    assert ("son", "mum") not in relations(*entries, years=YEARS | {"mum": 1990})
    assert ("son", "mum") not in relations(*entries, years={})


def test_what_two_birth_years_deny_is_not_taken_over() -> None:
    assert relations(*form("A", son="head", dad="child")) == {}


def test_a_form_with_two_heads_says_nothing() -> None:
    assert relations(*form("A", dad="head", mum="head", son="child")) == {}


def test_an_application_relates_people_to_its_applicant() -> None:
    assert relations(*form("A", mum="applicant", son="child", gran="guardian")) == {
        ("son", "mum"): "child",
        ("mum", "son"): "parent",
        ("gran", "mum"): "guardian",
        ("mum", "gran"): "ward",
    }


def test_where_forms_differ_the_relation_of_more_records_stands() -> None:
    entries = [
        *form("A", dad="head", mum="spouse"),
        *form("B", dad="head", mum="spouse"),
        *form("C", dad="head", mum="sibling"),
    ]
    assert relations(*entries) == {("dad", "mum"): "spouse", ("mum", "dad"): "spouse"}


def test_relatives_and_lodgers_are_no_kin_of_a_known_kind() -> None:
    assert relations(*form("A", dad="head", mum="relative", son="other")) == {}


def test_a_number_that_stands_for_a_whole_institution_makes_nobody_kin() -> None:
    children = {f"child{number}": "child" for number in range(LARGEST_FORM)}
    assert relations(*form("A", dad="head", **children), years={}) == {}
    assert len(relations(*form("A", **dict(list(children.items())[1:]), dad="head"), years={})) > LARGEST_FORM


def test_a_family_reaches_through_households_and_stops_at_a_guardian() -> None:
    links = [Kin("P1", "P2", "child", ()), Kin("P2", "P3", "sibling", ()), Kin("P9", "P1", "guardian", ())]
    households = [
        Household(
            name,
            "open",
            None,
            {},
            (Membership(person, "member", None, None, lives, registered_here=False, records=()),),
        )
        for name, person, lives in (("H1", "P1", True), ("H2", "P3", True), ("H3", "P2", False))
    ]
    (family,) = find_families(links, households, compartment="open")
    assert family.person_ids == ("P1", "P2", "P3")
    assert family.household_ids == ("H1", "H2")
