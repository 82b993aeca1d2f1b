"""Questions for stewards, and what the operations on them answer, as types of the schema."""

from datetime import datetime
from typing import Annotated

import strawberry

from graph.reviews import Closing, QueueStatus
from identity.doubt import DoubtKind
from identity.judgement import Verdict
from resolvers.operations.results import Conflict, Forbidden, ValidationFailed
from resolvers.references import SourceRecordRef

strawberry.enum(
    DoubtKind,
    name="ReviewKind",
    description="Why a steward is asked. PAIR: two persons that may be one; BROKEN: one that may be several; REFUSED_JOIN: "
    "two that together are not one piece; CONTESTED_ID: a number of different people; DRIFT: the batch sees it otherwise.",
)
strawberry.enum(
    QueueStatus,
    name="ReviewStatus",
    description="Where a question stands. OPEN: it waits for an answer; DECIDED: it has one; DROPPED: it needs none any more.",
)

strawberry.enum(
    Closing,
    name="ReviewClosing",
    description="Why a question needs no answer any more. ONE_PERSON: the two it is about have become one; SEPARATE_PERSONS: "
    "the one it is about was parted; JUDGED: a steward decided about the two records otherwise; RECORD_CHANGED: one of them "
    "says something else by now, which leaves nothing to ask; NO_DRIFT: the batch no longer sees it otherwise.",
)


@strawberry.type(description="A question for a steward: are these records one person?")
class Review:
    id: strawberry.ID = strawberry.field(description="The question's id.")
    kind: DoubtKind = strawberry.field(description="Why it is asked.")
    left: SourceRecordRef | None = strawberry.field(description="The record on one side.")
    right: SourceRecordRef | None = strawberry.field(description="The record on the other side.")
    records: list[SourceRecordRef] = strawberry.field(
        description="All records it concerns, these two included."
    )
    weight: float | None = strawberry.field(
        description="Match weight of the two in bits (log2 odds); null while the question is answered blind."
    )
    reason: str | None = strawberry.field(
        description="What gave rise to it; null while it is answered blind."
    )
    value: float | None = strawberry.field(
        description="What the answer is worth; the queue is ordered by it. Null while it is answered blind: it then "
        "stands where the most it may be worth puts it."
    )
    status: QueueStatus = strawberry.field(description="Where it stands.")
    opened_at: datetime = strawberry.field(description="Since when it has been asked.")
    assigned_to: str | None = strawberry.field(description="The steward it is kept for.")
    leased_by: str | None = strawberry.field(
        description="The steward who holds it, or held it when it was closed."
    )
    leased_until: datetime | None = strawberry.field(description="Until when.")
    closed_at: datetime | None = strawberry.field(description="Since when it is closed.")
    closing: Closing | None = strawberry.field(
        description="Why it was closed without an answer that settles it; null where one does."
    )
    verdict: Verdict | None = strawberry.field(description="What settled it.")
    disputed: bool = strawberry.field(description="Whether two stewards gave different answers.")


@strawberry.type(description="Questions, those whose answer is worth most first.")
class Reviews:
    reviews: list[Review] = strawberry.field(description="The questions.")


@strawberry.type(description="The questions that are open, by kind.")
class ReviewCount:
    kind: DoubtKind = strawberry.field(description="The kind.")
    open: int = strawberry.field(description="How many are open.")
    leased: int = strawberry.field(description="How many of these a steward holds.")
    disputed: int = strawberry.field(description="How many of these got two different answers.")


@strawberry.type(description="How well two stewards agree on questions that both answered.")
class StewardPair:
    stewards: list[str] = strawberry.field(description="The two, in alphabetical order.")
    questions: int = strawberry.field(description="Questions both answered.")
    rate: float | None = strawberry.field(description="Share of equal answers.")
    kappa: float | None = strawberry.field(description="Cohen's kappa: agreement beyond chance.")


@strawberry.type(description="How long the queue is and how well stewards agree.")
class ReviewReport:
    waiting: list[ReviewCount] = strawberry.field(description="Open questions by kind.")
    questions: int = strawberry.field(
        description="Questions that two stewards answered; a third answer, where these differ, is not compared."
    )
    rate: float | None = strawberry.field(description="Share of equal answers.")
    kappa: float | None = strawberry.field(description="Cohen's kappa: agreement beyond chance.")
    pairs: list[StewardPair] = strawberry.field(description="The same for each two stewards.")


@strawberry.type(description="What became of an answer.")
class ReviewAnswered:
    review: Review = strawberry.field(description="The question as it was asked.")
    verdict: Verdict | None = strawberry.field(
        description="What settled the question; null while another steward's answer is awaited."
    )


@strawberry.type(description="What became of a change to the queue.")
class ReviewsChanged:
    ids: list[strawberry.ID] = strawberry.field(description="The questions that were changed.")


Asked = Annotated[
    Reviews | ValidationFailed | Forbidden,
    strawberry.union("ReviewsAsked", description="Questions, or why there are none."),
]
Reported = Annotated[
    ReviewReport | Forbidden,
    strawberry.union("ReviewReported", description="The report, or why there is none."),
]
Answering = Annotated[
    ReviewAnswered | ValidationFailed | Forbidden | Conflict,
    strawberry.union("ReviewAnswering", description="The outcome of an answer."),
]
Changing = Annotated[
    ReviewsChanged | ValidationFailed | Forbidden | Conflict,
    strawberry.union("ReviewsChanging", description="The outcome of a change to the queue."),
]
