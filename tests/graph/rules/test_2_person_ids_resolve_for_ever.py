"""Rule 2: a person id, once given out, resolves for ever, and is never given to anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import ResolutionRefused
from graph.judgements import append, withdraw
from graph.lineage import persons_now
from graph.people import assignment, publish
from identity.judgement import Judgement, Verdict
from identity.resolution import Retirement
from tests.graph.rules.town import person_of, resolve, town
from tests.graph.small_world import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    declare_departments,
    deliver,
    merged,
    person,
    record,
    resolution,
)

if TYPE_CHECKING:
    from graph.driver import Database

KEYS = ("ops_logbook/1", "ops_logbook/2", "ops_logbook/3", "ops_logbook/4")


@pytest.fixture
def four_records(db: Database) -> Database:
    declare_departments(db)
    deliver(db, *(record(key) for key in KEYS))
    return db


def test_an_id_leads_to_its_successors_through_merges_and_splits(four_records: Database) -> None:
    one, two, three, four = KEYS
    publish(four_records, resolution(person("P1", one), person("P2", two, three, four)), at=MONDAY)
    assert persons_now(four_records, "P1") == ("P1",)
    publish(four_records, resolution(person("P2", *KEYS), retired=[merged("P1", "P2")]), at=TUESDAY)
    assert persons_now(four_records, "P1") == ("P2",)
    split = Retirement("P2", ("P3", "P4"), "split")
    publish(
        four_records,
        resolution(person("P3", one, two), person("P4", three, four), retired=[split]),
        at=WEDNESDAY,
    )
    assert persons_now(four_records, "P1") == persons_now(four_records, "P2") == ("P3", "P4")
    publish(four_records, resolution(person("P4", *KEYS), retired=[merged("P3", "P4")]), at=THURSDAY)
    assert [persons_now(four_records, name) for name in ("P1", "P2", "P3", "P4")] == [("P4",)] * 4
    assert persons_now(four_records, "P9") == ()


def test_a_retired_id_keeps_no_golden_value_that_could_go_stale(four_records: Database) -> None:
    publish(four_records, resolution(person("P1", KEYS[0], phone="081"), person("P2", KEYS[1])), at=MONDAY)
    publish(four_records, resolution(person("P2", *KEYS[:2]), retired=[merged("P1", "P2")]), at=TUESDAY)
    [row] = four_records.execute("MATCH (p:Person {id: 'P1'}) RETURN keys(p) AS names, p.status AS status")
    assert sorted(row["names"]) == ["compartment", "createdAt", "id", "status", "updatedAt"]
    assert row["status"] == "merged"


def test_a_retired_id_is_refused_for_a_person_and_stays_taken(four_records: Database) -> None:
    publish(four_records, resolution(person("P1", KEYS[0]), person("P2", KEYS[1])), at=MONDAY)
    publish(four_records, resolution(person("P2", *KEYS[:2]), retired=[merged("P1", "P2")]), at=TUESDAY)
    with pytest.raises(ResolutionRefused, match="1 retired ids come back"):
        publish(four_records, resolution(person("P1", KEYS[0]), person("P2", KEYS[1])), at=WEDNESDAY)
    assert "P1" in assignment(four_records).taken


def test_merged_by_mistake_and_parted_again_the_retired_id_does_not_come_back_but_resolves(
    resolved: Database,
) -> None:
    one, two = town()[0].key, town()[2].key
    before = person_of(resolved)
    append(resolved, Judgement(one, two, Verdict.SAME, "j1", "steward", TUESDAY, "Looked alike."))
    resolve(resolved, at=TUESDAY)
    assert person_of(resolved)[one] == person_of(resolved)[two]
    withdraw(resolved, "j1", by="steward", at=WEDNESDAY, reason="They are sisters.")
    resolve(resolved, at=WEDNESDAY)
    after = person_of(resolved)
    assert after[one] != after[two]
    assert all(persons_now(resolved, before[key]) for key in (one, two))
    [new] = set(after.values()) - set(before.values())
    assert new in {after[one], after[two]}
