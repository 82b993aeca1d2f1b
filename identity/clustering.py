"""Clusters out of weighted links: average linkage inside each connected component, under cannot-link."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from identity.agglomeration import UNIT, Agglomeration
from identity.partition import among, parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from identity.agglomeration import Join

    Ids = NDArray[np.int64]
    Weights = NDArray[np.float64]


_IGNORANCE = 1.0
"""Bits by which pairs that were never compared stay below what joins the largest groups."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When two groups of records join, in bits.

    Two groups are held to be one person when the odds for it reach `join`. The odds start from `prior`, the
    log2 odds of two random records, which every weight includes; what the pairs between the groups say on
    average beyond that counts once for one pair and up to 1 + `gain` times for many, because other records
    show other facts, yet mostly the same ones. A pair that was never compared weighs `missing`, or less where that
    would nearly be a reason to join (see `uncompared`); none counts less than `floor`. Where two groups that must
    stay apart would both take a third, the better one takes it only when its odds are better by `margin`: else nobody
    can say whose it is. Of a record by itself the best pair with either must be better by as much too: more records of
    one of the two do not tell whose it is.
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

    @property
    def uncompared(self) -> float:
        """What a pair weighs that was never compared. The more records there are, the lower the prior and the lower the
        average at which large groups join: not to have looked must never be enough for it."""
        return min(self.missing, self.least_useful - _IGNORANCE)

    def needed(self, pairs: int | Ids) -> Any:
        """The least average weight at which two groups with so many pairs between them join."""
        return self.prior + (self.join - self.prior) / (1.0 + self.gain * (1.0 - pairs**-0.5))

    @overload
    def odds(self, average: float, pairs: int) -> float: ...
    @overload
    def odds(self, average: Weights, pairs: Ids) -> Weights: ...
    def odds(self, average: Any, pairs: Any) -> Any:
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

    def triples(self, floor: float) -> Iterable[tuple[int, int, int]]:
        """Each as (left, right, weight in units), no weight less than the floor."""
        units = np.round(np.maximum(self.weight, floor) * UNIT).astype(np.int64)
        return zip(self.left.tolist(), self.right.tolist(), units.tolist(), strict=True)


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
    edges = Edges(edges.left, edges.right, np.round(edges.weight * UNIT) / UNIT)
    together, apart = as_pairs(constraints.together), as_pairs(constraints.apart)
    part = parts_of(size, edges, thresholds, together=together, apart=apart)
    inside = edges.among(part[edges.left] == part[edges.right])
    free = inside.among(~among(inside, apart, size=size))
    whole, tangled = _sort_parts(part, free, thresholds.join, together)
    label = np.where(whole[part], part, np.arange(size, dtype=np.int64))
    together = together[tangled[part[together[:, 0]]]]
    kept_together, kept_apart = _by_part(part, tangled, together), _by_part(part, tangled, apart)
    for owner, records, triples in _tangled_parts(
        part, inside.among(tangled[part[inside.left]]), together, thresholds
    ):
        linkage = Agglomeration(thresholds, {record: [record] for record in records})
        linkage.constrain(together=kept_together.get(owner, ()), apart=kept_apart.get(owner, ()))
        for group in linkage.run(triples):
            label[group] = min(group)
    return label


def as_pairs(pairs: Collection[tuple[int, int]] | Ids) -> Ids:
    """Pairs of records as an array of n × 2."""
    listed = pairs if isinstance(pairs, np.ndarray) else sorted(pairs)
    return np.asarray(listed, dtype=np.int64).reshape(-1, 2)


def _constrain(linkage: Agglomeration, constraints: Constraints) -> None:
    """Tell the linkage of all constraints, in plain numbers."""
    linkage.constrain(
        together=as_pairs(constraints.together).tolist(), apart=as_pairs(constraints.apart).tolist()
    )


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
    groups = {group: members[group] for group in sorted(reached)}
    linkage = Agglomeration(thresholds, groups, closed={group for group in groups if not sealed[group]})
    _constrain(linkage, constraints)
    for group in linkage.run(touching.triples(thresholds.floor)):
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


def _tangled_parts(
    part: Ids, edges: Edges, must: Ids, thresholds: Thresholds
) -> Iterable[tuple[int, list[int], list[tuple[int, int, int]]]]:
    """Every part that has edges, or pairs that must be kept together: itself, its records, and its edges."""
    # A pair that must be kept together may never have been compared; its records are in the part all the same.
    records: defaultdict[int, set[int]] = defaultdict(set)
    for owner, pair in zip(part[must[:, 0]].tolist(), must.tolist(), strict=True):
        records[owner].update(pair)
    triples: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for owner, triple in zip(part[edges.left].tolist(), edges.triples(thresholds.floor), strict=True):
        triples[owner].append(triple)
        records[owner].update(triple[:2])
    for owner in sorted(records):
        yield owner, sorted(records[owner]), triples[owner]


def joins(size: int, edges: Edges, thresholds: Thresholds, constraints: Constraints) -> list[Join]:
    """The steps by which average linkage makes its clusters of so many records, in their order."""
    steps: list[Join] = []
    members = {record: [record] for record in range(size)}
    linkage = Agglomeration(thresholds, members, steps=steps)
    _constrain(linkage, constraints)
    linkage.run(edges.triples(thresholds.floor))
    return steps
