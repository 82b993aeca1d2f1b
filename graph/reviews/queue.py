"""Who answers what: the queue by the worth of the answer, leases that only one steward holds, assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from graph.errors import UnknownReview
from graph.reviews.question import Question, QueueStatus, question_of
from identity.doubt import DoubtKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from graph.driver import Database

LEASE = timedelta(minutes=15)
"""How long a steward holds a question: long enough to read two files and telephone, short enough that one who goes
home does not keep it."""
MOST_LEASED = 50
"""Questions a steward may hold at once."""
_TRIES = 5
"""Stewards who ask at the very same moment want the same questions; the later one looks again for the next best."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions of a kind are open, how many of them a steward holds, how many two stewards dispute."""

    kind: DoubtKind
    open: int
    leased: int
    disputed: int


def waiting(
    db: Database,
    *,
    compartments: Collection[str],
    first: int,
    kinds: Collection[DoubtKind] | None = None,
    status: QueueStatus = QueueStatus.OPEN,
    after: str | None = None,
    steward: str | None = None,
    blind: bool = False,
) -> list[Question]:
    """A page of the queue, those whose answer is worth most first; `after` is the id of the last question
    of the page before; after one that is not there comes nothing.

    Open ones that the `steward` is to answer blind, with `blind` all, stand where the most that the answer may be worth
    puts them: their place does not tell the score.
    """
    rows = db.read(
        "list_reviews",
        status=status.value,
        kinds=_plain(kinds),
        compartments=sorted(compartments),
        after=after,
        steward=steward,
        blind=blind,
        first=first,
    )
    return [question_of(row) for row in rows]


def lease(
    db: Database,
    *,
    steward: str,
    at: datetime,
    count: int,
    compartments: Collection[str],
    kinds: Collection[DoubtKind] | None = None,
    blind: bool = False,
) -> list[Question]:
    """Give a steward up to `count` open questions for LEASE, his own assignments first; nobody else gets them until
    then. Questions he holds already are among them, held anew; those he answered are not, nor, blind, those whose score
    he was shown. `blind` leases, and those of controls, are kept as such: the score is not to be shown, and does not
    say which come first."""
    wanted = max(0, min(count, MOST_LEASED))
    for _ in range(_TRIES if wanted else 0):
        rows = db.write(
            "lease_reviews",
            steward=steward,
            at=at,
            until=at + LEASE,
            blind=blind,
            count=wanted,
            kinds=_plain(kinds),
            compartments=sorted(compartments),
        )
        if rows:
            return [question_of(row) for row in rows]
    return []


def is_blind(db: Database, keys: Collection[str], *, steward: str, compartments: Collection[str]) -> bool:
    """Whether two of these records stand in an open question that the steward is to answer without sight of the score:
    a control, whoever holds it, or one that he was last given so."""
    [row] = db.read(
        "find_blind_review", keys=sorted(set(keys)), steward=steward, compartments=sorted(compartments)
    )
    return row["found"]


def assign(
    db: Database,
    ids: Sequence[str],
    *,
    to: str | None,
    by: str,
    at: datetime,
    compartments: Collection[str],
) -> list[str]:
    """Keep open questions for one steward, None for whoever comes; the ids that were assigned. One that is not open,
    or not in these compartments, is not among them."""
    rows = db.write(
        "assign_reviews", ids=sorted(set(ids)), steward=to, by=by, at=at, compartments=sorted(compartments)
    )
    return [row["id"] for row in rows]


def release(db: Database, review: str, *, steward: str) -> None:
    """Give a leased question back unanswered; raises UnknownReview unless the steward holds it."""
    if not db.write("release_review", id=review, steward=steward):
        raise UnknownReview("The steward holds no such question.")


def counts(db: Database, *, at: datetime, compartments: Collection[str]) -> list[Waiting]:
    """How long the queue is, by kind; kinds without an open question are absent."""
    rows = db.read("count_reviews", at=at, compartments=sorted(compartments))
    return [Waiting(DoubtKind(row["kind"]), row["open"], row["leased"], row["disputed"]) for row in rows]


def _plain(kinds: Collection[DoubtKind] | None) -> list[str] | None:
    return None if kinds is None else sorted(kind.value for kind in kinds)
