"""Average linkage, step by step: the two groups with the best odds join, until no odds suffice."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from identity.clustering import Thresholds

UNIT = 1 << 16
"""Weights are summed as whole numbers of 1/65536 bit: sums then do not depend on the order of adding."""

_Offer = tuple[float, int, int, int]
"""Two groups that may join: minus the odds, the smaller group, the larger one, the records in both. The last tells a
stale offer."""

_Said = tuple[int, int, int]
"""Of the compared pairs between two groups: the sum of their weights in units, how many there are, the best weight."""


@dataclass(frozen=True, slots=True)
class Join:
    """One step of average linkage: two groups of records became one at these odds (log2). `asked` tells that a human
    wanted two of the records together; the odds are then what they were, however low."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    odds: float
    asked: bool


@dataclass(slots=True)
class Agglomeration:
    """Groups of records that join. A group goes by one of the records it began with; no two closed ones join."""

    thresholds: Thresholds
    members: dict[int, list[int]]
    """group -> its records; changed in place."""
    closed: set[int] = field(default_factory=set[int])
    steps: list[Join] | None = None
    """Where the joins are written down, if anybody wants to know them."""
    between: dict[int, dict[int, _Said]] = field(
        default_factory=lambda: defaultdict[int, dict[int, _Said]](dict)
    )
    """group -> other group -> what the compared pairs between them say"""
    apart: dict[int, set[int]] = field(default_factory=lambda: defaultdict[int, set[int]](set))
    together: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    heap: list[_Offer] = field(default_factory=list["_Offer"])
    torn: dict[int, set[_Offer]] = field(default_factory=lambda: defaultdict[int, "set[_Offer]"](set))
    """Offers put aside while another group competes, under both of their groups."""

    uncompared: float = field(init=False)

    def __post_init__(self) -> None:
        self.uncompared = self.thresholds.uncompared

    def constrain(self, *, together: Iterable[Sequence[int]], apart: Iterable[Sequence[int]]) -> None:
        """Say which pairs of records must be kept together or apart; those of other records are passed over."""
        group_of = self._groups()
        for one, other in apart:
            if one in group_of and other in group_of:
                self.apart[group_of[one]].add(group_of[other])
                self.apart[group_of[other]].add(group_of[one])
        self.together += sorted(
            (one, other) for one, other in together if one in group_of and other in group_of
        )

    def run(self, edges: Iterable[tuple[int, int, int]]) -> list[list[int]]:
        """The groups at which nothing more may join. `edges` are (record, other record, weight in units)."""
        self._take(edges)
        for one, other in self.together:
            self._keep_together(one, other)
        for one in list(self.between):
            self._offer(one, [other for other in self.between[one] if other > one])
        while self.heap:
            offer = heapq.heappop(self.heap)
            odds, one, other, size = offer
            if not self._stands(one, other, size):
                continue
            if self._is_torn(one, other, -odds):
                self.torn[one].add(offer)
                self.torn[other].add(offer)
            else:
                self._join(one, other)
                self._release(one)
        return list(self.members.values())

    def _groups(self) -> dict[int, int]:
        return {record: group for group, records in self.members.items() for record in records}

    def _take(self, edges: Iterable[tuple[int, int, int]]) -> None:
        group_of, between = self._groups(), self.between
        for left, right, units in edges:
            one, other = group_of[left], group_of[right]
            before = between[one].get(other)
            said = (units, 1, units)
            between[one][other] = between[other][one] = said if before is None else _together(before, said)

    def _keep_together(self, one: int, other: int) -> None:
        first, second = sorted((self._group_of(one), self._group_of(other)))
        if first != second and self._may_join(first, second):
            self._join(first, second, asked=True)

    def _group_of(self, record: int) -> int:
        return next(group for group, records in self.members.items() if record in records)

    def _stands(self, one: int, other: int, size: int) -> bool:
        """Are the two groups still those that were offered to each other?"""
        mine, theirs = self.members.get(one), self.members.get(other)
        return mine is not None and theirs is not None and len(mine) + len(theirs) == size

    def _is_torn(self, one: int, other: int, odds: float) -> bool:
        """Would a group that must stay apart from one of the two take the other nearly as well?"""
        return self._has_rival(one, other, odds) or self._has_rival(other, one, odds)

    def _has_rival(self, holder: int, wanted: int, odds: float) -> bool:
        kept = self.apart.get(holder)
        rivals = kept and self.between[wanted].keys() & kept
        if not rivals:
            return False
        rivals = [rival for rival in rivals if self._may_join(wanted, rival)]
        margin, join = self.thresholds.margin, self.thresholds.join
        if any(self._odds(wanted, rival) >= max(odds - margin, join) for rival in rivals):
            return True
        # A record by itself says no more to a person of many records than to one of few.
        least = self._best(wanted, holder) - margin
        return len(self.members[wanted]) == 1 and any(self._best(wanted, rival) >= least for rival in rivals)

    def _best(self, one: int, other: int) -> float:
        """The weight of the best pair between two groups of which some pair was compared."""
        return self.between[one][other][2] / UNIT

    def _release(self, joined: int) -> None:
        """Offer again what was put aside for a group near one that has just grown: what competes for it may be
        another now. Of all others nothing has changed."""
        if not self.torn:
            return
        for group in (joined, *self.between[joined]):
            for offer in self.torn.pop(group, ()):
                heapq.heappush(self.heap, offer)
                for holder in offer[1:3]:
                    if holder != group:
                        self.torn[holder].discard(offer)

    def _may_join(self, one: int, other: int) -> bool:
        kept = self.apart.get(one)
        return (kept is None or other not in kept) and not (one in self.closed and other in self.closed)

    def _offer(self, group: int, others: Sequence[int]) -> None:
        size, join = len(self.members[group]), self.thresholds.join
        for other in others:
            if not self._may_join(group, other):
                continue
            odds = self._odds(group, other)
            if odds >= join:
                pair = (group, other) if group < other else (other, group)
                heapq.heappush(self.heap, (-odds, *pair, size + len(self.members[other])))

    def _odds(self, one: int, other: int) -> float:
        units, compared, _ = self.between[one].get(other, (0, 0, 0))
        pairs = len(self.members[one]) * len(self.members[other])
        average = (units / UNIT + self.uncompared * (pairs - compared)) / pairs
        return self.thresholds.odds(average, pairs)

    def _join(self, one: int, other: int, *, asked: bool = False) -> None:
        if self.steps is not None:
            left, right = sorted(self.members[one]), sorted(self.members[other])
            self.steps.append(Join(tuple(left), tuple(right), self._odds(one, other), asked))
        self.members[one] += self.members.pop(other)
        if other in self.closed:
            self.closed.add(one)
        self._move_apart(one, other)
        mine = self.between[one]
        for third, said in self.between.pop(other, {}).items():
            if third == one:
                continue
            theirs = self.between[third]
            del theirs[other]
            before = mine.get(third)
            mine[third] = theirs[one] = said if before is None else _together(before, said)
        mine.pop(other, None)
        self._offer(one, list(mine))

    def _move_apart(self, one: int, other: int) -> None:
        for third in self.apart.pop(other, ()):
            self.apart[third].discard(other)
            self.apart[third].add(one)
            self.apart[one].add(third)


def _together(one: _Said, other: _Said) -> _Said:
    return one[0] + other[0], one[1] + other[1], max(one[2], other[2])
