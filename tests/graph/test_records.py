"""Source records: versions, repetition, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import DuplicateRecord, SourceChanged, UnknownAgency, UnknownSource
from graph.records import Appended, append, current_records
from graph.sources import declare
from identity.records import CANONICAL_FIELDS, RawRecord
from tests.graph.small_world import (
    MONDAY,
    SOURCES,
    TUESDAY,
    declare_departments,
    deliver,
    everything,
    last_transaction,
    record,
)

if TYPE_CHECKING:
    from graph.driver import Database

VERSIONS = """
MATCH (r:SourceRecord {key: $key}) OPTIONAL MATCH (r)-[:SUPERSEDES]->(before)
RETURN r.version AS version, r.current AS current, r.phone AS phone, before.version AS before ORDER BY version
"""


def test_declaring_twice_changes_nothing(db: Database) -> None:
    declare_departments(db)
    once = everything(db)
    declare_departments(db)
    assert everything(db) == once


def test_a_source_of_an_unknown_agency_is_refused(db: Database) -> None:
    with pytest.raises(UnknownAgency, match="OPS"):
        declare(db, sources=SOURCES[:1])


def test_a_source_with_records_cannot_leave_its_compartment(db: Database) -> None:
    declare_departments(db)
    deliver(db, record("dwf_shelter/1"))
    with pytest.raises(SourceChanged, match="compartment"):
        declare(db, sources=[SOURCES[2] | {"compartment": "open"}])


def test_a_record_comes_back_exactly_as_sent(db: Database) -> None:
    declare_departments(db)
    sent = RawRecord(
        "ops_logbook",
        "a@1/7",
        {field: f" ค่า {field} " for field in CANONICAL_FIELDS},
        {"occupation": "ทำนา", "Given_Name": "x"},
        line=9,
    )
    deliver(db, sent)
    assert list(current_records(db)) == [sent]


def test_records_stream_in_the_order_of_their_keys(db: Database) -> None:
    declare_departments(db)
    deliver(db, *(record(f"ops_logbook/{number}") for number in (3, 1, 2)), record("dop_allowance/9"))
    keys = [one.key for one in current_records(db)]
    assert keys == ["dop_allowance/9", "ops_logbook/1", "ops_logbook/2", "ops_logbook/3"]


def test_the_same_feed_again_writes_nothing_at_all(db: Database) -> None:
    declare_departments(db)
    feed = [record(f"dop_allowance/{number}", phone=str(number)) for number in range(7)]
    assert deliver(db, *feed)["dop_allowance"] == Appended(new=7)
    before = last_transaction(db)
    assert deliver(db, *feed, at=TUESDAY, feed="again.csv")["dop_allowance"] == Appended(unchanged=7)
    assert last_transaction(db) == before


def test_a_changed_record_supersedes_the_version_before_and_leaves_it_as_it_was(db: Database) -> None:
    declare_departments(db)
    deliver(db, record("ops_logbook/1", phone="081"))
    told = deliver(db, record("ops_logbook/1", phone="082"), record("ops_logbook/2"), at=TUESDAY)
    assert told["ops_logbook"] == Appended(new=1, changed=1)
    assert db.execute(VERSIONS, key="ops_logbook/1") == [
        {"version": 1, "current": False, "phone": "081", "before": None},
        {"version": 2, "current": True, "phone": "082", "before": 1},
    ]


def test_a_feed_longer_than_a_batch_arrives_whole(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.records.BATCH", 3)
    declare_departments(db)
    feed = [record(f"ops_logbook/{number}") for number in range(8)]
    assert deliver(db, *feed)["ops_logbook"] == Appended(new=8)
    assert len(list(current_records(db))) == 8


@pytest.mark.parametrize("batch", [1, 10])
def test_one_feed_that_says_two_things_under_one_id_is_refused(
    db: Database, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("graph.records.BATCH", batch)
    declare_departments(db)
    with pytest.raises(DuplicateRecord, match="Line 2"):
        deliver(db, record("ops_logbook/1", phone="081"), record("ops_logbook/1", phone="082"))


def test_records_of_an_undeclared_or_another_source_are_refused(db: Database) -> None:
    declare_departments(db)
    with pytest.raises(UnknownSource, match="dep_disability"):
        append(db, [], source="dep_disability", feed="f.csv", at=MONDAY)
    with pytest.raises(UnknownSource, match="Line 2"):
        append(db, [record("ops_logbook/1")], source="dop_allowance", feed="f.csv", at=MONDAY)
