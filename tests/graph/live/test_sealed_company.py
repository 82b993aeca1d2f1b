"""A sealed person who turns out to be an open one: whoever lived with them in the sealed world lives on without them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from graph.people import assignment
from graph.stewardship import Judge, Steward, perform
from identity.judgement import Verdict
from identity.resolution import OPEN
from tests.graph.live.village import START, resolver, sealed, take_in
from tests.graph.regroup.hamlet import publish_grouping
from tests.graph.rules.town import changed, town
from tests.graph.small_world import SHELTER

if TYPE_CHECKING:
    from graph.driver import Database

ONE, HOUSEMATE = town()[0], town()[2]
HEAD = sealed(changed(ONE, household_id="F1", relationship="head"))
SPOUSE = sealed(changed(HOUSEMATE, household_id="F1", relationship="spouse"))

TIES = """
MATCH (person:Person)-[tie:MEMBER_OF|KIN|PART_OF]->()
WHERE person.status <> 'active'
RETURN person.id AS person, type(tie) AS tie
"""
HOMES = """
MATCH (household:Household {compartment: $compartment})
RETURN household.size AS size,
  COUNT { (household)<-[:MEMBER_OF {livesHere: true}]-(:Person {status: 'active'}) } AS living
ORDER BY size
"""

BECAME = "MATCH (:Household {compartment: $compartment})-[:BECAME]->(home:Household) RETURN home.id AS id"
HOME = "MATCH (:Person {id: $person})-[:MEMBER_OF]->(home:Household) RETURN home.id AS id"


def homes(db: Database) -> list[tuple[int, int]]:
    """Of each household of the shelter: the size that is written, and how many live in it."""
    return [(row["size"], row["living"]) for row in db.execute(HOMES, compartment=SHELTER)]


def left_undone(db: Database) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """What the retired still take part in, and what publishing everything anew would write."""
    published = publish_grouping(db, dict(assignment(db).previous), at=START + timedelta(days=9))
    return db.execute(TIES), dict(published.counts)


def judge_same(db: Database, *keys: str) -> None:
    steward = Steward("s-1", START + timedelta(days=2), "seen", frozenset({OPEN, SHELTER}))
    perform(db, Judge(keys[0], keys[1], Verdict.SAME), steward)


@pytest.mark.parametrize("judged", [False, True])
def test_a_sealed_person_who_turns_out_to_be_an_open_one_leaves_no_home_behind(
    db: Database, *, judged: bool
) -> None:
    live = resolver(db)
    [hidden] = take_in(live, [sealed(ONE)])
    [openly] = take_in(live, [ONE], day=1)
    assert hidden.person != openly.person
    assert homes(db) == [(1, 1)]
    if judged:
        judge_same(db, sealed(ONE).key, ONE.key)
    else:
        take_in(live, [sealed(changed(ONE, recorded_on="2026-02-05"))], day=2)
    assert assignment(db).previous[sealed(ONE).key] == openly.person
    assert homes(db) == [(0, 0)]
    assert db.execute(BECAME, compartment=SHELTER) == db.execute(HOME, person=openly.person)
    assert left_undone(db) == ([], {})


def test_whoever_lived_with_a_sealed_person_who_turns_out_to_be_an_open_one_lives_on_without_them(
    db: Database,
) -> None:
    live = resolver(db)
    take_in(live, [HEAD, SPOUSE])
    assert homes(db) == [(2, 2)]
    [openly] = take_in(live, [ONE], day=1)
    [joined, _] = take_in(live, [changed(HEAD, recorded_on="2026-02-05"), SPOUSE], day=2)
    assert joined.person == openly.person
    assert homes(db) == [(1, 1)]
    assert left_undone(db) == ([], {})
