"""Clusters out of weighted links: average linkage inside each connected component, under cannot-link."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from identity.partition import among, parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Weights = NDArray[np.float64]

_UNIT = 1 << 16
"""Weights are summed as whole numbers of 1/65536 bit: sums then do not depend on the order of adding."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When two groups of records join, in bits.

    Two groups are held to be one person when the odds for it reach `join`. The odds start from `prior`, the
    log2 odds of two random records, which every weight includes; what the pairs between the groups say on
    average beyond that counts once for one pair and up to 1 + `gain` times for many, because other records
    show other facts, yet mostly the same ones. A pair that was never compared weighs `missing`; none counts
    less than `floor`. Where two groups that must stay apart would both take a third, the better one takes it only
    when its odds are better by `margin`: else nobody can say whose it is.
    """

    join: float = 0.0
    prior: float = -12.0
    gain: float = 1.0
    missing: float = -8.0
    floor: float = -15.0
    margin: float = 3.0

    @property
    def least_useful(self) -> float:
        """The average weight that even the largest groups need to join."""
        return self.prior + (self.join - self.prior) / (1.0 + self.gain)

    def needed(self, pairs: int | Ids) -> Any:
        """The least average weight at which two groups with so many pairs between them join."""
        return self.prior + (self.join - self.prior) / (1.0 + self.gain * (1.0 - pairs**-0.5))

    def odds(self, average: float, pairs: int) -> float:
        """Log2 odds that two groups with so many pairs between them, of this average weight, are one person."""
        return self.prior + (1.0 + self.gain * (1.0 - pairs**-0.5)) * (average - self.prior)


@dataclass(frozen=True, slots=True)
class Edges:
    """Weighted pairs of records, each record a number below the number of records, `left < right`."""

    left: Ids
    right: Ids
    weight: Weights

    def among(self, mask: NDArray[np.bool_]) -> Edges:
        """The edges that the mask keeps."""
        return Edges(self.left[mask], self.right[mask], self.weight[mask])


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs that must be kept together or apart, whatever the weights. Apart outranks together."""

    together: frozenset[tuple[int, int]] = frozenset()
    apart: frozenset[tuple[int, int]] | Ids = frozenset()
    """A set, or an array of n × 2 where they are many."""


def cluster(size: int, edges: Edges, thresholds: Thresholds, constraints: Constraints | None = None) -> Ids:
    """The smallest record number in each record's cluster. The order of the edges does not matter.

    Average linkage starts with every record alone and joins the two groups with the best odds until no odds
    reach `thresholds.join`. No group may hold two records that must stay apart.
    """
    constraints = constraints or Constraints()
    edges = Edges(edges.left, edges.right, np.round(edges.weight * _UNIT) / _UNIT)
    together, apart = as_pairs(constraints.together), as_pairs(constraints.apart)
    part = parts_of(size, edges, thresholds, together=together, apart=apart)
    inside = edges.among(part[edges.left] == part[edges.right])
    free = inside.among(~among(inside, apart, size=size))
    whole, tangled = _sort_parts(part, free, thresholds.join, together)
    label = np.where(whole[part], part, np.arange(size, dtype=np.int64))
    together = together[tangled[part[together[:, 0]]]]
    kept_together, kept_apart = _by_part(part, tangled, together), _by_part(part, tangled, apart)
    for one in _tangled_parts(part, inside.among(tangled[part[inside.left]]), together):
        owner = int(part[one.records[0]])
        own = Constraints(frozenset(kept_together.get(owner, ())), frozenset(kept_apart.get(owner, ())))
        for group in _Agglomeration(one, thresholds, own).run():
            label[group] = min(group)
    return label


def as_pairs(pairs: Collection[tuple[int, int]] | Ids) -> Ids:
    """Pairs of records as an array of n × 2."""
    listed = pairs if isinstance(pairs, np.ndarray) else sorted(pairs)
    return np.asarray(listed, dtype=np.int64).reshape(-1, 2)


def _by_part(part: Ids, chosen: NDArray[np.bool_], pairs: Ids) -> dict[int, list[tuple[int, int]]]:
    """The pairs that lie in one of the chosen parts each, by that part."""
    owner = part[pairs[:, 0]]
    inside = (owner == part[pairs[:, 1]]) & chosen[owner]
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for label, (one, other) in zip(owner[inside].tolist(), pairs[inside].tolist(), strict=True):
        found[label].append((one, other))
    return found


def attach(
    open_label: Ids, sealed: NDArray[np.bool_], edges: Edges, rules: tuple[Thresholds, Constraints]
) -> Ids:
    """Clusters of open records with sealed ones attached: the smallest record number in each.

    `open_label` are the clusters of the open records, each kept whole; no two of them may join, not even over
    a sealed record. Entries of `open_label` at sealed records are not read.
    """
    thresholds, constraints = rules
    label = np.where(sealed, np.arange(len(sealed), dtype=np.int64), open_label)
    touching = edges.among(sealed[edges.left] | sealed[edges.right])
    members: dict[int, list[int]] = defaultdict(list)
    for record, group in enumerate(label.tolist()):
        members[group].append(record)
    reached = set(label[np.r_[touching.left, touching.right]].tolist())
    reached |= {int(label[record]) for pair in constraints.together for record in pair}
    part = _Component(
        [], list(zip(touching.left.tolist(), touching.right.tolist(), touching.weight.tolist(), strict=True))
    )
    groups = {group: members[group] for group in sorted(reached)}
    closed = {group for group in groups if not sealed[group]}
    for group in _Agglomeration(part, thresholds, constraints, members=groups, closed=closed).run():
        label[group] = min(group)
    return label


def _sort_parts(
    part: Ids, free: Edges, join: float, together: Ids
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which parts are one cluster at a glance, since every pair was compared, is strong and may join; and which
    need the slow way. The rest has no strong pair to begin with: all its records stay alone."""
    size = len(part)
    records = np.bincount(part, minlength=size)
    strong = np.bincount(part[free.left[free.weight >= join]], minlength=size)
    whole = strong == records * (records - 1) // 2
    tangled = (strong > 0) & ~whole
    tangled[part[together[:, 0]]] |= ~whole[part[together[:, 0]]]
    return whole, tangled


@dataclass(slots=True)
class _Component:
    """Records, each a group of its own at the start, and edges as (left, right, weight)."""

    records: list[int]
    edges: list[tuple[int, int, float]]


def _tangled_parts(component: Ids, edges: Edges, must: Ids) -> Iterable[_Component]:
    # A pair that must be kept together may never have been compared; its records are in the component all the same.
    loose = must[component[must[:, 0]] == component[must[:, 1]]]
    owner = component[edges.left]
    order = np.lexsort((edges.right, edges.left, owner))
    owner, left, right = owner[order], edges.left[order], edges.right[order]
    weight = edges.weight[order]
    for label in np.unique(np.r_[owner, component[loose[:, 0]]]).tolist():
        start, end = np.searchsorted(owner, [label, label + 1]).tolist()
        known = loose[component[loose[:, 0]] == label].ravel() if loose.size else loose.ravel()
        triples = list(
            zip(left[start:end].tolist(), right[start:end].tolist(), weight[start:end].tolist(), strict=True)
        )
        records = np.unique(np.concatenate([left[start:end], right[start:end], known])).tolist()
        yield _Component(records, triples)


@dataclass(frozen=True, slots=True)
class Join:
    """One step of average linkage: two groups of records became one at these odds (log2). `asked` tells that a human
    wanted two of the records together; the odds are then what they were, however low."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    odds: float
    asked: bool


def joins(size: int, edges: Edges, thresholds: Thresholds, constraints: Constraints) -> list[Join]:
    """The steps by which average linkage makes its clusters of so many records, in their order."""
    triples = zip(edges.left.tolist(), edges.right.tolist(), edges.weight.tolist(), strict=True)
    steps: list[Join] = []
    _Agglomeration(_Component(list(range(size)), list(triples)), thresholds, constraints, steps=steps).run()
    return steps


@dataclass(slots=True)
class _Agglomeration:
    """Average linkage of one component. A group goes by the smallest of its records; no two closed ones join."""

    part: _Component
    thresholds: Thresholds
    constraints: Constraints
    members: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    between: dict[int, dict[int, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict[int, dict[int, tuple[int, int]]](dict)
    )
    """group -> other group -> (sum of weights in units, number of compared pairs)"""
    closed: set[int] = field(default_factory=set[int])
    apart: dict[int, set[int]] = field(default_factory=lambda: defaultdict[int, set[int]](set))
    heap: list[tuple[float, int, int, int]] = field(default_factory=list[tuple[float, int, int, int]])
    """(minus odds, smaller group, larger group, records in both): the last tells a stale entry."""
    torn: list[tuple[float, int, int, int]] = field(default_factory=list[tuple[float, int, int, int]])
    """Entries of the heap put aside while another group competes."""
    steps: list[Join] | None = None
    """Where the joins are written down, if anybody wants to know them."""

    def run(self) -> list[list[int]]:
        """The groups at which nothing more may join."""
        self._start()
        while self.heap:
            odds, one, other, size = heapq.heappop(self.heap)
            if not self._stands(one, other, size):
                continue
            if self._is_torn(one, other, -odds):
                self.torn.append((odds, one, other, size))
            else:
                self._join(one, other)
                # What competed for a group may have changed with this join.
                for entry in self.torn:
                    heapq.heappush(self.heap, entry)
                self.torn.clear()
        return list(self.members.values())

    def _stands(self, one: int, other: int, size: int) -> bool:
        """Are the two groups still those that were offered to each other?"""
        mine, theirs = self.members.get(one), self.members.get(other)
        return mine is not None and theirs is not None and len(mine) + len(theirs) == size

    def _is_torn(self, one: int, other: int, odds: float) -> bool:
        """Would a group that must stay apart from one of the two take the other nearly as well?"""
        least = max(odds - self.thresholds.margin, self.thresholds.join)
        return any(
            self._may_join(wanted, rival) and self._odds(wanted, rival) >= least
            for holder, wanted in ((one, other), (other, one))
            for rival in self.apart[holder] & self.between[wanted].keys()
        )

    def _start(self) -> None:
        self.members.update({record: [record] for record in self.part.records})
        group_of = {record: group for group, records in self.members.items() for record in records}
        for left, right, weight in self.part.edges:
            units = round(max(weight, self.thresholds.floor) * _UNIT)
            self._add_between(group_of[left], group_of[right], units)
        for one, other in as_pairs(self.constraints.apart).tolist():
            if one in group_of and other in group_of:
                self.apart[group_of[one]].add(group_of[other])
                self.apart[group_of[other]].add(group_of[one])
        for one, other in sorted(self.constraints.together):
            if one in group_of and other in group_of:
                self._keep_together(one, other)
        for one in list(self.between):
            self._offer(one, [other for other in self.between[one] if other > one])

    def _add_between(self, one: int, other: int, units: int) -> None:
        before = self.between[one].get(other, (0, 0))
        self.between[one][other] = self.between[other][one] = (before[0] + units, before[1] + 1)

    def _keep_together(self, one: int, other: int) -> None:
        first, second = sorted((self._group_of(one), self._group_of(other)))
        if first != second and self._may_join(first, second):
            self._join(first, second, asked=True)

    def _may_join(self, one: int, other: int) -> bool:
        return other not in self.apart[one] and not (one in self.closed and other in self.closed)

    def _group_of(self, record: int) -> int:
        return next(group for group, records in self.members.items() if record in records)

    def _offer(self, group: int, others: Sequence[int]) -> None:
        size = len(self.members[group])
        for other in others:
            if not self._may_join(group, other):
                continue
            odds = self._odds(group, other)
            if odds >= self.thresholds.join:
                pair = (group, other) if group < other else (other, group)
                heapq.heappush(self.heap, (-odds, *pair, size + len(self.members[other])))

    def _odds(self, one: int, other: int) -> float:
        units, compared = self.between[one].get(other, (0, 0))
        pairs = len(self.members[one]) * len(self.members[other])
        average = (units / _UNIT + self.thresholds.missing * (pairs - compared)) / pairs
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
        for third, (units, compared) in self.between.pop(other, {}).items():
            if third == one:
                continue
            theirs = self.between[third]
            del theirs[other]
            before = mine.get(third, (0, 0))
            mine[third] = theirs[one] = (before[0] + units, before[1] + compared)
        mine.pop(other, None)
        self._offer(one, list(mine))

    def _move_apart(self, one: int, other: int) -> None:
        for third in self.apart.pop(other, set()):
            self.apart[third].discard(other)
            self.apart[third].add(one)
            self.apart[one].add(third)
