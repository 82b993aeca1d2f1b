"""What publishing everything tells the outbox: what really changed, once, inside its compartment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.people import publish
from identity.resolution import House
from tests.graph.small_world import (
    MONDAY,
    SHELTER,
    TUESDAY,
    WEDNESDAY,
    A,
    B,
    C,
    household,
    living,
    merged,
    person,
    resolution,
)

if TYPE_CHECKING:
    from datetime import datetime

    from graph.driver import Database


def told(db: Database, at: datetime) -> list[tuple[str, str, str]]:
    """The changes of that time, in the order of their kinds and subjects."""
    rows = db.execute(
        "MATCH (c:Change {at: $at}) RETURN c.kind AS kind, c.subject AS subject, c.compartment AS compartment"
        " ORDER BY kind, subject",
        at=at,
    )
    return [(row["kind"], row["subject"], row["compartment"]) for row in rows]


def test_persons_and_households_that_begin_are_told_each_in_its_compartment(departments: Database) -> None:
    homes = [
        household("H1", living("P1", A)),
        household("H9", living("P3", C), compartment=SHELTER),
    ]
    all_three = resolution(
        person("P1", A), person("P2", B), person("P3", C, compartment=SHELTER), households=homes
    )
    counts = publish(departments, all_three, at=MONDAY).counts
    assert told(departments, MONDAY) == [
        ("household.changed", "H1", "open"),
        ("household.changed", "H9", SHELTER),
        ("person.created", "P1", "open"),
        ("person.created", "P2", "open"),
        ("person.created", "P3", SHELTER),
    ]
    assert counts["changes told"] == 5


def test_publishing_the_same_again_tells_nothing(departments: Database) -> None:
    same = resolution(person("P1", A), person("P2", B), households=[household("H1", living("P1", A))])
    publish(departments, same, at=MONDAY)
    publish(departments, same, at=TUESDAY)
    assert told(departments, TUESDAY) == []


def test_only_the_person_whose_values_changed_is_told(departments: Database) -> None:
    publish(departments, resolution(person("P1", A, phone="081"), person("P2", B)), at=MONDAY)
    publish(departments, resolution(person("P1", A, phone="082"), person("P2", B)), at=TUESDAY)
    assert told(departments, TUESDAY) == [("person.changed", "P1", "open")]


def test_of_two_who_become_one_the_one_is_changed_and_the_other_retired(departments: Database) -> None:
    publish(departments, resolution(person("P1", A), person("P2", B)), at=MONDAY)
    publish(departments, resolution(person("P1", A, B), retired=[merged("P2", "P1")]), at=TUESDAY)
    assert told(departments, TUESDAY) == [("person.changed", "P1", "open"), ("person.retired", "P2", "open")]


def test_who_gives_a_record_away_is_changed_though_no_value_is(departments: Database) -> None:
    publish(departments, resolution(person("P1", A, B, carrying=(A,))), at=MONDAY)
    publish(departments, resolution(person("P1", A, carrying=(A,)), person("P2", B)), at=TUESDAY)
    assert told(departments, TUESDAY) == [("person.changed", "P1", "open"), ("person.created", "P2", "open")]


def test_a_sealed_record_that_comes_to_an_open_person_is_told_inside_its_compartment_alone(
    departments: Database,
) -> None:
    publish(departments, resolution(person("P1", A), person("P3", C, compartment=SHELTER)), at=MONDAY)
    joined = resolution(person("P1", A, C, carrying=(A,)), retired=[merged("P3", "P1")])
    publish(departments, joined, at=TUESDAY)
    assert told(departments, TUESDAY) == [("person.retired", "P3", SHELTER)]


def test_a_household_is_told_when_others_live_there_and_not_when_its_house_alone_is_another(
    departments: Database,
) -> None:
    people, houses = (person("P1", A), person("P2", B)), [House("B1", None, {}), House("B2", None, {})]
    both = household("H1", living("P1", A), living("P2", B), house="B1")
    publish(departments, resolution(*people, houses=houses, households=[both]), at=MONDAY)
    moved = household("H1", living("P1", A), living("P2", B), house="B2")
    publish(departments, resolution(*people, houses=houses, households=[moved]), at=TUESDAY)
    assert told(departments, TUESDAY) == []
    parted = [household("H1", living("P1", A), house="B2"), household("H2", living("P2", B), house="B2")]
    publish(departments, resolution(*people, houses=houses, households=parted), at=WEDNESDAY)
    assert told(departments, WEDNESDAY) == [
        ("household.changed", "H1", "open"),
        ("household.changed", "H2", "open"),
    ]


def test_a_household_that_is_given_up_is_told(departments: Database) -> None:
    publish(
        departments, resolution(person("P1", A), households=[household("H1", living("P1", A))]), at=MONDAY
    )
    publish(
        departments, resolution(person("P1", A), households=[household("H2", living("P1", A))]), at=TUESDAY
    )
    assert [subject for _, subject, _ in told(departments, TUESDAY)] == ["H1", "H2"]
