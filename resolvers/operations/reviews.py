"""The queue of questions for stewards: looked through, leased, assigned."""

from typing import Annotated, Any

import strawberry

from graph import reviews as queue
from graph.errors import UnknownReview
from graph.reviews import QueueStatus
from identity.doubt import DoubtKind
from identity.steward_agreement import StewardAgreement, agreement_by_pair, steward_agreement
from resolvers.operations import efforts
from resolvers.operations.call import Call
from resolvers.operations.operation import computed, mutation
from resolvers.operations.reasons import SHOWN_FIELDS, tells_weights
from resolvers.operations.results import Forbidden, ValidationFailed
from resolvers.operations.review_types import (
    Asked,
    Changing,
    Reported,
    ReviewCount,
    ReviewReport,
    Reviews,
    ReviewsChanged,
    StewardPair,
)
from resolvers.operations.shown_review import shown_review
from resolvers.operations.stewards import NOT_HELD, ReviewId, shut_to
from resolvers.operations.texts import LONGEST_NAME, faults_of

MOST_AT_ONCE = 50
"""Questions looked at, leased or assigned by one call."""

Kinds = Annotated[list[DoubtKind] | None, strawberry.argument(description="Only of these kinds.")]
HowMany = Annotated[int, strawberry.argument(description="How many, at most 50.")]


def _as_many_as(argument: str) -> Any:
    return lambda given: max(1, min(MOST_AT_ONCE, int(given[argument])))


@computed(
    "Questions for stewards, those whose answer is worth most first.",
    shows=SHOWN_FIELDS,
    cost=_as_many_as("first"),
)
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
    if refused := _refused(call, first):
        return refused
    weighed = await tells_weights(call)
    found = await call.desk.run(
        lambda db: queue.waiting(
            db,
            compartments=call.compartments,
            first=first,
            kinds=kinds,
            status=status,
            after=None if after is None else str(after),
            steward=call.steward,
            blind=not weighed,
        )
    )
    return Reviews(reviews=[shown_review(one, call.steward, weighed=weighed) for one in found])


@computed("How long the queue is, and how well stewards agree with one another.", effort=efforts.REPORT)
async def review_report(call: Call) -> Reported:
    if shut := shut_to(call):
        return shut
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
    shows=SHOWN_FIELDS,
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
    if refused := _refused(call, count, humans=True):
        return refused
    steward, now, weighed = call.steward, call.clock(), await tells_weights(call)
    held = await call.desk.run(
        lambda db: queue.lease(
            db,
            steward=steward,
            at=now,
            count=count,
            compartments=call.compartments,
            kinds=kinds,
            blind=blind or not weighed,
        )
    )
    return Reviews(reviews=[shown_review(one, steward, weighed=weighed) for one in held])


@mutation("Gives a question back unanswered.")
async def release_review(call: Call, id: ReviewId) -> Changing:  # noqa: A002
    if shut := shut_to(call, humans=True):
        return shut
    steward = call.steward
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
    if refused := _refused(call, len(ids), field="ids"):
        return refused
    if fault := next(faults_of(to or "", field="to", most=LONGEST_NAME), None):
        return fault
    by, now = call.steward, call.clock()
    done = await call.desk.run(
        lambda db: queue.assign(
            db, [str(one) for one in ids], to=to, by=by, at=now, compartments=call.compartments
        )
    )
    return ReviewsChanged(ids=[strawberry.ID(one) for one in done])


def _refused(
    call: Call, count: int, *, field: str = "first", humans: bool = False
) -> ValidationFailed | Forbidden | None:
    if shut := shut_to(call, humans=humans):
        return shut
    if not 1 <= count <= MOST_AT_ONCE:
        return ValidationFailed(code="OUT_OF_RANGE", message=f"Between 1 and {MOST_AT_ONCE}.", field=field)
    return None


def _pair(stewards: tuple[str, str], told: StewardAgreement) -> StewardPair:
    return StewardPair(stewards=list(stewards), questions=told.questions, rate=told.rate, kappa=told.kappa)
