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


class Closing(StrEnum):
    """Why a question needs no answer any more. ONE_PERSON: the two it is about have become one. SEPARATE_PERSONS: the one it
    is about has been parted. JUDGED: a human decided about the two records otherwise. RECORD_CHANGED: one of them says
    something else by now, which leaves nothing to ask. NO_DRIFT: the batch no longer sees it otherwise."""

    ONE_PERSON = "ONE_PERSON"
    SEPARATE_PERSONS = "SEPARATE_PERSONS"
    JUDGED = "JUDGED"
    RECORD_CHANGED = "RECORD_CHANGED"
    NO_DRIFT = "NO_DRIFT"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a question, until when (UTC), whether without sight of the score, and the record versions
    (`key@version`) it was about when it was given out; None where that was not kept."""

    by: str
    until: datetime
    blind: bool
    records: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Question:
    """`left` and `right` are the record keys to be compared, `records` all keys the question concerns, `versions`
    the current version (`key@version`) of each; `weight` is the match weight in bits. A `control` is put to two
    stewards; `disputed` ones got two different answers and wait for a third. `closing` is why one was dropped, None where
    it was not, or before that was kept; `lease` who held it then. Instants are UTC."""

    id: str
    kind: DoubtKind
    left: str
    right: str
    records: tuple[str, ...]
    versions: Mapping[str, str]
    weight: float | None
    reason: str
    value: float
    control: bool
    status: QueueStatus
    opened_at: datetime
    assigned_to: str | None
    lease: Lease | None
    verdict: Verdict | None
    disputed: bool
    closed_at: datetime | None = None
    closing: Closing | None = None


def question_of(row: Mapping[str, Any]) -> Question:
    """The question in a row of `list_reviews` and its like."""
    said: Mapping[str, Any] = row["question"]
    return Question(
        id=said["id"],
        kind=DoubtKind(said["kind"]),
        left=said["left"],
        right=said["right"],
        records=tuple(said["records"]),
        versions=dict(row["versions"]),
        weight=said.get("weight"),
        reason=said["reason"],
        value=said["value"],
        control=said["control"],
        status=QueueStatus(said["status"]),
        opened_at=said["openedAt"].astimezone(UTC),
        assigned_to=said.get("assignedTo"),
        lease=_lease(said),
        verdict=Verdict(said["verdict"]) if "verdict" in said else None,
        disputed=said.get("disputed", False),
        closed_at=said["closedAt"].astimezone(UTC) if "closedAt" in said else None,
        closing=Closing(said["closedReason"]) if "closedReason" in said else None,
    )


def _lease(said: Mapping[str, Any]) -> Lease | None:
    if "leasedBy" not in said:
        return None
    records = frozenset(said["leasedRecords"]) if "leasedRecords" in said else None
    return Lease(said["leasedBy"], said["leasedUntil"].astimezone(UTC), said["leasedBlind"], records)
