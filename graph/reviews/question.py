"""One question for a human as the graph keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from identity.doubt import DoubtKind
from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class QueueStatus(StrEnum):
    """OPEN waits for an answer, DECIDED has one, DROPPED needs none any more."""

    OPEN = "OPEN"
    DECIDED = "DECIDED"
    DROPPED = "DROPPED"


@dataclass(frozen=True, slots=True)
class Question:
    """`left` and `right` are the record keys to be compared, `records` all keys the question concerns; `weight` is
    the match weight in bits. A `control` is put to two stewards; `disputed` ones got two different answers and wait
    for a third. Instants are UTC."""

    id: str
    kind: DoubtKind
    left: str
    right: str
    records: tuple[str, ...]
    weight: float | None
    reason: str
    value: float
    control: bool
    status: QueueStatus
    opened_at: datetime
    assigned_to: str | None
    leased_by: str | None
    leased_until: datetime | None
    verdict: Verdict | None
    disputed: bool


def question_of(row: Mapping[str, Any]) -> Question:
    """The question in a row of `list_reviews` and its like."""
    leased_until: datetime | None = row["leasedUntil"]
    return Question(
        id=row["id"],
        kind=DoubtKind(row["kind"]),
        left=row["left"],
        right=row["right"],
        records=tuple(row["records"]),
        weight=row["weight"],
        reason=row["reason"],
        value=row["value"],
        control=row["control"],
        status=QueueStatus(row["status"]),
        opened_at=row["openedAt"].astimezone(UTC),
        assigned_to=row["assignedTo"],
        leased_by=row["leasedBy"],
        leased_until=None if leased_until is None else leased_until.astimezone(UTC),
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        disputed=row["disputed"],
    )
