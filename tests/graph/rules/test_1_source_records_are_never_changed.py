"""Rule 1: a source record is never changed or deleted by resolution; golden values can always be recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.judgements import append
from identity.judgement import Judgement, Verdict
from tests.graph.rules.town import changed, resolve, town
from tests.graph.small_world import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, deliver

if TYPE_CHECKING:
    from graph.driver import Database

RECORDS = "MATCH (r:SourceRecord) RETURN properties(r) AS record ORDER BY r.id"


def golden(db: Database) -> list[dict[str, Any]]:
    rows = db.execute("MATCH (p:Person) RETURN properties(p) AS person ORDER BY p.id")
    return [{name: value for name, value in row["person"].items() if name != "updatedAt"} for row in rows]


def test_no_merge_split_or_judgement_touches_a_source_record(resolved: Database) -> None:
    first, second = town()[0], town()[1]
    deliver(resolved, changed(first, phone="0811111111"), at=TUESDAY)
    before = resolved.execute(RECORDS)
    append(
        resolved, Judgement(first.key, second.key, Verdict.DIFFERENT, "j1", "steward", TUESDAY, "Brothers.")
    )
    resolve(resolved, at=WEDNESDAY)
    append(
        resolved, Judgement(first.key, town()[2].key, Verdict.SAME, "j2", "steward", WEDNESDAY, "Same woman.")
    )
    assert resolve(resolved, at=THURSDAY).rows > 0
    assert resolved.execute(RECORDS) == before


def test_golden_values_that_were_lost_are_recomputed_from_the_records(resolved: Database) -> None:
    before = golden(resolved)
    resolved.execute(
        "MATCH (p:Person) SET p = {id: p.id, status: p.status, compartment: p.compartment, createdAt: p.createdAt}"
    )
    resolve(resolved, at=TUESDAY)
    assert golden(resolved) == before
    assert before[0]["createdAt"] == MONDAY
