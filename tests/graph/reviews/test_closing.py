"""Questions that need no answer any more: closed with their reason kept, by the batch and by whatever is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import StaleQuestion
from graph.judgements import append
from graph.people import publish
from graph.reviews import (
    Answer,
    Closing,
    Question,
    QueueStatus,
    answer,
    drop_settled,
    drop_settled_about,
    lease,
    open_reviews,
    opinions,
    waiting,
)
from graph.stewardship import Judge, Merge
from identity.doubt import CONTESTED, NARROW, Doubt, DoubtKind
from identity.judgement import Judgement, Verdict
from identity.resolution import OPEN
from tests.graph.regroup.hamlet import person_of, settle
from tests.graph.small_world import (
    MONDAY,
    SHELTER,
    TUESDAY,
    WEDNESDAY,
    declare_departments,
    deliver,
    merged,
    person,
    record,
    resolution,
)
from tests.graph.stewardship.office import ONE, OTHER, act

if TYPE_CHECKING:
    from graph.driver import Database

FIRST, SECOND, THIRD, FOURTH = (f"ops_logbook/{number}" for number in range(1, 5))
SEALED = "dwf_shelter/1"
CONTESTED_ID, PAIR, BROKEN = DoubtKind.CONTESTED_ID, DoubtKind.PAIR, DoubtKind.BROKEN


@pytest.fixture
def four(db: Database) -> Database:
    """Four open records of four persons and one in the shelter's sealed source."""
    declare_departments(db)
    keys = (FIRST, SECOND, THIRD, FOURTH)
    deliver(db, *(record(key) for key in keys), record(SEALED))
    persons = [person(f"P{key[-1]}", key) for key in keys]
    publish(db, resolution(*persons, person("PS", SEALED, compartment=SHELTER)), at=MONDAY)
    return db


def doubt(left: str, right: str, *, kind: DoubtKind = PAIR, reason: str = NARROW) -> Doubt:
    return Doubt(kind, left, right, (left, right), 0.5, reason)


def ask(db: Database, *doubts: Doubt) -> int:
    return db.work(lambda tx: open_reviews(tx, doubts, at=TUESDAY))


def batch(db: Database) -> int:
    return db.work(lambda tx: drop_settled(tx, at=WEDNESDAY, drift=()))


def after_placing(db: Database, *keys: str, compartment: str = OPEN) -> int:
    return db.work(
        lambda tx: drop_settled_about(tx, keys, at=WEDNESDAY, compartment=compartment, placed=True)
    )


def seen(db: Database, status: QueueStatus) -> list[Question]:
    return waiting(db, compartments={OPEN, SHELTER}, first=50, status=status)


def still_open(db: Database) -> list[tuple[str, str]]:
    return [(one.left, one.right) for one in seen(db, QueueStatus.OPEN)]


def closed(db: Database) -> dict[tuple[str, str], Closing | None]:
    return {(one.left, one.right): one.closing for one in seen(db, QueueStatus.DROPPED)}


def test_a_contested_number_is_no_question_any_more_when_a_record_changed_and_it_was_not_asked_again(
    four: Database,
) -> None:
    gone, stays = (
        doubt(*pair, kind=CONTESTED_ID, reason=CONTESTED) for pair in ((FIRST, SECOND), (THIRD, FOURTH))
    )
    ask(four, gone, stays)
    deliver(four, record(FIRST, citizen_id="1"), record(THIRD, phone="0812345678"), at=TUESDAY)
    ask(four, stays)
    assert batch(four) == 1
    assert (still_open(four), closed(four)) == ([(THIRD, FOURTH)], {(FIRST, SECOND): Closing.RECORD_CHANGED})
    [question] = seen(four, QueueStatus.DROPPED)
    assert question.closed_at == WEDNESDAY


def test_placing_a_record_closes_only_what_it_would_have_asked_again(four: Database) -> None:
    ask(
        four,
        doubt(FIRST, SECOND),
        doubt(FIRST, THIRD, reason="a rule of whole linkages"),
        doubt(THIRD, FOURTH),
    )
    deliver(four, record(FIRST, phone="0812345678"), at=TUESDAY)
    assert after_placing(four, THIRD, FOURTH) == 0
    assert after_placing(four, FIRST) == 1
    assert closed(four) == {(FIRST, SECOND): Closing.RECORD_CHANGED}


def test_a_question_about_one_person_is_none_any_more_when_that_person_was_parted(four: Database) -> None:
    within = [person("P1", FIRST, SECOND), person("P3", THIRD), person("P4", FOURTH)]
    shelter = person("PS", SEALED, compartment=SHELTER)
    publish(four, resolution(*within, shelter, retired=[merged("P2", "P1")]), at=TUESDAY)
    ask(four, doubt(FIRST, SECOND, kind=CONTESTED_ID, reason="held to be one person, with two numbers"))
    assert batch(four) == 0
    apart = [person("P1", FIRST), person("P9", SECOND), person("P3", THIRD), person("P4", FOURTH), shelter]
    publish(four, resolution(*apart), at=WEDNESDAY)
    assert batch(four) == 1
    assert closed(four) == {(FIRST, SECOND): Closing.SEPARATE_PERSONS}


def test_two_records_that_a_human_decided_about_otherwise_are_no_question_any_more(four: Database) -> None:
    ask(four, doubt(FIRST, SECOND), doubt(SECOND, THIRD), doubt(THIRD, FOURTH))
    said = (Verdict.DIFFERENT, Verdict.UNSURE)
    for number, (verdict, pair) in enumerate(zip(said, ((FIRST, SECOND), (SECOND, THIRD)), strict=True)):
        append(four, Judgement(*pair, verdict, f"J{number}", "bo", WEDNESDAY, "telephoned"))
    assert batch(four) == 1
    assert closed(four) == {(FIRST, SECOND): Closing.JUDGED}
    assert ask(four, doubt(FIRST, SECOND)) == 0


def test_what_was_closed_is_asked_again_when_it_is_doubtful_again(four: Database) -> None:
    ask(four, doubt(FIRST, SECOND))
    joined = [person("P1", FIRST, SECOND), person("P3", THIRD), person("P4", FOURTH)]
    shelter = person("PS", SEALED, compartment=SHELTER)
    publish(four, resolution(*joined, shelter, retired=[merged("P2", "P1")]), at=TUESDAY)
    batch(four)
    assert closed(four) == {(FIRST, SECOND): Closing.ONE_PERSON}
    assert ask(four, doubt(FIRST, SECOND)) == 1
    [question] = seen(four, QueueStatus.OPEN)
    assert (question.closing, question.closed_at, question.lease) == (None, None, None)


def test_what_was_answered_and_who_held_it_is_kept_with_a_question_that_is_closed(four: Database) -> None:
    ask(four, doubt(FIRST, SECOND))
    four.execute("MATCH (review:Review) SET review.control = true")
    for steward in ("ann", "bo"):
        held = lease(four, steward=steward, at=TUESDAY, count=1, compartments={OPEN})
        if steward == "ann":
            give(four, held[0], steward)
    deliver(four, record(FIRST, phone="0812345678"), at=TUESDAY)
    assert batch(four) == 1
    [question] = seen(four, QueueStatus.DROPPED)
    assert question.lease is not None
    assert question.lease.by == "bo"
    assert [one.by for one in opinions(four, compartments={OPEN})] == ["ann"]
    with pytest.raises(StaleQuestion, match="needs no answer any more"):
        give(four, question, "bo")


def give(db: Database, question: Question, by: str) -> None:
    given = Answer(by, Verdict.SAME, TUESDAY, "telephoned")
    answer(
        db,
        question.id,
        given=given,
        compartments={OPEN},
        require=lambda *_: None,
        carry_out=lambda *_: None,
    )


def test_nothing_sealed_closes_a_question_outside(four: Database) -> None:
    ask(four, doubt(FIRST, SECOND), doubt(FIRST, SEALED))
    deliver(four, record(FIRST, phone="0812345678"), record(SEALED, phone="0812345678"), at=TUESDAY)
    assert after_placing(four, FIRST, SEALED, compartment=SHELTER) == 1
    assert still_open(four) == [(FIRST, SECOND)]


def test_what_a_steward_does_closes_the_questions_it_settles_and_no_others(db: Database) -> None:
    settle(db)
    third = "ops_logbook/20"
    ask(db, doubt(ONE, OTHER), doubt(ONE, third), doubt(OTHER, third, kind=BROKEN))
    act(db, Merge((person_of(db, ONE), person_of(db, OTHER))), 1)
    assert closed(db) == {(ONE, OTHER): Closing.ONE_PERSON, (OTHER, third): Closing.SEPARATE_PERSONS}
    act(db, Judge(ONE, third, Verdict.DIFFERENT), 2)
    assert (still_open(db), closed(db)[ONE, third]) == ([], Closing.JUDGED)
