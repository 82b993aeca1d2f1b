"""Questions that a record which comes in settles: closed there and then, and never at the cost of a record that asks
nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.reviews import Closing, QueueStatus, open_reviews, waiting
from identity.doubt import NARROW, Doubt, DoubtKind
from identity.resolution import OPEN
from tests.graph.live.village import FEED, START, resolver, take_in, take_in_halves
from tests.graph.queries_watched import after_each_query
from tests.graph.rules.town import changed, town

if TYPE_CHECKING:
    import pytest

    from graph.driver import Database
    from graph.live import LiveResolver
    from graph.reviews import Question
    from identity.records import RawRecord


def asked(db: Database, status: QueueStatus = QueueStatus.OPEN) -> list[Question]:
    return waiting(db, compartments={OPEN}, first=50, status=status)


def two_with_one_number() -> tuple[RawRecord, RawRecord]:
    one, other = town()[0], town()[2]
    return one, changed(other, citizen_id=one.values["citizen_id"])


def test_a_contested_number_is_no_question_any_more_once_only_one_person_says_it(db: Database) -> None:
    live = resolver(db)
    one, other = two_with_one_number()
    take_in(live, [one, other])
    assert [question.kind for question in asked(db)] == [DoubtKind.CONTESTED_ID]
    take_in(live, [changed(other, phone="0899999999")], day=1)
    assert [question.kind for question in asked(db)] == [DoubtKind.CONTESTED_ID]
    take_in(live, [changed(other, citizen_id=town()[2].values["citizen_id"])], day=2)
    assert asked(db) == []
    [question] = asked(db, QueueStatus.DROPPED)
    assert question.closing is Closing.RECORD_CHANGED


def test_two_persons_whom_a_third_record_joins_are_no_question_any_more(db: Database) -> None:
    live = resolver(db)
    one = town()[0]
    first, second = take_in_halves(live, one)
    doubt = Doubt(DoubtKind.PAIR, first.key, second.key, (first.key, second.key), 0.5, NARROW)
    db.work(lambda tx: open_reviews(tx, [doubt], at=START))
    [third] = take_in(live, [changed(one, recorded_on="2026-06-06")], day=1)
    assert third.merged
    assert asked(db) == []
    assert [question.closing for question in asked(db, QueueStatus.DROPPED)] == [Closing.ONE_PERSON]


def queries_of(live: LiveResolver, one: RawRecord, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    ran: list[str] = []
    with monkeypatch.context() as patched:
        after_each_query(patched, ran.append)
        live.upsert(one, feed=FEED, at=START.replace(year=2027))
    return ran


def test_a_changed_record_about_which_nothing_is_asked_costs_no_query_more(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = resolver(db)
    one, other = two_with_one_number()
    take_in(live, [one, other, town()[4]])
    quiet = queries_of(live, changed(town()[4], phone="0899999999"), monkeypatch)
    assert "drop_settled_reviews" not in quiet
    assert "drop_settled_reviews" in queries_of(live, changed(other, phone="0899999999"), monkeypatch)
