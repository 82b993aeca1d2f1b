"""What a steward may want: plain requests, each of which can be looked at first, done, and undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from identity.judgement import Verdict


@dataclass(frozen=True, slots=True)
class Judge:
    """Say what two records (by key) are to each other."""

    left: str
    right: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Merge:
    """These persons, two or more ids, are one."""

    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmerge:
    """Each of these groups of record keys is a person of its own; what else the person consists of is one more.
    `apart` are two of the person's records that must come into different groups."""

    groups: tuple[tuple[str, ...], ...]
    apart: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PinValue:
    """A field of the person is this value, or what this record (by key) says: exactly one of the two is given."""

    person: str
    field: str
    value: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Unpin:
    """A pin no longer holds."""

    pin: str


@dataclass(frozen=True, slots=True)
class WithdrawJudgement:
    """A judgement no longer holds. The persons stay as they are until records or a whole resolution say otherwise."""

    judgement: str


@dataclass(frozen=True, slots=True)
class Lodge:
    """These persons live together since a day (ISO 8601, None: not known): in the household of the person `beside`, or
    by themselves where it is None. So households are split and merged, and members move."""

    persons: tuple[str, ...]
    beside: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done by an act is taken back."""

    act: str


Wish = Judge | Merge | Unmerge | PinValue | Unpin | WithdrawJudgement | Lodge | Undo
