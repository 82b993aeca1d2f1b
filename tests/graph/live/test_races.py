"""Somebody else is quicker between a look and a lock: what is decided is decided on what is there then."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.driver import Database, Transaction
from graph.live import publish_keys
from graph.records import append
from graph.stewardship import Merge, Steward, Undo, Unmerge, perform
from identity.resolution import OPEN
from tests.graph.live.village import START, check_counters, partition, resolver, scorer, take_in, village
from tests.graph.queries_watched import meanwhile
from tests.graph.rules.town import changed, town
from tests.graph.small_world import TUESDAY, deliver

if TYPE_CHECKING:
    import pytest

    from graph.embedded import Connection

ONE, OTHER = town()[0], town()[1]
"""Two records of one person."""
LATER = START + timedelta(days=2)


def append_change(db: Database) -> None:
    """One of the two records changes by a batch that nobody has resolved yet."""
    append(db, [changed(ONE, phone="0819027364")], source=ONE.source, feed="later.csv", at=TUESDAY)


def test_a_record_that_is_parted_from_its_person_while_its_change_comes_in_stays_parted(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = resolver(db)
    take_in(live, [ONE, OTHER])
    steward = Steward("somsri", START + timedelta(days=1), "Seen on paper.", frozenset({OPEN}))
    done = meanwhile(monkeypatch, "lock_match_keys", lambda: perform(db, Unmerge(((ONE.key,),)), steward))
    live.upsert(changed(ONE, phone="0899999999"), feed="later.csv", at=LATER)
    assert done
    assert partition(db) == {frozenset({ONE.key}), frozenset({OTHER.key})}


def test_a_record_that_gets_its_keys_while_its_change_comes_in_is_counted_once(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = resolver(db)
    deliver(db, *village(4))
    done = meanwhile(monkeypatch, "lock_match_keys", lambda: publish_keys(db, scorer()))
    live.upsert(changed(ONE, phone="0899999999"), feed="later.csv", at=LATER)
    assert done
    check_counters(db)


def test_a_record_that_is_superseded_while_keys_are_published_gets_none(
    db: Database, neo4j_server: Connection
) -> None:
    resolver(db)
    deliver(db, *village(2))
    begun = threading.Event()

    def supersede(tx: Transaction) -> None:
        tx.run("supersede_source_records", rows=[{"id": f"{OTHER.key}@1", "supersedes": f"{ONE.key}@1"}])
        begun.set()
        time.sleep(0.5)

    with Database.connect(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password) as other:
        thread = threading.Thread(target=other.work, args=[supersede])
        thread.start()
        begun.wait()
        publish_keys(db, scorer())
        thread.join()
    held = db.execute("MATCH (r:SourceRecord)-[:HAS_KEY]->() RETURN DISTINCT r.key AS key ORDER BY key")
    assert ONE.key not in [row["key"] for row in held]
    assert held


def test_a_record_that_a_batch_has_changed_is_still_known_to_be_its_person(db: Database) -> None:
    live = resolver(db)
    [first] = take_in(live, [ONE])
    append_change(db)
    again = live.upsert(changed(ONE, phone="0819027364"), feed="again.csv", at=LATER)
    assert (again.change, again.person) == ("unchanged", first.person)


def test_whoever_resembles_a_record_that_a_batch_has_changed_joins_its_person(db: Database) -> None:
    live = resolver(db)
    [first] = take_in(live, [ONE])
    append_change(db)
    publish_keys(db, scorer())
    assert live.upsert(OTHER, feed="again.csv", at=LATER).person == first.person


def test_a_record_that_a_batch_has_changed_and_that_says_all_else_now_stays_with_its_person(
    db: Database,
) -> None:
    live = resolver(db)
    take_in(live, [ONE, OTHER])
    append_change(db)
    somebody_else = replace(town()[50], source=ONE.source, record_id=ONE.record_id)
    live.upsert(somebody_else, feed="again.csv", at=LATER)
    assert partition(db) == {frozenset({ONE.key, OTHER.key})}


def is_in_order(db: Database) -> bool:
    """Does every identification end after it began, and one of a record begin when or after the last one ended?"""
    rows = db.execute(
        "MATCH (r:SourceRecord)-[i:IDENTIFIES]->() RETURN r.key AS key, i.since AS since, i.until AS until"
        " ORDER BY key, i.until IS NULL, since"
    )
    forwards = all(row["until"] is None or row["since"] < row["until"] for row in rows)
    follow = all(
        one["until"] <= other["since"] for one, other in pairwise(rows) if one["key"] == other["key"]
    )
    return bool(rows) and forwards and follow


def test_history_runs_forwards_where_the_clock_of_one_machine_is_behind(db: Database) -> None:
    live = resolver(db)
    live.upsert(ONE, feed="a.csv", at=START + timedelta(hours=2))
    live.upsert(changed(ONE, occupation="ค้าขาย"), feed="b.csv", at=START)
    live.upsert(changed(ONE, phone="0811111111"), feed="c.csv", at=START + timedelta(hours=1))
    live.upsert(OTHER, feed="d.csv", at=START)
    assert is_in_order(db)


def test_history_runs_forwards_where_the_clock_of_one_machine_was_ahead_by_years(db: Database) -> None:
    live = resolver(db)
    live.upsert(ONE, feed="a.csv", at=START + timedelta(days=100 * 365))
    later = live.upsert(changed(ONE, occupation="ค้าขาย"), feed="b.csv", at=START)
    assert (later.change, later.version) == ("changed", 2)
    assert is_in_order(db)


def test_an_act_of_a_steward_whose_clock_is_behind_comes_after_what_it_changes(db: Database) -> None:
    done = take_in(resolver(db), town()[:4], day=5)
    steward = Steward("somsri", START, "Seen on paper.", frozenset({OPEN}))
    merge = perform(db, Merge(tuple({one.person or "" for one in done})), steward)
    assert len(partition(db)) == 1
    assert is_in_order(db)
    undoing = Steward("somsri", START + timedelta(minutes=1), "A slip.", frozenset({OPEN}))
    perform(db, Undo(merge.act), undoing)
    assert len(partition(db)) == 2
    assert is_in_order(db)
