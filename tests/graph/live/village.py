"""The town of `tests/graph/rules`, or a part of it, taken in one record after another; and what the graph then says."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from graph.live import LiveResolver
from graph.people import assignment
from identity.linking.scorer import Scorer
from tests.graph.rules.town import TRAITS, changed, model, town
from tests.graph.small_world import declare_departments, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.driver import Database
    from graph.live import Outcome
    from identity.records import RawRecord

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
FEED = "feed.csv"


@cache
def scorer() -> Scorer:
    return Scorer(model())


def resolver(db: Database) -> LiveResolver:
    declare_departments(db)
    return LiveResolver(db, scorer(), sources=TRAITS)


def village(persons: int = 40) -> list[RawRecord]:
    """Two records each of the first persons of the town, in an order of no meaning."""
    records = [one for one in town() if int(one.record_id) < persons]
    return shuffled(records, seed=3)


def shuffled(records: Iterable[RawRecord], *, seed: int) -> list[RawRecord]:
    mixed = list(records)
    random.Random(seed).shuffle(mixed)
    return mixed


def sealed(one: RawRecord) -> RawRecord:
    """The record as a shelter would hold it."""
    return replace(one, source="dwf_shelter")


def take_in(live: LiveResolver, records: Iterable[RawRecord], *, day: int = 0) -> list[Outcome]:
    """Take records in, a second apart."""
    first = START + timedelta(days=day)
    return [
        live.upsert(one, feed=FEED, at=first + timedelta(seconds=number))
        for number, one in enumerate(records)
    ]


def take_in_halves(live: LiveResolver, one: RawRecord) -> tuple[Outcome, Outcome]:
    """Take somebody in as two persons, of whom nothing tells yet that they are one: with all but the number, and with the
    number and the given name."""
    alone = record(
        "dop_allowance/9", given_name=one.values["given_name"], citizen_id=one.values["citizen_id"]
    )
    first, second = take_in(live, [changed(one, citizen_id=""), alone])
    assert first.person != second.person
    return first, second


def partition(db: Database) -> set[frozenset[str]]:
    """The records of each person."""
    persons: dict[str, set[str]] = {}
    for key, person in assignment(db).previous.items():
        persons.setdefault(person, set()).add(key)
    return {frozenset(records) for records in persons.values()}


KEYS = """
MATCH (key:MatchKey)
RETURN key.id AS id, key.count AS count, key.stopped AS stopped,
  COUNT { (key)<-[:HAS_KEY]-(:SourceRecord {current: true}) } AS held, COUNT { (key)<-[:HAS_KEY]-() } AS all
ORDER BY id
"""


def counters(db: Database, *, compartment: str = "open") -> dict[str, tuple[int, bool]]:
    """Match key -> (count, stopped), of one compartment, keys that hold nothing left out."""
    return {
        row["id"]: (row["count"], row["stopped"])
        for row in db.execute(KEYS)
        if row["count"] and row["id"].startswith(f"{compartment}|")
    }


def check_counters(db: Database) -> None:
    """Every key counts exactly the current records that have it, and no record has one twice."""
    rows = db.execute(KEYS)
    assert rows
    assert [row["count"] for row in rows] == [row["held"] for row in rows]
    assert [row["count"] for row in rows] == [row["all"] for row in rows]
    doubled = "MATCH (record)-[has:HAS_KEY]->(key) WITH record, key, count(has) AS n WHERE n > 1 RETURN n"
    assert db.execute(doubled) == []
