"""A house that became known by an act goes with it when it is undone, unless somebody lives there by then."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from graph.stewardship import Lodge, Merge, Undo, Unmerge
from identity.records import RawRecord
from tests.graph.regroup.hamlet import (
    hamlet,
    person_of,
    persons,
    publish_grouping,
    state,
    who_is_who,
)
from tests.graph.small_world import MONDAY, THURSDAY, declare_departments, deliver
from tests.graph.stewardship.office import act

if TYPE_CHECKING:
    from graph.driver import Database
    from graph.stewardship import Wish

NAME = {
    "given_name": "กิตติ",
    "family_name": "ดำดี",
    "birth_date": "1/1/2510",
    "sub_district": "ทับเที่ยง",
    "district": "เมืองตรัง",
    "province": "ตรัง",
    "building_number": "77",
    "recorded_on": "2026-02-05",
}
LATE, EARLY, NEIGHBOUR = "ops_logbook/x", "dop_allowance/x", "ops_logbook/y"
HOUSES = "MATCH (house:House) RETURN house.buildingNumber AS number ORDER BY number"


@pytest.fixture(params=["an earlier address", "another house code"])
def apart(db: Database, request: pytest.FixtureRequest) -> Database:
    """The hamlet, and one person whose two records would live in two houses, one of them nobody's."""
    told = {
        "an earlier address": ({}, {"building_number": "66", "recorded_on": "2020-02-05"}),
        "another house code": ({"house_code": "92010000001"}, {"house_code": "92010000011"}),
    }[request.param]
    records = [
        *hamlet(),
        RawRecord("ops_logbook", "x", NAME | told[0]),
        RawRecord("dop_allowance", "x", NAME | told[1]),
    ]
    declare_departments(db)
    deliver(db, *records)
    publish_grouping(db, who_is_who(records), at=MONDAY)
    return db


def left_to_publish(db: Database) -> dict[str, int]:
    clusters = {key: person for person, keys in persons(db).items() for key in keys}
    return dict(publish_grouping(db, clusters, at=THURSDAY).counts)


@pytest.mark.parametrize("parted", [EARLY, LATE])
def test_parting_a_person_is_undone_to_the_byte_houses_too(apart: Database, parted: str) -> None:
    before = state(apart)
    done = act(apart, Unmerge(((parted,),)), 1)
    act(apart, Undo(done.act), 2)
    assert state(apart) == before
    assert left_to_publish(apart) == {}


def test_what_was_undone_can_be_done_again(apart: Database) -> None:
    act(apart, Undo(act(apart, Unmerge(((EARLY,),)), 1).act), 2)
    act(apart, Unmerge(((EARLY,),)), 3)
    assert left_to_publish(apart) == {}


def test_a_house_that_everybody_left_by_an_act_stands_when_it_is_undone(apart: Database) -> None:
    before = state(apart)
    done = act(apart, Lodge((person_of(apart, LATE),), person_of(apart, "ops_logbook/50")), 1)
    act(apart, Undo(done.act), 2)
    assert state(apart) == before


def test_a_house_that_somebody_else_has_come_to_live_in_stays(db: Database) -> None:
    records = [
        *hamlet(),
        RawRecord("ops_logbook", "x", NAME),
        RawRecord("dop_allowance", "x", NAME | {"building_number": "66", "recorded_on": "2020-02-05"}),
    ]
    declare_departments(db)
    deliver(db, *records)
    publish_grouping(db, who_is_who(records), at=MONDAY)
    done = act(db, Unmerge(((EARLY,),)), 1)
    clusters = {key: person for person, keys in persons(db).items() for key in keys}
    deliver(db, RawRecord("ops_logbook", "y", NAME | {"given_name": "มานพ", "building_number": "66"}))
    publish_grouping(db, {**clusters, NEIGHBOUR: "neighbour"}, at=THURSDAY)
    act(db, Undo(done.act), 9_000)
    assert "66" in [row["number"] for row in db.execute(HOUSES)]
    assert left_to_publish(db) == {}


def any_wish(db: Database, chance: random.Random) -> Wish:
    known = persons(db)
    people = [person for person, keys in sorted(known.items()) if not any("shelter" in key for key in keys)]
    one, other = chance.sample(people, 2)
    many = [person for person in people if len(known[person]) > 1]
    kind = chance.choice(["merge", "unmerge", "unmerge", "lodge", "by themselves"])
    if kind == "merge":
        return Merge((one, other))
    if kind == "unmerge":
        return Unmerge(((chance.choice(known[chance.choice(many)]),),))
    return Lodge((one,), other if kind == "lodge" else None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_acts_are_undone_to_the_byte_houses_too(apart: Database, seed: int) -> None:
    chance, before = random.Random(seed), state(apart)
    done = [act(apart, any_wish(apart, chance), minutes).act for minutes in range(1, 9)]
    for minutes, one in enumerate(reversed(done), start=10_000):
        act(apart, Undo(one), minutes)
    assert state(apart) == before
