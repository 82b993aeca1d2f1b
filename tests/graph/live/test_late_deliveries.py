"""What was sent earlier is no news, however late it comes in: in a batch and by itself alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from graph.driver import Database
from graph.errors import DuplicateRecord
from graph.records import append
from tests.graph.live.village import START, check_counters, partition, resolver, take_in, village
from tests.graph.queries_watched import meanwhile
from tests.graph.rules.town import changed, person_of, resolve, town
from tests.graph.small_world import everything, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.embedded import Connection
    from identity.records import RawRecord

    Deliver = Callable[[RawRecord, str, datetime], str]
    """Takes one record of a feed of that name and instant in; what it was to the graph."""

ONE = town()[1]
"""A record that speaks of an enrolment."""
EIGHT = datetime(2024, 3, 4, 8, tzinfo=UTC)
NINE, TEN, ELEVEN = (EIGHT + timedelta(hours=hours) for hours in (1, 2, 3))


@pytest.fixture(params=["batch", "live"])
def deliver(db: Database, request: pytest.FixtureRequest) -> Deliver:
    live = resolver(db)

    def in_a_batch(record: RawRecord, feed: str, at: datetime) -> str:
        done = append(db, [record], source=record.source, feed=feed, at=at)
        return next(what for what in ("new", "changed", "unchanged", "past") if getattr(done, what))

    def by_itself(record: RawRecord, feed: str, at: datetime) -> str:
        return live.upsert(record, feed=feed, at=at).change

    return in_a_batch if request.param == "batch" else by_itself


def saying(phone: str) -> RawRecord:
    return changed(ONE, phone=phone)


def history(db: Database, key: str = ONE.key) -> list[str]:
    """What the versions of a record say, the current one first, each followed by the one it supersedes."""
    [row] = db.execute(
        "MATCH path = (:SourceRecord {key: $key, current: true})-[:SUPERSEDES*0..]->(last:SourceRecord)"
        " WHERE NOT (last)-[:SUPERSEDES]->() RETURN [one IN nodes(path) | one.phone] AS said",
        key=key,
    )
    return row["said"]


def versions(db: Database) -> list[tuple[int, str, bool]]:
    rows = db.execute(
        "MATCH (r:SourceRecord {key: $key}) RETURN r.version AS n, r.phone AS phone, r.current AS current"
        " ORDER BY n",
        key=ONE.key,
    )
    return [(row["n"], row["phone"], row["current"]) for row in rows]


def test_a_delivery_sent_again_after_a_later_one_changes_nothing(db: Database, deliver: Deliver) -> None:
    assert deliver(saying("081"), "monday", EIGHT) == "new"
    assert deliver(saying("082"), "tuesday", NINE) == "changed"
    before = everything(db)
    assert deliver(saying("081"), "monday", EIGHT) == "unchanged"
    assert everything(db) == before


def test_what_was_said_at_the_instant_of_another_feed_is_found_again(db: Database, deliver: Deliver) -> None:
    deliver(saying("081"), "here", EIGHT)
    deliver(saying("082"), "there", EIGHT)
    assert deliver(saying("081"), "here", EIGHT) == "unchanged"
    assert history(db) == ["082", "081"]


def test_a_delivery_that_comes_in_after_a_later_one_is_kept_with_the_history(
    db: Database, deliver: Deliver
) -> None:
    deliver(saying("081"), "a", EIGHT)
    deliver(saying("083"), "c", TEN)
    assert deliver(saying("082"), "b", NINE) == "past"
    assert history(db) == ["083", "082", "081"]
    assert versions(db) == [(1, "081", False), (2, "083", True), (3, "082", False)]
    before = everything(db)
    assert deliver(saying("082"), "b", NINE) == "unchanged"
    assert everything(db) == before


def test_a_version_after_one_of_the_past_has_a_number_of_its_own(db: Database, deliver: Deliver) -> None:
    deliver(saying("082"), "b", NINE)
    assert deliver(saying("081"), "a", EIGHT) == "past"
    assert deliver(saying("083"), "c", TEN) == "changed"
    assert history(db) == ["083", "082", "081"]
    assert versions(db) == [(1, "082", False), (2, "081", False), (3, "083", True)]


def test_what_was_in_force_at_an_earlier_instant_is_not_kept_twice(db: Database, deliver: Deliver) -> None:
    deliver(saying("081"), "a", EIGHT)
    deliver(saying("083"), "c", TEN)
    assert deliver(saying("081"), "b", NINE) == "unchanged"
    assert history(db) == ["083", "081"]


def test_a_record_that_says_again_what_it_said_long_ago_is_a_new_version(
    db: Database, deliver: Deliver
) -> None:
    deliver(saying("081"), "a", EIGHT)
    deliver(saying("082"), "b", NINE)
    assert deliver(saying("081"), "a", TEN) == "changed"
    assert history(db) == ["081", "082", "081"]


def test_an_earlier_delivery_that_says_two_things_is_refused(db: Database, deliver: Deliver) -> None:
    deliver(saying("081"), "a", EIGHT)
    deliver(saying("083"), "c", TEN)
    with pytest.raises(DuplicateRecord):
        deliver(saying("082"), "a", EIGHT)


def test_what_came_by_a_clock_that_is_ahead_is_superseded_by_what_comes_next(
    db: Database, deliver: Deliver
) -> None:
    deliver(saying("081"), "a", datetime(2190, 1, 1, tzinfo=UTC))
    assert deliver(saying("082"), "b", EIGHT) == "changed"
    assert history(db) == ["082", "081"]


def test_in_whatever_order_deliveries_come_in_the_history_is_that_of_their_instants(
    db: Database, deliver: Deliver
) -> None:
    phones = {EIGHT: "081", NINE: "082", TEN: "083", ELEVEN: "084"}
    for number, order in enumerate(permutations(phones, 4)):
        for at in order:
            deliver(record(f"ops_logbook/{number}", phone=phones[at]), f"{at:%H}", at)
    for number in range(24):
        assert history(db, f"ops_logbook/{number}") == ["084", "083", "082", "081"]


def test_a_version_of_the_past_identifies_nobody_and_moves_nobody(db: Database) -> None:
    live = resolver(db)
    take_in(live, village(6), day=1)
    enrolled = "MATCH (e:Enrolment {id: $key}) RETURN properties(e) AS e"
    people, enrolment = partition(db), db.execute(enrolled, key=ONE.key)
    late = changed(ONE, phone="081", enrolled_since="1/1/2500", building_number="999")
    told = live.upsert(late, feed="late.csv", at=START)
    assert (told.change, told.version, told.created) == ("past", 1, False)
    assert told.person == person_of(db)[ONE.key]
    check_counters(db)
    assert (partition(db), db.execute(enrolled, key=ONE.key)) == (people, enrolment)
    [row] = db.execute(
        "MATCH (r:SourceRecord {id: $id}) RETURN COUNT { (r)-[:IDENTIFIES]->() } AS persons,"
        " COUNT { (r)-[:HAS_KEY]->() } AS keys, COUNT { (r)-[:EVIDENCES]->(:Enrolment) } AS enrolments",
        id=f"{ONE.key}@2",
    )
    assert row == {"persons": 0, "keys": 0, "enrolments": 1}
    assert resolve(db, at=START + timedelta(days=3)).counts == {}


def test_whoever_takes_in_a_later_delivery_meanwhile_is_not_overtaken(
    db: Database, monkeypatch: pytest.MonkeyPatch, neo4j_server: Connection
) -> None:
    live = resolver(db)
    live.upsert(saying("081"), feed="a", at=EIGHT)
    with Database.connect(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password) as other:
        quick = resolver(other)
        done = meanwhile(
            monkeypatch, "lock_match_keys", lambda: quick.upsert(saying("083"), feed="c", at=TEN)
        )
        told = live.upsert(saying("082"), feed="b", at=NINE)
    assert (done, told.change, told.version) == (["lock_match_keys"], "past", 2)
    assert history(db) == ["083", "082", "081"]
    check_counters(db)
