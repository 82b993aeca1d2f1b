"""Rule 6: loading the same feed twice changes nothing; loading in another order gives the same persons."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from graph.records import append
from tests.graph.rules.town import person_of, resolve, town
from tests.graph.small_world import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    declare_departments,
    deliver,
    everything,
    last_transaction,
)

if TYPE_CHECKING:
    from graph.driver import Database


def test_the_same_feeds_loaded_and_resolved_again_write_nothing(resolved: Database) -> None:
    before = last_transaction(resolved)
    deliver(resolved, *town(), at=TUESDAY, feed="again.csv")
    assert resolve(resolved, at=TUESDAY).counts == {}
    assert last_transaction(resolved) == before


def test_the_same_feeds_in_another_order_give_the_same_graph(resolved: Database) -> None:
    once = everything(resolved)
    resolved.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    declare_departments(resolved)
    for source in ("ops_logbook", "dop_allowance"):
        records = [record for record in town() if record.source == source]
        random.Random(3).shuffle(records)
        append(resolved, records, source=source, feed="feed.csv", at=MONDAY)
    resolve(resolved, at=MONDAY)
    assert everything(resolved) == once


@pytest.mark.parametrize("seed", [1, 2])
def test_feeds_resolved_one_after_another_in_any_order_end_with_the_same_persons(
    resolved: Database, seed: int
) -> None:
    together = persons(resolved)
    resolved.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    declare_departments(resolved)
    records = random.Random(seed).sample(town(), k=len(town()))
    for part, at in ((records[:150], MONDAY), (records[150:300], TUESDAY), (records[300:], WEDNESDAY)):
        deliver(resolved, *part, at=at)
        resolve(resolved, at=at)
    assert persons(resolved) == together


def persons(db: Database) -> set[frozenset[str]]:
    """Persons as the sets of their records, whatever their ids."""
    records: defaultdict[str, set[str]] = defaultdict(set)
    for key, person_id in person_of(db).items():
        records[person_id].add(key)
    return {frozenset(keys) for keys in records.values()}
