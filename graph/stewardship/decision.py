"""What a wish comes to: a grouping of records, and the judgements and pins that make it last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from graph.regroup import Earlier
    from identity.judgement import Verdict


@dataclass(frozen=True, slots=True)
class Said:
    """Who decides something, when (timezone-aware) and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class NewJudgement:
    """A verdict on two records. `said` None: by whoever acts, now; otherwise it is brought back, and counts as of when it
    was said. So with pins and lodgings."""

    left: str
    right: str
    verdict: Verdict
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class NewPin:
    """A pin; `record` is the one it goes with."""

    record: str
    field: str
    value: str | None
    origin: str | None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class NewLodging:
    """A lodging, by record keys."""

    members: tuple[str, ...]
    beside: str | None
    since: str | None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`groups` are record keys; together whole persons. `again` says that they change although the grouping may not.
    `compartment` is where the persons are seen. `withdrawn_*` are ids of what no longer holds; `houses` are known only by an
    act that is taken back."""

    kind: str
    groups: tuple[tuple[str, ...], ...]
    compartment: str
    judgements: Sequence[NewJudgement] = ()
    withdrawn_judgements: Sequence[str] = ()
    pins: Sequence[NewPin] = ()
    withdrawn_pins: Sequence[str] = ()
    lodgings: Sequence[NewLodging] = ()
    withdrawn_lodgings: Sequence[str] = ()
    houses: Sequence[str] = ()
    earlier: Earlier | None = None
    undoes: str | None = None
    again: bool = field(default=False)
