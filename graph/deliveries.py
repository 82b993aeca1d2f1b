"""Deliveries, and the order that they give the versions of a record, whichever of them the hub gets to first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.errors import DuplicateRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from graph.driver import Row
    from graph.sources import Source
    from identity.records import RawRecord

Place = Literal["next", "known", "past"]
"""Where in the history of a record a delivery belongs: after all; nowhere, for it is there; before the current version."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One delivery of one source."""

    name: str
    source: Source
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a record, and the delivery it came with. It is `ahead` where that is still to come by the clock of
    the store: the clock it was told by is wrong."""

    number: int
    content_hash: str
    feed: str
    at: datetime
    ahead: bool

    def came_with(self, feed: Feed) -> bool:
        """Is it of this very delivery?"""
        return (self.feed, self.at) == (feed.name, feed.at)


def versions(rows: Iterable[Row]) -> tuple[Said, ...]:
    """The versions of a record, from the maps that `read_versions` and `read_live_record` return."""
    return tuple(
        Said(row["number"], row["contentHash"], row["feed"], row["at"], row["ahead"]) for row in rows
    )


def place_of(record: RawRecord, history: Sequence[Said], feed: Feed) -> Place:
    """Where this delivery of a record belongs, `history` being its versions, of which the current one says something else.

    What was sent earlier is no news, however late it comes in: it belongs before what was sent later. A clock that
    is ahead of the store's orders nothing, or what came by it could never be corrected. Raises DuplicateRecord where this
    very delivery has said something else.
    """
    same = [one for one in history if one.came_with(feed)]
    if any(one.content_hash == record.content_hash for one in same):
        return "known"
    if same:
        raise said_twice(record)
    if not any(one.at > feed.at and not one.ahead for one in history):
        return "next"
    before = [one for one in history if one.at <= feed.at]
    in_force = max(before, key=lambda one: (one.at, one.number), default=None)
    return "known" if in_force is not None and in_force.content_hash == record.content_hash else "past"


def next_number(history: Iterable[Said]) -> int:
    """The number of the version that comes in next: versions are numbered as they come in."""
    return 1 + max((one.number for one in history), default=0)


def said_twice(record: RawRecord) -> DuplicateRecord:
    """The error of a delivery that says two things under one record id."""
    return DuplicateRecord(f"Line {record.line} repeats a record id of the same feed with other content.")
