"""Publishing households: an id that is given up leads to where its people live now, as a regrouping writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph import people
from graph.lineage import households_now
from graph.people import publish
from identity.resolution import Retirement
from tests.graph.small_world import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    A,
    B,
    declare_departments,
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

LINEAGE = "MATCH (:Household)-[b:BECAME|HAD_BECOME]->(:Household) RETURN type(b) AS type, b.at AS at"


@pytest.fixture
def departments(db: Database) -> Database:
    declare_departments(db)
    deliver(db, record(A), record(B))
    home = household("H1", living("P1", A), living("P2", B))
    publish(db, resolution(person("P1", A), person("P2", B), households=[home]), at=MONDAY)
    return db


def test_a_household_given_up_becomes_the_one_its_people_live_in(departments: Database) -> None:
    home = household("H2", living("P1", A), living("P2", B))
    publish(departments, resolution(person("P1", A), person("P2", B), households=[home]), at=TUESDAY)
    assert households_now(departments, "H1") == ("H2",)
    assert departments.execute(LINEAGE) == [{"type": "BECAME", "at": TUESDAY}]


def test_one_whose_people_part_becomes_several(departments: Database) -> None:
    homes = [household("H2", living("P1", A)), household("H3", living("P2", B))]
    publish(departments, resolution(person("P1", A), person("P2", B), households=homes), at=TUESDAY)
    assert households_now(departments, "H1") == ("H2", "H3")


def test_one_whose_people_live_nowhere_stays_itself(departments: Database) -> None:
    publish(departments, resolution(person("P1", A), person("P2", B)), at=TUESDAY)
    assert households_now(departments, "H1") == ("H1",)


def test_it_follows_who_became_somebody_else(departments: Database) -> None:
    one = resolution(
        person("P2", A, B), retired=[merged("P1", "P2")], households=[household("H2", living("P2", A))]
    )
    publish(departments, one, at=TUESDAY)
    assert households_now(departments, "H1") == ("H2",)


def test_it_is_followed_also_when_a_publishing_broke_off_after_the_persons(
    departments: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [household("H2", living("P8", A)), household("H3", living("P9", B))]
    retired = [merged("P1", "P8"), merged("P2", "P9")]
    made = resolution(person("P8", A), person("P9", B), retired=retired, households=homes)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(people, "publish_homes", killed)
    with pytest.raises(KeyboardInterrupt):
        publish(departments, made, at=TUESDAY)
    monkeypatch.undo()
    publish(departments, resolution(person("P8", A), person("P9", B), households=homes), at=WEDNESDAY)
    assert households_now(departments, "H1") == ("H2", "H3")


def test_one_lived_in_again_is_itself_again_and_what_it_had_become_stays_told(departments: Database) -> None:
    people_ = person("P1", A), person("P2", B)
    for name, at in (("H2", TUESDAY), ("H1", WEDNESDAY)):
        home = household(name, living("P1", A), living("P2", B))
        publish(departments, resolution(*people_, households=[home]), at=at)
    assert households_now(departments, "H1") == households_now(departments, "H2") == ("H1",)
    assert {row["type"] for row in departments.execute(LINEAGE)} == {"BECAME", "HAD_BECOME"}


def test_a_split_person_leads_to_the_homes_of_all_it_became(departments: Database) -> None:
    both = resolution(
        person("P7", A, B),
        retired=[merged("P1", "P7"), merged("P2", "P7")],
        households=[household("H2", living("P7", A, B))],
    )
    publish(departments, both, at=TUESDAY)
    homes = [household("H3", living("P8", A)), household("H4", living("P9", B))]
    split = Retirement("P7", ("P8", "P9"), "split")
    publish(
        departments,
        resolution(person("P8", A), person("P9", B), retired=[split], households=homes),
        at=WEDNESDAY,
    )
    assert households_now(departments, "H2") == households_now(departments, "H1") == ("H3", "H4")
