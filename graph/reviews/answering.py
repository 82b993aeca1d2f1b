"""A steward's answer: appended, counted with those of others on control questions, carried out when it settles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from graph.errors import ReviewNotHeld, StaleQuestion, UnknownReview
from graph.hold import wait_for_hold
from graph.reviews.question import Question, QueueStatus, question_of
from identity.judgement import Verdict
from identity.steward_agreement import Opinion

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from graph.driver import Database, Transaction

_NEEDED_OF_CONTROLS = 2
_MOST = 3
"""Answers after which a question is closed in any case: three who all differ are unsure together."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a steward says, and why; `at` is timezone-aware."""

    by: str
    verdict: Verdict
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """`verdict` is what settled the question, None while another steward's answer is awaited."""

    question: Question
    verdict: Verdict | None


def answer(
    db: Database,
    review: str,
    *,
    given: Answer,
    compartments: Collection[str],
    require: Callable[[Transaction, Question, Verdict], None],
    carry_out: Callable[[Transaction, Answered], None],
) -> Answered:
    """Append a steward's answer to a question he holds; when that settles it, `carry_out` acts on it in the same
    transaction, so an answer and what follows from it are never apart.

    `require` raises where his verdict could not be acted on. It is asked whether or not it settles the question: else
    being refused would tell the second steward of a control what the first one answered.
    A control question needs two equal answers, or two of three. Raises UnknownReview where there is none to be seen,
    ReviewNotHeld when it is not open or the steward's lease has ended, StaleQuestion when it was dropped or one of its
    records has changed since he took it: what he looked at is no longer what he would decide on; and Held where all records are resolved
    anew for longer than he is let wait, whether or not his answer would settle anything.
    """
    identity = f"{review}/{given.by}/{given.at.isoformat()}"

    def work(tx: Transaction) -> Answered:
        rows = tx.run(
            "lock_review", id=review, opinion=identity, at=given.at, compartments=sorted(compartments)
        )
        if not rows:
            raise UnknownReview("There is no such question.")
        question = question_of(rows[0])
        if rows[0]["given"]:  # Committed before the connection broke: the same answer is not given twice.
            return Answered(question, question.verdict)
        _require_lease(question, given)
        require(tx, question, given.verdict)
        before = [Verdict(verdict) for verdict in rows[0]["opinions"]]
        verdict = settled([*before, given.verdict], control=question.control)
        tx.run(
            "append_opinion",
            id=review,
            opinion=_opinion(identity, given, question),
            status=(QueueStatus.OPEN if verdict is None else QueueStatus.DECIDED).value,
            verdict=None if verdict is None else verdict.value,
            disputed=verdict is None and len({*before, given.verdict}) > 1,
            at=given.at,
        )
        answered = Answered(question, verdict)
        if verdict is not None:
            carry_out(tx, answered)
        return answered

    wait_for_hold(db)
    return db.work(work, name="answer_review")


def settled(verdicts: Sequence[Verdict], *, control: bool) -> Verdict | None:
    """What answers in this order settle: the first one does, for a control the first to come twice; None: not yet."""
    needed = _NEEDED_OF_CONTROLS if control else 1
    for verdict, times in Counter(verdicts).most_common():
        if times >= needed:
            return verdict
    return Verdict.UNSURE if len(verdicts) >= _MOST else None


def opinions(db: Database, *, compartments: Collection[str]) -> list[Opinion]:
    """Every answer ever given to questions of these compartments, oldest first."""
    return [
        Opinion(
            review=row["review"],
            by=row["by"],
            verdict=Verdict(row["verdict"]),
            at=row["at"].astimezone(UTC),
            blind=row["blind"],
            weight=row["weight"],
            asked=row["asked"].astimezone(UTC) if row["asked"] else None,
        )
        for row in db.read("list_opinions", compartments=sorted(compartments))
    ]


def _require_lease(question: Question, given: Answer) -> None:
    lease = question.lease
    if question.closing is not None and lease is not None and lease.by == given.by:
        raise StaleQuestion("The question needs no answer any more: it was closed after it was given out.")
    held = lease is not None and lease.by == given.by and lease.until > given.at
    if question.status is not QueueStatus.OPEN or not held:
        raise ReviewNotHeld("The question is not open, or the steward does not hold it now.")
    if lease is not None and lease.records not in (None, frozenset(question.versions.values())):
        raise StaleQuestion("A record of the question has changed since it was given out; look at it again.")


def _opinion(identity: str, given: Answer, question: Question) -> dict[str, object]:
    return {
        "id": identity,
        "by": given.by,
        "verdict": given.verdict.value,
        "at": given.at,
        "reason": given.reason,
        "blind": question.lease is not None and question.lease.blind,
        "weight": question.weight,
        "asked": question.opened_at,
    }
