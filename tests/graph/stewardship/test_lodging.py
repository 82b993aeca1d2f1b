"""Households are split and merged and members move by a steward's word, which outlasts the inference and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import InvalidWish, UnknownPerson
from graph.lineage import households_now
from graph.stewardship import Lodge, Merge, Undo
from tests.graph.regroup.hamlet import person_of, persons, publish_grouping, state
from tests.graph.small_world import THURSDAY
from tests.graph.stewardship.office import ONE, OTHER, act, look

if TYPE_CHECKING:
    from graph.driver import Database

LIVES_IN = "MATCH (:Person {id: $id})-[m:MEMBER_OF {livesHere: true}]->(h:Household) RETURN h.id AS id, m.since AS since"
SIZE = "MATCH (h:Household {id: $id}) RETURN h.size AS size"


def home(db: Database, person: str) -> str:
    [row] = db.execute(LIVES_IN, id=person)
    return row["id"]


def size(db: Database, household: str) -> int:
    return db.execute(SIZE, id=household)[0]["size"]


def left_to_publish(db: Database) -> dict[str, int]:
    clusters = {key: person for person, keys in persons(db).items() for key in keys}
    return dict(publish_grouping(db, clusters, at=THURSDAY).counts)


def test_a_member_moves_to_another_household_and_back_when_it_is_undone(settled: Database) -> None:
    before = state(settled)
    mover, host = person_of(settled, "ops_logbook/23"), person_of(settled, "ops_logbook/50")
    left, reached = home(settled, mover), home(settled, host)
    sizes = size(settled, left), size(settled, reached)
    seen = look(settled, Lodge((mover,), host, "2026-10-01"), 1)
    assert {one.id for one in seen.households} == {left, reached}
    done = act(settled, Lodge((mover,), host, "2026-10-01"), 1, token=seen.token)
    [row] = settled.execute(LIVES_IN, id=mover)
    assert row == {"id": reached, "since": "2026-10-01"}
    assert (size(settled, left), size(settled, reached)) == (sizes[0] - 1, sizes[1] + 1)
    assert left_to_publish(settled) == {}
    act(settled, Undo(done.act), 9_000)
    assert state(settled) == before


def test_a_household_is_split_and_merged_again(settled: Database) -> None:
    child, parent = person_of(settled, "ops_logbook/32"), person_of(settled, "ops_logbook/30")
    one = home(settled, parent)
    act(settled, Lodge((child,)), 1)
    assert home(settled, child) != one
    assert home(settled, parent) == one
    assert left_to_publish(settled) == {}
    act(settled, Lodge((child,), parent), 9_000)
    assert home(settled, child) == one
    assert left_to_publish(settled) == {}


def test_a_household_given_up_leads_to_the_one_its_people_live_in_and_comes_back_with_them(
    settled: Database,
) -> None:
    members = [person_of(settled, f"ops_logbook/{key}") for key in ("00", "01")]
    host = person_of(settled, "ops_logbook/50")
    given_up, reached = home(settled, members[0]), home(settled, host)
    done = act(settled, Lodge(tuple(members), host), 1)
    assert size(settled, given_up) == 0
    assert households_now(settled, given_up) == (reached,)
    act(settled, Undo(done.act), 2)
    assert households_now(settled, given_up) == (given_up,)


def test_whom_a_human_lodged_stays_there_through_a_merge_of_others_in_the_household(
    settled: Database,
) -> None:
    mover, host = person_of(settled, "ops_logbook/23"), person_of(settled, OTHER)
    act(settled, Lodge((mover,), host), 1)
    act(settled, Merge((host, person_of(settled, ONE))), 2)
    assert home(settled, mover) == home(settled, person_of(settled, OTHER))
    assert left_to_publish(settled) == {}


def test_nobody_is_lodged_with_themselves_or_since_no_day_or_with_whom_is_not_there(
    settled: Database,
) -> None:
    person, other = person_of(settled, ONE), person_of(settled, OTHER)
    for wish in (Lodge((person,), person), Lodge(()), Lodge((person,), other, "yesterday")):
        with pytest.raises(InvalidWish):
            act(settled, wish, 1)
    with pytest.raises(UnknownPerson):
        act(settled, Lodge((person,), "P000000000000"), 1)
