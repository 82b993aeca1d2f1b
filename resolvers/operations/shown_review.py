"""A question as one steward may see it: without anything that tells the score, where it is answered blind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry

from graph.reviews import QueueStatus
from resolvers.operations.references import source_record_ref
from resolvers.operations.review_types import Review

if TYPE_CHECKING:
    from graph.reviews import Question
    from resolvers.references import SourceRecordRef


def shown_review(question: Question, steward: str, *, weighed: bool) -> Review:
    """The question for this steward; `weighed` says whether his agreements let him see what two records weigh."""
    lease, blind = question.lease, not weighed or is_blind(question, steward)
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
        value=None if blind else question.value,
        status=question.status,
        opened_at=question.opened_at,
        assigned_to=question.assigned_to,
        leased_by=None if lease is None else lease.by,
        leased_until=None if lease is None else lease.until,
        closed_at=question.closed_at,
        closing=question.closing,
        verdict=question.verdict,
        disputed=question.disputed and not blind,
    )


def is_blind(question: Question, steward: str) -> bool:
    """Whether the steward is to answer it without sight of the score: every control, and what he holds so."""
    lease = question.lease
    held_so = lease is not None and lease.by == steward and lease.blind
    return question.status is QueueStatus.OPEN and (question.control or held_so)


def _record(question: Question, key: str) -> SourceRecordRef | None:
    return source_record_ref(question.versions[key]) if key in question.versions else None
