"""Is a set of records one piece? Average linkage from scratch, and its weakest joint."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Generic, TypeVar

from identity.evidence import UNIT, Evidence, Keyed, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from identity.evidence import Scoring
    from identity.judgement import Verdict

BAND = math.log2(9)
"""Half the width in bits of the doubtful band around `Thresholds.join`: between one to nine and nine to one."""

Row = TypeVar("Row", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Wholeness:
    """How well a set of records hangs together.

    `pieces` are the groups of record keys that average linkage from scratch makes of it (where two that must stay
    apart want the same third, the better one has it). `weakest` is the
    smallest log2 odds at which two parts had to be joined to make it one, -inf where they must stay apart;
    `left` and `right` are those parts, empty for a single record (whose `weakest` is +inf).
    """

    pieces: tuple[tuple[str, ...], ...]
    weakest: float
    left: tuple[str, ...]
    right: tuple[str, ...]
    join: float

    @property
    def one(self) -> bool:
        """One piece: every joint reaches the threshold J at which persons are joined."""
        return len(self.pieces) == 1

    @property
    def broken(self) -> bool:
        """Broken: the weakest joint is below F, nine to one against where even odds make a join.

        Between F and J nothing changes, neither a join nor a flag: weights learnt anew move by a bit or two.
        """
        return self.weakest < self.join - BAND


def whole(
    rows: Iterable[Row],
    *,
    scorer: Scoring[Row],
    decided: Mapping[tuple[str, str], Verdict],
    witnesses: Iterable[Row] = (),
) -> Wholeness:
    """How well records held to be one person hang together, all of their pairs compared."""
    evidence = Evidence(rows, scorer=scorer, decided=decided, witnesses=witnesses)
    return wholeness([(key,) for key in evidence.keys], evidence)


def wholeness(groups: Iterable[Sequence[str]], evidence: Evidence[Row]) -> Wholeness:
    """Join groups of record keys, the best odds first, until one is left or all others must stay apart.

    Groups are never taken apart; what a human held to be one is joined first.
    """
    parts = _keep_together([tuple(sorted(group)) for group in groups], evidence)
    linkage = _Linkage(parts, evidence)
    join = evidence.thresholds.join
    pieces: tuple[tuple[str, ...], ...] | None = None
    weakest, left, right = math.inf, (), ()
    while best := linkage.best():
        odds, one, other = best
        if odds < join and pieces is None:
            pieces = tuple(sorted(linkage.parts))
        if odds < weakest:
            weakest, left, right = odds, one, other
        linkage.join(one, other)
    parts = sorted(linkage.parts)
    if len(parts) > 1:
        weakest, left, right = -math.inf, parts[0], parts[1]
    return Wholeness(pieces or tuple(parts), weakest, left, right, join)


_Group = tuple[str, ...]


def _keep_together(parts: list[_Group], evidence: Evidence[Row]) -> list[_Group]:
    for one in sorted(key for part in parts for key in part):
        mine = next(part for part in parts if one in part)
        for theirs in [part for part in parts if part != mine]:
            if evidence.same((one,), theirs) and not evidence.first_apart(mine, theirs):
                parts = [part for part in parts if part not in (mine, theirs)]
                mine = tuple(sorted(mine + theirs))
                parts.append(mine)
    return sorted(parts)


class _Linkage(Generic[Row]):
    """Average linkage of groups. A person may have hundreds of records, so sums of weights are carried over from join
    to join, and the best pair lies on top of a heap whose stale entries are passed over."""

    def __init__(self, parts: Iterable[_Group], evidence: Evidence[Row]) -> None:
        self.parts = set(parts)
        self._evidence = evidence
        self._sums: dict[_Group, dict[_Group, int]] = {part: {} for part in self.parts}
        """In units; pairs that were found to stay apart are left out."""
        self._heap: list[tuple[float, str, str, _Group, _Group]] = []
        ordered = sorted(self.parts)
        for place, part in enumerate(ordered):
            later = [key for other in ordered[place + 1 :] for key in other]
            for key in part:
                evidence.weigh(key, later)
        for one, other in combinations(ordered, 2):
            self._reckon(one, other, self._total(one, other))

    def best(self) -> tuple[float, _Group, _Group] | None:
        """The best pair that may join, with its odds. Pairs that must stay apart are forgotten on the way: they will
        stay apart."""
        while self._heap:
            odds, _, _, one, other = heapq.heappop(self._heap)
            if other not in self._sums.get(one, ()):
                continue
            if self._evidence.first_apart(one, other) is None:
                return -odds, one, other
            del self._sums[one][other], self._sums[other][one]
        return None

    def join(self, one: _Group, other: _Group) -> None:
        """Make two groups one. A group that must stay apart from one of the two stays apart from both."""
        sums = self._sums.pop(one), self._sums.pop(other)
        new = tuple(sorted(one + other))
        self.parts -= {one, other}
        for third in self.parts:
            self._sums[third].pop(one, None)
            self._sums[third].pop(other, None)
        self._sums[new] = {}
        for third in self.parts:
            if third in sums[0] and third in sums[1]:
                self._reckon(min(new, third), max(new, third), sums[0][third] + sums[1][third])
        self.parts.add(new)

    def _total(self, one: _Group, other: _Group) -> int:
        """The weights between two groups, in units."""
        floor, weight = self._evidence.thresholds.floor, self._evidence.weight
        return sum(units(max(weight(left, right), floor)) for left, right in product(one, other))

    def _reckon(self, one: _Group, other: _Group, total: int) -> None:
        self._sums[one][other] = self._sums[other][one] = total
        pairs = len(one) * len(other)
        odds = self._evidence.thresholds.odds(total / UNIT / pairs, pairs)
        heapq.heappush(self._heap, (-odds, one[0], other[0], one, other))
