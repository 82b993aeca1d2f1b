"""Who leaves may have been all that held others together, or apart: these are looked at again too."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from graph import regroup
from graph.records import current_records
from identity.records import RawRecord
from tests.graph.regroup.hamlet import TRAITS, hamlet, persons, publish_grouping, who_is_who
from tests.graph.small_world import MONDAY, TUESDAY, declare_departments, deliver

if TYPE_CHECKING:
    from graph.driver import Database

PLACE = {
    "building_number": "77",
    "sub_district": "ทับเที่ยง",
    "district": "เมืองตรัง",
    "province": "ตรัง",
    "birth_date": "1/1/2510",
    "recorded_on": "2026-01-05",
}
HOMES = """
MATCH (p:Person {status: 'active'})
RETURN p.id AS person, COUNT { (p)-[:MEMBER_OF {livesHere: true}]->() } AS homes ORDER BY person
"""


def somebody(number: str, given: str, family: str, form: str | None = None) -> RawRecord:
    """A record of one person behind one door, on a form or on none."""
    on_form = {} if form is None else {"household_id": form, "relationship": "head"}
    names = {"given_name": given, "family_name": family}
    return RawRecord("ops_logbook", number, {**PLACE, **names, **on_form})


def settle(db: Database, *records: RawRecord) -> None:
    declare_departments(db)
    deliver(db, *records)
    publish_grouping(db, who_is_who(records), at=MONDAY)


def change(db: Database, record: RawRecord, *, minutes: int = 1) -> None:
    """A record says something else, and its person is regrouped."""
    at = TUESDAY + timedelta(minutes=minutes)
    deliver(db, record, at=at, feed=f"{minutes}.csv")
    group = next(keys for keys in persons(db).values() if record.key in keys)
    with db.transaction() as tx:
        plan = regroup.plan(tx, [group], sources=TRAITS, at=at, decided_by="model:m1")
        regroup.apply(tx, plan)


def left_to_publish(db: Database) -> dict[str, int]:
    clusters = {key: person for person, keys in persons(db).items() for key in keys}
    return dict(publish_grouping(db, clusters, at=TUESDAY + timedelta(days=1)).counts)


MOVED = somebody("p", "กิตติ", "แก้วดี", "F9")
MOVED = replace(MOVED, values={**MOVED.values, "building_number": "88"})
"""Of a family of two, the one who is on a form moves behind another door."""


def test_whom_only_a_namesake_kept_apart_goes_to_the_others_when_that_one_leaves(db: Database) -> None:
    one, namesake = somebody("p", "กิตติ", "แก้วดี", "F1"), somebody("a", "ดวงใจ", "แก้วดี")
    settle(db, one, namesake, somebody("c", "มานพ", "ทองงาม", "F2"))
    change(db, MOVED)
    assert left_to_publish(db) == {}


def test_so_do_several_where_the_others_are_more(db: Database) -> None:
    family = [
        somebody("p", "กิตติ", "แก้วดี", "F1"),
        somebody("a", "ดวงใจ", "แก้วดี"),
        somebody("b", "ธนพล", "แก้วดี"),
    ]
    others = [
        somebody(number, given, "ทองงาม", "F2")
        for number, given in zip("cde", ("มานพ", "ปราณี", "สุดา"), strict=True)
    ]
    settle(db, *family, *others)
    change(db, MOVED)
    assert left_to_publish(db) == {}


def says_otherwise(record: RawRecord, chance: random.Random) -> RawRecord:
    told = dict(record.values)
    kind = chance.choice(("door", "form", "both", "no form"))
    if kind in ("door", "both"):
        told |= {"building_number": str(chance.randint(18, 25)), "recorded_on": "2026-07-05"}
    if kind in ("form", "both"):
        told |= {"household_id": f"H{chance.randint(0, 7)}", "relationship": "child"}
    if kind == "no form":
        told = {name: value for name, value in told.items() if name not in ("household_id", "relationship")}
    return replace(record, values=told)


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_moves_wherever_nobody_lives_twice_and_everybody_somewhere(db: Database, seed: int) -> None:
    chance = random.Random(seed)
    settle(db, *hamlet())
    known = [one for one in current_records(db) if not one.source.startswith("dwf")]
    for minutes, record in enumerate(chance.choices(known, k=25), start=1):
        change(db, says_otherwise(record, chance), minutes=minutes)
        told = {row["person"]: row["homes"] for row in db.execute(HOMES)}
        left_to_publish(db)
        assert told == {row["person"]: row["homes"] for row in db.execute(HOMES)}
