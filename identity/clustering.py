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
    """When groups join: `join` is the least average weight between two groups, `missing` the weight of a pair
    that was never compared, `floor` the least weight a compared pair can count with. All in bits."""

    join: float = -4.0
    missing: float = -8.0
    floor: float = -15.0


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

    Average linkage starts with every record alone and joins the two groups with the highest average weight
    until no average reaches `thresholds.join`. No group may hold two records that must stay apart.
    """
    constraints = constraints or Constraints()
    strong = edges.weight >= thresholds.join
    must = np.array(sorted(constraints.together), dtype=np.int64).reshape(-1, 2)
    component = components(
        size,
        np.concatenate([edges.left[strong], must[:, 0]]),
        np.concatenate([edges.right[strong], must[:, 1]]),
    )
    label = component.copy()
    inside = edges.among(component[edges.left] == component[edges.right])
    tangled = _tangled(component, inside, thresholds.join, constraints)
    for part in _by_component(component, inside.among(tangled[component[inside.left]])):
        for group in _Agglomeration(part, thresholds, constraints).run():
            label[group] = min(group)
    return label


def _tangled(component: Ids, inside: Edges, join: float, constraints: Constraints) -> NDArray[np.bool_]:
    """Which components need the slow way: all but those where every pair was compared and is strong."""
    size = len(component)
    records = np.bincount(component, minlength=size)
    strong = np.bincount(component[inside.left[inside.weight >= join]], minlength=size)
    tangled = strong < records * (records - 1) // 2
    for one, other in constraints.apart:
        if component[one] == component[other]:
            tangled[component[one]] = True
    return tangled


@dataclass(slots=True)
class _Component:
    """One connected component: its records, and its edges as (left, right, weight)."""

    records: list[int]
    edges: list[tuple[int, int, float]]


def _by_component(component: Ids, edges: Edges) -> Iterable[_Component]:
    owner = component[edges.left]
    order = np.lexsort((edges.right, edges.left, owner))
    owner, left, right = owner[order], edges.left[order], edges.right[order]
    weight = edges.weight[order]
    starts = (
        np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if owner.size else np.empty(0, dtype=np.int64)
    )
    ends = np.r_[starts[1:], owner.size]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        triples = list(
            zip(left[start:end].tolist(), right[start:end].tolist(), weight[start:end].tolist(), strict=True)
        )
        records = np.unique(np.concatenate([left[start:end], right[start:end]])).tolist()
        yield _Component(records, triples)


@dataclass(slots=True)
class _Agglomeration:
    """Average linkage of one component. A group goes by the smallest of its records."""

    part: _Component
    thresholds: Thresholds
    constraints: Constraints
    members: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    between: dict[int, dict[int, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict[int, dict[int, tuple[int, int]]](dict)
    )
    """group -> other group -> (sum of weights in units, number of compared pairs)"""
    apart: dict[int, set[int]] = field(default_factory=lambda: defaultdict[int, set[int]](set))
    heap: list[tuple[float, int, int, int]] = field(default_factory=list[tuple[float, int, int, int]])
    """(minus average, smaller group, larger group, records in both): the last tells a stale entry."""

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
        for left, right, weight in self.part.edges:
            units = round(max(weight, self.thresholds.floor) * _UNIT)
            self.between[left][right] = self.between[right][left] = (units, 1)
        inside = self.members.keys()
        for one, other in self.constraints.apart:
            if one in inside and other in inside:
                self.apart[one].add(other)
                self.apart[other].add(one)
        for one, other in self.constraints.together:
            if one in inside and other in inside:
                self._keep_together(one, other)
        for one in list(self.between):
            self._offer(one, [other for other in self.between[one] if other > one])

    def _keep_together(self, one: int, other: int) -> None:
        first, second = sorted((self._group_of(one), self._group_of(other)))
        if first != second and second not in self.apart[first]:
            self._join(first, second)

    def _group_of(self, record: int) -> int:
        return next(group for group, records in self.members.items() if record in records)

    def _offer(self, group: int, others: Sequence[int]) -> None:
        banned = self.apart[group]
        size = len(self.members[group])
        for other in others:
            if other in banned:
                continue
            units, compared = self.between[group][other]
            pairs = size * len(self.members[other])
            average = (units / _UNIT + self.thresholds.missing * (pairs - compared)) / pairs
            if average >= self.thresholds.join:
                pair = (group, other) if group < other else (other, group)
                heapq.heappush(self.heap, (-average, *pair, size + len(self.members[other])))

    def _join(self, one: int, other: int) -> None:
        self.members[one] += self.members.pop(other)
        self._move_apart(one, other)
        mine = self.between[one]
        for third, (units, compared) in self.between.pop(other).items():
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
