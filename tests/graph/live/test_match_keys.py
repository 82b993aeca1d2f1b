"""Match keys: their counters are the truth, a full one stops and starts again, a batch gives the same ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.live import publish_keys
from graph.live.totals import Totals
from graph.records import append
from identity.doubt import DoubtKind
from identity.linking.copies import MOST_ALIKE
from tests.graph.live.village import (
    check_counters,
    counters,
    partition,
    resolver,
    scorer,
    take_in,
    village,
)
from tests.graph.rules.town import PEOPLE, changed, town
from tests.graph.small_world import TUESDAY, declare_departments, deliver, last_transaction, record

if TYPE_CHECKING:
    import pytest

    from graph.driver import Database
    from identity.records import RawRecord

PHONE = "open|phone|0819027364"
CAP = 30


def on_one_phone(count: int) -> list[RawRecord]:
    """A record each of so many people of the town, who all gave one volunteer's phone."""
    people = [one for one in town() if one.source == "ops_logbook"][:count]
    return [changed(one, phone="0819027364") for one in people]


def test_a_batch_gives_every_record_the_keys_that_the_live_path_gives(db: Database) -> None:
    take_in(resolver(db), village(20))
    live = counters(db)
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    declare_departments(db)
    deliver(db, *village(20))
    assert publish_keys(db, scorer()) == 40
    assert counters(db) == live
    check_counters(db)


def test_publishing_keys_again_writes_nothing(db: Database) -> None:
    declare_departments(db)
    deliver(db, *village(10))
    publish_keys(db, scorer())
    before = last_transaction(db)
    assert publish_keys(db, scorer()) == 0
    assert last_transaction(db) == before


def test_a_record_older_than_the_keeping_of_standardised_rows_gets_one_with_its_keys(db: Database) -> None:
    declare_departments(db)
    deliver(db, *village(5))
    kept = "MATCH (r:SourceRecord) RETURN r.standard AS standard ORDER BY r.id"
    before = db.execute(kept)
    db.execute("MATCH (r:SourceRecord) REMOVE r.standard, r.markDoor, r.markForm, r.markCode")
    publish_keys(db, scorer())
    assert db.execute(kept) == before


def test_a_version_that_a_batch_supersedes_gives_up_its_keys(db: Database) -> None:
    live = resolver(db)
    take_in(live, village(5))
    one = next(record for record in village(5) if record.source == "ops_logbook")
    append(db, [changed(one, phone="0819027364")], source="ops_logbook", feed="later.csv", at=TUESDAY)
    check_counters(db)
    publish_keys(db, scorer())
    check_counters(db)
    assert counters(db)[PHONE] == (1, False)


def test_a_key_past_its_cap_stops_and_starts_again_when_it_has_emptied(db: Database) -> None:
    live = resolver(db)
    records = on_one_phone(CAP + 1)
    take_in(live, records[:CAP])
    assert counters(db)[PHONE] == (CAP, False)
    take_in(live, records[CAP:], day=1)
    assert counters(db)[PHONE] == (CAP + 1, True)
    check_counters(db)
    leaving = [changed(one, phone=f"08222222{number:02}") for number, one in enumerate(records)]
    take_in(live, leaving[:8], day=2)
    assert counters(db)[PHONE] == (CAP - 7, True)
    take_in(live, leaving[8:9], day=3)
    assert counters(db)[PHONE] == (CAP - 8, False)
    check_counters(db)


def test_records_on_a_stopped_key_are_no_candidates_by_it(db: Database) -> None:
    live = resolver(db)
    take_in(live, on_one_phone(CAP + 1))
    stranger = record("dop_allowance/900", given_name="เอก", phone="0819027364")
    assert live.match(stranger, compartments=()) == []


def visits(one: RawRecord, count: int) -> list[RawRecord]:
    """One person, recorded so often in the same words."""
    return [replace(one, record_id=f"visit{visit:02}") for visit in range(count)]


def test_who_is_recorded_very_often_fills_no_key_and_is_found_by_others(db: Database) -> None:
    [person] = [one for one in town() if one.source == "ops_logbook"][:1]
    live = resolver(db)
    take_in(live, visits(person, 45))
    assert len(partition(db)) == 1
    assert set(counters(db).values()) == {(MOST_ALIKE, False)}
    check_counters(db)
    take_in(live, [changed(person, phone="0819027364")])
    assert len(partition(db)) == 1
    # One of the many that held no keys says something else now, and is counted like everybody.
    take_in(live, [replace(changed(person, phone="0819027365"), record_id="visit44")], day=1)
    assert counters(db)["open|phone|0819027365"] == (1, False)
    check_counters(db)


def test_a_batch_gives_keys_to_as_many_records_that_say_the_same(db: Database) -> None:
    [person] = [one for one in town() if one.source == "ops_logbook"][:1]
    declare_departments(db)
    deliver(db, *visits(person, 45))
    assert publish_keys(db, scorer()) == 45
    assert set(counters(db).values()) == {(MOST_ALIKE, False)}
    check_counters(db)


def test_a_key_that_stops_brings_persons_it_held_together_before_a_human_and_splits_nobody(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = {"given_name": town()[0].values["given_name"], "phone": "0819027364"}
    full = record("ops_logbook/900", family_name=town()[0].values["family_name"], **name)
    short = record("dop_allowance/900", **name)
    others = [
        one
        for one in on_one_phone(PEOPLE)
        if one.values["given_name"] != name["given_name"] and "citizen_id" in one.values
    ]
    # As it was among many records of which few shared a phone.
    monkeypatch.setattr(Totals, "now", lambda _: {"phone": 10_000, "email": 0})
    take_in(resolver(db), [full, short, *others[: CAP - 2]])
    monkeypatch.undo()
    held = frozenset({full.key, short.key})
    assert held in partition(db)
    [last] = take_in(resolver(db), others[CAP - 2 : CAP - 1], day=1)
    [doubt] = [one for one in last.doubts if one.kind is DoubtKind.BROKEN]
    assert frozenset(doubt.records) == held
    assert held in partition(db)
    [review] = db.execute("MATCH (r:Review {kind: 'BROKEN'}) RETURN r.records AS records")
    assert frozenset(review["records"]) == held
