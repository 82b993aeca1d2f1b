"""Questions about sealed records: those outside see neither them nor that one of their own gave way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.reviews import ids_of, open_reviews, waiting
from identity.doubt import Doubt, DoubtKind
from identity.resolution import OPEN
from tests.graph.regroup.hamlet import settle
from tests.graph.small_world import MONDAY, SHELTER

if TYPE_CHECKING:
    from graph.driver import Database
    from graph.reviews import Question

SEALED, OPENLY, ELSEWHERE = "dwf_shelter/21", "ops_logbook/21", "ops_logbook/31"
"""A sealed record attached to an open person, an open one of the same person, and one of another."""


@pytest.fixture
def settled(db: Database) -> Database:
    settle(db)
    return db


def doubt(*keys: str, kind: DoubtKind = DoubtKind.BROKEN, weight: float = 0.5) -> Doubt:
    return Doubt(kind, keys[0], keys[1], keys, weight, "a reason")


def ask(db: Database, *doubts: Doubt) -> None:
    db.work(lambda tx: open_reviews(tx, doubts, at=MONDAY))


def seen(db: Database, *places: str, after: str | None = None) -> list[Question]:
    return waiting(db, compartments={OPEN, *places}, first=50, after=after)


def test_a_heavier_doubt_about_an_attached_sealed_record_takes_no_question_from_others(
    settled: Database,
) -> None:
    openly = doubt(OPENLY, ELSEWHERE, kind=DoubtKind.PAIR)
    ask(settled, openly, doubt(SEALED, ELSEWHERE, kind=DoubtKind.PAIR, weight=5.0))
    assert [(one.left, one.right) for one in seen(settled)] == [openly.pair]
    assert len(seen(settled, SHELTER)) == 2


def test_the_same_doubt_seen_with_a_sealed_record_is_a_question_of_its_own(settled: Database) -> None:
    ask(settled, doubt(OPENLY, ELSEWHERE))
    before = seen(settled)
    ask(settled, doubt(OPENLY, ELSEWHERE, SEALED, weight=3.0))
    assert seen(settled) == before
    assert len(seen(settled, SHELTER)) == 2


def test_a_page_after_a_sealed_question_is_as_empty_as_after_none(settled: Database) -> None:
    sealed = doubt(SEALED, ELSEWHERE)
    ask(settled, sealed, doubt(OPENLY, ELSEWHERE, kind=DoubtKind.DRIFT))
    [hidden] = settled.work(lambda tx: ids_of(tx, [sealed]))
    assert len(seen(settled, SHELTER, after=hidden)) == 1
    assert seen(settled, after=hidden) == seen(settled, after="RNONE") == []


def test_what_concerns_two_sealed_compartments_is_asked_of_nobody(settled: Database) -> None:
    settled.execute("MATCH (r:SourceRecord {key: $key}) SET r.compartment = 'other'", key=ELSEWHERE)
    ask(settled, doubt(SEALED, ELSEWHERE), doubt(SEALED, OPENLY, kind=DoubtKind.DRIFT))
    assert [one.kind for one in seen(settled, SHELTER, "other")] == [DoubtKind.DRIFT]
