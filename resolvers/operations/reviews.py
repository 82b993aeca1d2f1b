"""The queue of questions for stewards: looked through, leased, assigned, answered."""

from typing import Annotated, Any

import strawberry

from auth.policy import View
from graph import reviews as queue
from graph.driver import Transaction
from graph.errors import (
    ActConflict,
    InvalidWish,
    NeedsGroups,
    ReviewNotHeld,
    StalePreview,
    UnknownPerson,
    UnknownRecord,
    UnknownReview,
)
from graph.reviews import Answer, Answered, Question, QueueStatus
from graph.stewardship import Judge, Steward, Unmerge, perform_within
from identity.doubt import DoubtKind
from identity.judgement import Verdict
from identity.steward_agreement import StewardAgreement, agreement_by_pair, steward_agreement
from resolvers.operations import efforts
from resolvers.operations.arguments import RecordName
from resolvers.operations.call import Call
from resolvers.operations.operation import computed, mutation
from resolvers.operations.reasons import sees_all_records
from resolvers.operations.references import source_record_ref
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.operations.review_types import (
    Answering,
    Asked,
    Changing,
    Reported,
    Review,
    ReviewAnswered,
    ReviewCount,
    ReviewReport,
    Reviews,
    ReviewsChanged,
    StewardPair,
)
from resolvers.operations.texts import LONGEST_NAME, faults_of, faults_of_reason
from resolvers.references import SourceRecordRef

MOST_AT_ONCE = 50
"""Questions looked at, leased or assigned by one call."""
MOST_RECORDS = 500
"""Records that an answer may put into groups."""

Kinds = Annotated[list[DoubtKind] | None, strawberry.argument(description="Only of these kinds.")]
HowMany = Annotated[int, strawberry.argument(description="How many, at most 50.")]
Groups = Annotated[
    list[list[RecordName]] | None,
    strawberry.argument(
        description="With DIFFERENT about one person of many records: which of them belong together; those not named "
        "stay together."
    ),
]
ReviewId = Annotated[strawberry.ID, strawberry.argument(description="The question's id.")]

LONGEST_STEWARD = 2 * LONGEST_NAME + 1
"""Of a steward's name: a client's, a stroke, a person's."""
NOT_ALL = Forbidden(message="The queue is open to those who may see every source record.")
UNKNOWN = Forbidden(message="There is no such question for you.")
NOT_HELD = Conflict(
    code="REVIEW_NOT_HELD", message="The question is not open, or your lease of it has ended."
)
TOO_MANY = ValidationFailed(
    code="OUT_OF_RANGE", message=f"At most {MOST_RECORDS} records may be named.", field="groups"
)


def _as_many_as(argument: str) -> Any:
    return lambda given: max(1, min(MOST_AT_ONCE, int(given[argument])))


@computed("Questions for stewards, those whose answer is worth most first.", cost=_as_many_as("first"))
async def reviews(
    call: Call,
    first: HowMany,
    kinds: Kinds = None,
    status: Annotated[QueueStatus, strawberry.argument(description="Where they stand.")] = QueueStatus.OPEN,
    after: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Id of the question the page before ended with."),
    ] = None,
) -> Asked:
    if refused := _refused(call.view, first):
        return refused
    found = await call.desk.run(
        lambda db: queue.waiting(
            db,
            compartments=call.compartments,
            first=first,
            kinds=kinds,
            status=status,
            after=None if after is None else str(after),
        )
    )
    return Reviews(reviews=[_shown(one, steward_of(call)) for one in found])


@computed("How long the queue is, and how well stewards agree with one another.", effort=efforts.REPORT)
async def review_report(call: Call) -> Reported:
    if not sees_all_records(call.view):
        return NOT_ALL
    compartments, now = call.compartments, call.clock()
    waiting = await call.desk.run(lambda db: queue.counts(db, at=now, compartments=compartments))
    given = await call.desk.run(lambda db: queue.opinions(db, compartments=compartments))
    told = steward_agreement(given)
    return ReviewReport(
        waiting=[
            ReviewCount(kind=one.kind, open=one.open, leased=one.leased, disputed=one.disputed)
            for one in waiting
        ],
        questions=told.questions,
        rate=told.rate,
        kappa=told.kappa,
        pairs=[_pair(stewards, each) for stewards, each in agreement_by_pair(given).items()],
    )


@mutation(
    "Gives the caller the open questions whose answer is worth most, for fifteen minutes; nobody else gets them then.",
    cost=_as_many_as("count"),
)
async def lease_reviews(
    call: Call,
    count: HowMany,
    kinds: Kinds = None,
    blind: Annotated[
        bool, strawberry.argument(description="Without sight of score and reason, for an independent answer.")
    ] = False,
) -> Asked:
    if refused := _refused(call.view, count):
        return refused
    steward, now = steward_of(call), call.clock()
    held = await call.desk.run(
        lambda db: queue.lease(
            db,
            steward=steward,
            at=now,
            count=count,
            compartments=call.compartments,
            kinds=kinds,
            blind=blind,
        )
    )
    return Reviews(reviews=[_shown(one, steward) for one in held])


@mutation("Gives a question back unanswered.")
async def release_review(call: Call, id: ReviewId) -> Changing:  # noqa: A002
    if not sees_all_records(call.view):
        return NOT_ALL
    steward = steward_of(call)
    try:
        await call.desk.run(lambda db: queue.release(db, str(id), steward=steward))
    except UnknownReview:
        return NOT_HELD
    return ReviewsChanged(ids=[id])


@mutation(
    "Keeps open questions for one steward, or, without one, for whoever comes.",
    cost=lambda given: len(given["ids"]),
)
async def assign_reviews(
    call: Call,
    ids: Annotated[list[strawberry.ID], strawberry.argument(description="The questions, at most 50.")],
    to: Annotated[str | None, strawberry.argument(description="The steward.")] = None,
) -> Changing:
    if refused := _refused(call.view, len(ids), field="ids"):
        return refused
    if fault := next(faults_of(to or "", field="to", most=LONGEST_STEWARD), None):
        return fault
    by, now = steward_of(call), call.clock()
    done = await call.desk.run(
        lambda db: queue.assign(
            db, [str(one) for one in ids], to=to, by=by, at=now, compartments=call.compartments
        )
    )
    return ReviewsChanged(ids=[strawberry.ID(one) for one in done])


@mutation(
    "Answers a question that the caller holds; what settles it takes effect at once.", effort=efforts.ACT
)
async def answer_review(
    call: Call,
    id: ReviewId,  # noqa: A002
    verdict: Annotated[Verdict, strawberry.argument(description="What the two records are to each other.")],
    reason: Annotated[str, strawberry.argument(description="Why; kept with the answer.")],
    groups: Groups = None,
) -> Answering:
    if not sees_all_records(call.view):
        return NOT_ALL
    if fault := next(faults_of_reason(reason), None):
        return fault
    if sum(map(len, groups or ())) > MOST_RECORDS:
        return TOO_MANY
    given = Answer(steward_of(call), verdict, call.clock(), reason.strip())
    steward = Steward(given.by, given.at, given.reason, call.compartments)
    parts = tuple(tuple(record.key for record in group) for group in groups or ())

    def carry_out(tx: Transaction, answered: Answered) -> None:
        if answered.verdict is not None:
            perform_within(tx, _wish(answered.question, answered.verdict, parts), steward)

    try:
        answered = await call.desk.run(
            lambda db: queue.answer(
                db,
                str(id),
                given=given,
                compartments=steward.compartments,
                carry_out=carry_out,
            )
        )
    except (UnknownReview, UnknownRecord, UnknownPerson):
        return UNKNOWN
    except ReviewNotHeld:
        return NOT_HELD
    except (NeedsGroups, InvalidWish, ActConflict, StalePreview) as error:
        return Conflict(code=error.code, message=str(error))
    return ReviewAnswered(review=_shown(answered.question, given.by), verdict=answered.verdict)


def _wish(question: Question, verdict: Verdict, groups: tuple[tuple[str, ...], ...]) -> Judge | Unmerge:
    """What an answer comes to: a judgement on the two records, or the person parted into the groups named."""
    if verdict is Verdict.DIFFERENT and groups:
        return Unmerge(groups)
    return Judge(question.left, question.right, verdict)


def steward_of(call: Call) -> str:
    """Who decides, by name: the person behind the client where the token names one."""
    principal = call.principal
    return principal.client_id if principal.subject is None else f"{principal.client_id}/{principal.subject}"


def _refused(view: View, count: int, *, field: str = "first") -> ValidationFailed | Forbidden | None:
    if not sees_all_records(view):
        return NOT_ALL
    if not 1 <= count <= MOST_AT_ONCE:
        return ValidationFailed(code="OUT_OF_RANGE", message=f"Between 1 and {MOST_AT_ONCE}.", field=field)
    return None


def _shown(question: Question, steward: str) -> Review:
    lease = question.lease
    blind = question.status is QueueStatus.OPEN and (
        question.control or (lease is not None and lease.by == steward and lease.blind)
    )
    return Review(
        id=strawberry.ID(question.id),
        kind=question.kind,
        left=_record(question, question.left),
        right=_record(question, question.right),
        records=[
            source_record_ref(question.versions[key]) for key in question.records if key in question.versions
        ],
        weight=None if blind else question.weight,
        reason=None if blind else question.reason,
        value=question.value,
        status=question.status,
        opened_at=question.opened_at,
        assigned_to=question.assigned_to,
        leased_by=None if lease is None else lease.by,
        leased_until=None if lease is None else lease.until,
        verdict=question.verdict,
        disputed=question.disputed and not blind,
    )


def _record(question: Question, key: str) -> SourceRecordRef | None:
    return source_record_ref(question.versions[key]) if key in question.versions else None


def _pair(stewards: tuple[str, str], told: StewardAgreement) -> StewardPair:
    return StewardPair(stewards=list(stewards), questions=told.questions, rate=told.rate, kappa=told.kappa)
