"""Households and memberships: moves, merges, and conclusions taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.people import publish
from identity.resolution import House, Membership
from tests.graph.small_world import (
    MONDAY,
    SHELTER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    A,
    B,
    C,
    deliver,
    household,
    living,
    merged,
    person,
    record,
    resolution,
)

if TYPE_CHECKING:
    from graph.driver import Database

MEMBERSHIPS = """
MATCH (p:Person)-[m:MEMBER_OF|WITHDRAWN_MEMBER_OF]->(h:Household)
RETURN type(m) AS type, p.id AS person, h.id AS household, m.until AS until, m.livesHere AS lives
ORDER BY household, person, type
"""
HOUSEHOLD = """
MATCH (h:Household {id: $id})
RETURN h.size AS size, h.agencies AS agencies, COLLECT { MATCH (h)-[:IN_HOUSE]->(b) RETURN b.id } AS houses
"""


def member(
    person_id: str, household_id: str, until: str | None = None, *, withdrawn: bool = False
) -> dict[str, Any]:
    return {
        "type": "WITHDRAWN_MEMBER_OF" if withdrawn else "MEMBER_OF",
        "person": person_id,
        "household": household_id,
        "until": until,
        "lives": until is None,
    }


def test_a_household_counts_and_opens_to_the_agencies_of_those_who_live_there_now(
    departments: Database,
) -> None:
    left = Membership(
        "P2", "member", None, "2024-01-01", lives_here=False, registered_here=False, records=(B,)
    )
    publish(
        departments,
        resolution(person("P1", A), person("P2", B), households=[household("H1", living("P1", A), left)]),
        at=MONDAY,
    )
    assert departments.execute(HOUSEHOLD, id="H1") == [{"size": 1, "agencies": ["OPS"], "houses": []}]


def test_a_household_moves_to_another_house_whole(departments: Database) -> None:
    houses = [House("B1", None, {}), House("B2", None, {})]
    for house, at in (("B1", MONDAY), ("B2", TUESDAY)):
        home = household("H1", living("P1", A), house=house)
        publish(departments, resolution(person("P1", A), houses=houses, households=[home]), at=at)
    assert departments.execute(HOUSEHOLD, id="H1")[0]["houses"] == ["B2"]


def test_a_person_whose_record_says_a_new_address_keeps_the_old_membership_as_past(
    departments: Database,
) -> None:
    publish(
        departments, resolution(person("P1", A), households=[household("H1", living("P1", A))]), at=MONDAY
    )
    deliver(departments, record(A, building_number="9"), at=TUESDAY)
    moved = resolution(person("P1", A), households=[household("H2", living("P1", A))])
    publish(departments, moved, at=WEDNESDAY)
    assert departments.execute(MEMBERSHIPS) == [member("P1", "H1", "2026-11-04"), member("P1", "H2")]
    assert departments.execute(HOUSEHOLD, id="H1")[0]["size"] == 0
    assert publish(departments, moved, at=THURSDAY).counts == {}


def test_a_conclusion_from_unchanged_records_is_withdrawn_and_does_not_become_a_past(
    departments: Database,
) -> None:
    publish(
        departments, resolution(person("P1", A), households=[household("H1", living("P1", A))]), at=MONDAY
    )
    regrouped = resolution(person("P1", A), households=[household("H2", living("P1", A))])
    publish(departments, regrouped, at=TUESDAY)
    assert departments.execute(MEMBERSHIPS) == [
        member("P1", "H1", withdrawn=True) | {"lives": True},
        member("P1", "H2"),
    ]


def test_a_past_membership_goes_with_its_records_when_persons_merge(departments: Database) -> None:
    publish(
        departments,
        resolution(person("P1", A), person("P2", B), households=[household("H1", living("P1", A))]),
        at=MONDAY,
    )
    deliver(departments, record(A, building_number="9"), at=TUESDAY)
    publish(departments, resolution(person("P1", A), person("P2", B)), at=WEDNESDAY)
    publish(departments, resolution(person("P2", A, B), retired=[merged("P1", "P2")]), at=THURSDAY)
    past = "2026-11-04"
    assert departments.execute(MEMBERSHIPS) == [
        member("P1", "H1", past, withdrawn=True),
        member("P2", "H1", past),
    ]


def test_a_sealed_past_does_not_follow_its_record_to_an_open_person(departments: Database) -> None:
    sealed = person("P3", C, compartment=SHELTER)
    home = household("H9", living("P3", C), compartment=SHELTER)
    publish(departments, resolution(person("P1", A), sealed, households=[home]), at=MONDAY)
    deliver(departments, record(C, building_number="9"), at=TUESDAY)
    joined = resolution(person("P1", A, C, carrying=(A,)), retired=[merged("P3", "P1")])
    publish(departments, joined, at=WEDNESDAY)
    assert departments.execute(MEMBERSHIPS) == [member("P3", "H9", withdrawn=True) | {"lives": True}]
