"""Clusters out of weighted links: average linkage inside each connected component, under cannot-link."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    less than `floor`.
    """

    join: float = 0.0
    prior: float = -12.0
    gain: float = 1.0
    missing: float = -8.0
    floor: float = -15.0

    @property
    def least_useful(self) -> float:
        """The average weight that even the largest groups need to join."""
        return self.prior + (self.join - self.prior) / (1.0 + self.gain)

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
    apart: frozenset[tuple[int, int]] = frozenset()


def components(size: int, left: Ids, right: Ids) -> Ids:
    """The smallest number in each record's connected component."""
    label = np.arange(size, dtype=np.int64)
    while left.size:
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        while not np.array_equal(label, label[label]):
            label = label[label]
        if np.array_equal(before, label):
            break
        open_ends = label[left] != label[right]
        left, right = left[open_ends], right[open_ends]
    return label


def cluster(size: int, edges: Edges, thresholds: Thresholds, constraints: Constraints | None = None) -> Ids:
    """The smallest record number in each record's cluster. The order of the edges does not matter.

    Average linkage starts with every record alone and joins the two groups with the best odds until no odds
    reach `thresholds.join`. No group may hold two records that must stay apart.
    """
    constraints = constraints or Constraints()
    useful = edges.weight >= thresholds.least_useful
    must = np.array(sorted(constraints.together), dtype=np.int64).reshape(-1, 2)
    component = components(
        size,
        np.concatenate([edges.left[useful], must[:, 0]]),
        np.concatenate([edges.right[useful], must[:, 1]]),
    )
    inside = edges.among(component[edges.left] == component[edges.right])
    whole, tangled = _sort_components(component, inside, thresholds.join, constraints)
    label = np.where(whole[component], component, np.arange(size, dtype=np.int64))
    together, apart = _by_owner(component, constraints.together), _by_owner(component, constraints.apart)
    for part in _by_component(component, inside.among(tangled[component[inside.left]]), must):
        owner = int(component[part.records[0]])
        own = Constraints(frozenset(together.get(owner, ())), frozenset(apart.get(owner, ())))
        for group in _Agglomeration(part, thresholds, own).run():
            label[group] = min(group)
    return label


def _by_owner(component: Ids, pairs: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """The pairs that lie in one component each, by that component."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other in pairs:
        owner = int(component[one])
        if owner == component[other]:
            found[owner].append((one, other))
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


def _sort_components(
    component: Ids, inside: Edges, join: float, constraints: Constraints
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which components are one cluster at a glance, since every pair was compared and is strong; and which
    need the slow way. The rest has no strong pair to begin with: all its records stay alone."""
    size = len(component)
    records = np.bincount(component, minlength=size)
    strong = np.bincount(component[inside.left[inside.weight >= join]], minlength=size)
    whole = strong == records * (records - 1) // 2
    tangled = (strong > 0) & ~whole
    for one, other in constraints.apart:
        if component[one] == component[other] and strong[component[one]]:
            whole[component[one]], tangled[component[one]] = False, True
    for one, _ in constraints.together:
        tangled[component[one]] |= not whole[component[one]]
    return whole, tangled


@dataclass(slots=True)
class _Component:
    """Records, each a group of its own at the start, and edges as (left, right, weight)."""

    records: list[int]
    edges: list[tuple[int, int, float]]


def _by_component(component: Ids, edges: Edges, must: Ids) -> Iterable[_Component]:
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

    def run(self) -> list[list[int]]:
        """The groups at which nothing more may join."""
        self._start()
        while self.heap:
            _, one, other, size = heapq.heappop(self.heap)
            mine, theirs = self.members.get(one), self.members.get(other)
            if mine is not None and theirs is not None and len(mine) + len(theirs) == size:
                self._join(one, other)
        return list(self.members.values())

    def _start(self) -> None:
        self.members.update({record: [record] for record in self.part.records})
        group_of = {record: group for group, records in self.members.items() for record in records}
        for left, right, weight in self.part.edges:
            units = round(max(weight, self.thresholds.floor) * _UNIT)
            self._add_between(group_of[left], group_of[right], units)
        for one, other in self.constraints.apart:
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
            self._join(first, second)

    def _may_join(self, one: int, other: int) -> bool:
        return other not in self.apart[one] and not (one in self.closed and other in self.closed)

    def _group_of(self, record: int) -> int:
        return next(group for group, records in self.members.items() if record in records)

    def _offer(self, group: int, others: Sequence[int]) -> None:
        size = len(self.members[group])
        for other in others:
            if not self._may_join(group, other):
                continue
            units, compared = self.between[group][other]
            pairs = size * len(self.members[other])
            average = (units / _UNIT + self.thresholds.missing * (pairs - compared)) / pairs
            odds = self.thresholds.odds(average, pairs)
            if odds >= self.thresholds.join:
                pair = (group, other) if group < other else (other, group)
                heapq.heappush(self.heap, (-odds, *pair, size + len(self.members[other])))

    def _join(self, one: int, other: int) -> None:
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
