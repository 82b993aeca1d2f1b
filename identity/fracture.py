"""Is a set of records one piece? Average linkage from scratch, and its weakest joint."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from identity.evidence import Evidence, Keyed

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
    join = evidence.thresholds.join
    pieces: tuple[tuple[str, ...], ...] | None = None
    weakest, left, right = math.inf, (), ()
    odds = {(one, other): evidence.odds(one, other) for one in parts for other in parts if one < other}
    while best := _best(odds, evidence):
        one, other = best
        if odds[best] < join and pieces is None:
            pieces = tuple(parts)
        if odds[best] < weakest:
            weakest, left, right = odds[best], one, other
        parts = _joined(parts, best)
        _renew(odds, best, parts[-1], evidence)
        parts.sort()
    if len(parts) > 1:
        weakest, left, right = -math.inf, parts[0], parts[1]
    return Wholeness(pieces or tuple(parts), weakest, left, right, join)


_Group = tuple[str, ...]


def _keep_together(parts: list[_Group], evidence: Evidence[Row]) -> list[_Group]:
    for one in sorted(key for part in parts for key in part):
        mine = next(part for part in parts if one in part)
        for theirs in [part for part in parts if part != mine]:
            if evidence.same((one,), theirs) and not evidence.first_apart(mine, theirs):
                parts = _joined(parts, (mine, theirs))
                mine = parts[-1]
    return sorted(parts)


def _joined(parts: list[_Group], pair: tuple[_Group, _Group]) -> list[_Group]:
    return [part for part in parts if part not in pair] + [tuple(sorted(pair[0] + pair[1]))]


def _best(odds: dict[tuple[_Group, _Group], float], evidence: Evidence[Row]) -> tuple[_Group, _Group] | None:
    """The best pair that may join. Pairs that must stay apart are forgotten on the way: they will stay apart."""
    while odds:
        best = min(odds, key=lambda pair: (-odds[pair], pair[0][0], pair[1][0]))
        if evidence.first_apart(*best) is None:
            return best
        del odds[best]
    return None


def _renew(
    odds: dict[tuple[_Group, _Group], float],
    gone: tuple[_Group, _Group],
    new: _Group,
    evidence: Evidence[Row],
) -> None:
    """Replace the odds of two groups by those of the one that they became. A group that must stay apart from one
    of the two has no odds left with it and gets none with both."""
    del odds[gone]
    reached: dict[_Group, int] = {}
    for pair in [pair for pair in odds if gone[0] in pair or gone[1] in pair]:
        other = pair[0] if pair[1] in gone else pair[1]
        reached[other] = reached.get(other, 0) + 1
        del odds[pair]
    for other, sides in reached.items():
        if sides == len(gone):
            odds[min(new, other), max(new, other)] = evidence.odds(new, other)
