"""Rule 4: a human's decision outranks the model and survives re-linking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.judgements import append
from identity.judgement import Judgement, Verdict
from tests.graph.rules.town import changed, person_of, resolve, town
from tests.graph.small_world import THURSDAY, TUESDAY, WEDNESDAY, deliver

if TYPE_CHECKING:
    from graph.driver import Database

DECIDED_BY = """
MATCH (:SourceRecord {key: $key, current: true})-[i:IDENTIFIES]->() WHERE i.until IS NULL RETURN i.decidedBy AS by
"""


def decided_by(db: Database, key: str) -> str:
    return db.execute(DECIDED_BY, key=key)[0]["by"]


def test_different_parts_what_the_model_joins_and_keeps_it_parted(resolved: Database) -> None:
    one, two = town()[0], town()[1]
    assert person_of(resolved)[one.key] == person_of(resolved)[two.key]
    append(resolved, Judgement(one.key, two.key, Verdict.DIFFERENT, "j1", "steward", TUESDAY, "Twins."))
    resolve(resolved, at=TUESDAY)
    parted = person_of(resolved)
    assert parted[one.key] != parted[two.key]
    assert "judgement:j1" in {decided_by(resolved, one.key), decided_by(resolved, two.key)}
    deliver(resolved, changed(two, email="the-same@example.org"), at=WEDNESDAY)
    resolve(resolved, at=THURSDAY)
    assert person_of(resolved) == parted


def test_same_joins_what_the_model_parts_and_keeps_it_joined(resolved: Database) -> None:
    one, two = town()[0], town()[2]
    assert person_of(resolved)[one.key] != person_of(resolved)[two.key]
    append(
        resolved, Judgement(one.key, two.key, Verdict.SAME, "j1", "steward", TUESDAY, "New name and number.")
    )
    resolve(resolved, at=TUESDAY)
    joined = person_of(resolved)
    assert joined[one.key] == joined[two.key]
    assert "judgement:j1" in {decided_by(resolved, one.key), decided_by(resolved, two.key)}
    deliver(resolved, changed(two, email="other@example.org"), at=WEDNESDAY)
    resolve(resolved, at=THURSDAY)
    assert person_of(resolved) == joined
