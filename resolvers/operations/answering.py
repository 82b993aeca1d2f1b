"""A steward's answer to a question that he holds, and what is done when it settles the question."""

from typing import Annotated

import strawberry

from graph import reviews as queue
from graph.driver import Transaction
from graph.errors import (
    ActConflict,
    InvalidWish,
    NeedsGroups,
    ReviewNotHeld,
    StalePreview,
    StaleQuestion,
    UnknownPerson,
    UnknownRecord,
    UnknownReview,
)
from graph.reviews import Answer, Answered, Question
from graph.stewardship import Judge, Steward, Unmerge, perform_within, require_possible
from identity.judgement import Verdict
from resolvers.operations import efforts
from resolvers.operations.arguments import RecordName
from resolvers.operations.call import Call
from resolvers.operations.operation import mutation
from resolvers.operations.reasons import SHOWN_FIELDS, tells_weights
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.operations.review_types import Answering, ReviewAnswered
from resolvers.operations.shown_review import shown_review
from resolvers.operations.stewards import NOT_HELD, ReviewId, shut_to
from resolvers.operations.texts import faults_of_reason

MOST_RECORDS = 500
"""Records that an answer may put into groups."""

Groups = Annotated[
    list[list[RecordName]] | None,
    strawberry.argument(
        description="With DIFFERENT about one person of many records: which of them belong together, the two asked "
        "about apart; those not named stay together."
    ),
]

UNKNOWN = Forbidden(message="There is no such question for you.")
TOO_MANY = ValidationFailed(
    code="OUT_OF_RANGE", message=f"At most {MOST_RECORDS} records may be named.", field="groups"
)


@mutation(
    "Answers a question that the caller holds; what settles it takes effect at once.",
    shows=SHOWN_FIELDS,
    effort=efforts.ACT,
)
async def answer_review(
    call: Call,
    id: ReviewId,  # noqa: A002
    verdict: Annotated[Verdict, strawberry.argument(description="What the two records are to each other.")],
    reason: Annotated[str, strawberry.argument(description="Why; kept with the answer.")],
    groups: Groups = None,
) -> Answering:
    if refused := _refused(call, reason, groups):
        return refused
    given = Answer(call.steward, verdict, call.clock(), reason.strip())
    parts = tuple(tuple(record.key for record in group) for group in groups or ())
    deed = _Deed(Steward(given.by, given.at, given.reason, call.compartments), parts)
    try:
        answered = await call.desk.run(
            lambda db: queue.answer(
                db,
                str(id),
                given=given,
                compartments=call.compartments,
                require=deed.require,
                carry_out=deed.carry_out,
            )
        )
    except (UnknownReview, UnknownRecord, UnknownPerson):
        return UNKNOWN
    except ReviewNotHeld:
        return NOT_HELD
    except (NeedsGroups, InvalidWish, ActConflict, StalePreview, StaleQuestion) as error:
        return Conflict(code=error.code, message=str(error))
    shown = shown_review(answered.question, given.by, weighed=await tells_weights(call))
    return ReviewAnswered(review=shown, verdict=answered.verdict)


def _refused(
    call: Call, reason: str, groups: list[list[RecordName]] | None
) -> ValidationFailed | Forbidden | None:
    if shut := shut_to(call, humans=True):
        return shut
    if fault := next(faults_of_reason(reason), None):
        return fault
    return TOO_MANY if sum(map(len, groups or ())) > MOST_RECORDS else None


class _Deed:
    """What an answer comes to: a judgement on the two records, or the person parted into the groups named."""

    def __init__(self, steward: Steward, groups: tuple[tuple[str, ...], ...]) -> None:
        self._steward = steward
        self._groups = groups

    def require(self, tx: Transaction, question: Question, verdict: Verdict) -> None:
        """That it could be done, whatever others have answered: a refusal must not tell what they said."""
        require_possible(tx, self._wish(question, verdict), compartments=self._steward.compartments)

    def carry_out(self, tx: Transaction, answered: Answered) -> None:
        """Do what the question was settled by."""
        if answered.verdict is not None:
            perform_within(tx, self._wish(answered.question, answered.verdict), self._steward)

    def _wish(self, question: Question, verdict: Verdict) -> Judge | Unmerge:
        if verdict is Verdict.DIFFERENT and self._groups:
            return Unmerge(self._groups, apart=(question.left, question.right))
        return Judge(question.left, question.right, verdict)
