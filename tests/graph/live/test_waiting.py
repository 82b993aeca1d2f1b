"""What waits to be placed again, and whose process has ended, is placed by whoever looks for it; by nobody before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from graph.errors import Unreachable
from graph.live import LiveResolver
from graph.live.waiting import AGAIN, AT_ONCE, LOAD, claim
from graph.records import append
from tests.graph.live.village import FEED, START, check_counters, partition, resolver, take_in, village
from tests.graph.rules.town import changed, town
from tests.graph.small_world import last_transaction, record

if TYPE_CHECKING:
    from graph.driver import Database

ONE, ANOTHER = town()[0], town()[6]
"""Records of two persons."""
NAME = {field: ONE.values[field] for field in ("given_name", "family_name")} | {"phone": "0819027364"}
FIRST, SECOND = record("ops_logbook/900", **NAME), record("dop_allowance/900", **NAME)
"""Two records of one person, which is not sure."""


def load_and_die(db: Database) -> None:
    """A load that ended before it had settled anything: the second record waits."""
    live = resolver(db)
    take_in(live, village(5))
    for one in (FIRST, SECOND):
        live.upsert(one, feed=FEED, at=START + timedelta(hours=1), loading=True)


def take_in_and_die(db: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take in a record that makes others to be placed again, and end before they are; who waits then."""
    live = resolver(db)
    borrowed = record("dop_allowance/88", **{**ANOTHER.values, "citizen_id": ONE.values["citizen_id"]})
    take_in(live, [ONE, borrowed])

    def die(self: LiveResolver, key: str, *, at: datetime) -> None:
        raise Unreachable("The process ended.")

    with monkeypatch.context() as patch:
        patch.setattr(LiveResolver, "place_again", die)
        with pytest.raises(Unreachable):
            live.upsert(record("dop_allowance/77", **ONE.values), feed=FEED, at=START + timedelta(days=1))
    return sorted(waiting(db))


def waiting(db: Database) -> dict[str, float]:
    return {row["key"]: row["odds"] for row in db.read("list_waiting_records")}


def pass_time(db: Database, seconds: float) -> None:
    """Let those who wait have begun so much earlier."""
    db.execute(
        "MATCH (r:SourceRecord) WHERE r.waitsUntil IS NOT NULL"
        " SET r.waitsUntil = r.waitsUntil - duration({seconds: $seconds})",
        seconds=seconds,
    )


def settle_left(db: Database) -> int:
    return resolver(db).settle_left(most=10, now=lambda: datetime.now(UTC))


def test_a_record_whose_process_ended_before_it_was_placed_again_is_placed_by_another(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = take_in_and_die(db, monkeypatch)
    assert left
    assert set(waiting(db).values()) == {AGAIN}
    assert settle_left(db) == 0
    pass_time(db, AT_ONCE)
    assert settle_left(db) == len(left)
    assert waiting(db) == {}
    check_counters(db)


def test_what_waits_for_the_end_of_its_load_is_left_to_it_for_a_day(db: Database) -> None:
    load_and_die(db)
    assert list(waiting(db)) == [SECOND.key]
    pass_time(db, LOAD - 60)
    assert settle_left(db) == 0
    pass_time(db, 60)
    assert settle_left(db) == 1
    assert frozenset({FIRST.key, SECOND.key}) in partition(db)
    assert waiting(db) == {}


def test_a_load_that_ends_settles_what_has_not_waited_long(db: Database) -> None:
    load_and_die(db)
    resolver(db).settle(now=lambda: datetime.now(UTC))
    assert waiting(db) == {}
    pass_time(db, LOAD)
    assert settle_left(db) == 0


def test_two_who_look_at_once_are_given_different_records_and_each_again_later(db: Database) -> None:
    take_in(resolver(db), village(4))
    db.execute("MATCH (r:SourceRecord) SET r.waits = r.version, r.waitsUntil = datetime()")
    given = [set(claim(db, most=3)) for _ in range(3)]
    assert [len(one) for one in given] == [3, 3, 2]
    assert len(set().union(*given)) == 8
    pass_time(db, 1200)
    assert len(claim(db, most=10)) == 8


def test_where_nothing_waits_looking_for_it_writes_nothing(db: Database) -> None:
    take_in(resolver(db), village(4))
    before = last_transaction(db)
    assert settle_left(db) == 0
    assert last_transaction(db) == before


@pytest.mark.parametrize("road", ["batch", "live"])
def test_a_version_that_is_superseded_waits_no_more(db: Database, road: str) -> None:
    load_and_die(db)
    later = changed(SECOND, phone="0811111111", given_name="ก", family_name="ข")
    if road == "live":
        resolver(db).upsert(later, feed="later", at=START + timedelta(days=1))
    else:
        append(db, [later], source=later.source, feed="later", at=START + timedelta(days=1))
    left = "MATCH (r) WHERE r.waits IS NOT NULL OR r.waitsUntil IS NOT NULL RETURN r.id AS id"
    assert db.execute(left) == []
