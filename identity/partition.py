"""Parts of the records that average linkage can never join across: worked out for all records at once, in numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from identity.components import components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from identity.clustering import Edges, Thresholds

    Ids = NDArray[np.int64]

_MARGIN = 1e-3
"""Bits by which a bound is relaxed, against the rounding of sums."""
_COUNTED = 64
"""Groups with more pairs between them than this are bounded together."""


def parts_of(size: int, edges: Edges, thresholds: Thresholds, *, together: Ids, apart: Ids) -> Ids:
    """The smallest record in each record's part. A part is never larger than a connected component of the useful
    edges and mostly a fraction of it, for chance links chain persons together without being able to join them.

    Parts grow from strong edges. Two of them become one while a group out of the one and a group out of the other
    could reach the odds to join, were the best of the edges between the parts exactly those between the groups.
    When no two can, no join ever crosses from one to another: the first one to do so would need such groups.
    """
    useful = edges.among(edges.weight >= thresholds.least_useful)
    component = components(size, np.r_[useful.left, together[:, 0]], np.r_[useful.right, together[:, 1]])
    # Groups that hold two records that must stay apart do not join; such an edge brings no groups together.
    loose = edges.among((component[edges.left] == component[edges.right]) & ~among(edges, apart, size=size))
    strong = loose.among(loose.weight >= thresholds.join - _MARGIN)
    part = components(size, np.r_[strong.left, together[:, 0]], np.r_[strong.right, together[:, 1]])
    while True:
        loose = loose.among(part[loose.left] != part[loose.right])
        between = _Between.of(part, loose, thresholds)
        joinable = between.may_join(np.bincount(part, minlength=size), thresholds)
        if not joinable.any():
            return part
        part = components(size, between.one[joinable], between.other[joinable])[part]


def among(edges: Edges, pairs: Ids, *, size: int) -> NDArray[np.bool_]:
    """Which of the edges are one of these pairs (n × 2, the smaller record first)."""
    return are_among(np.column_stack([edges.left, edges.right]), pairs, size=size)


def are_among(wanted: Ids, pairs: Ids, *, size: int) -> NDArray[np.bool_]:
    """Which of the wanted pairs are one of `pairs`, both n × 2 of records below `size`."""
    # Sorted and looked up, both being nearly in order: ten times as fast as np.isin, which hashes them.
    listed = np.sort(pairs[:, 0] * size + pairs[:, 1])
    if not listed.size:
        return np.zeros(len(wanted), dtype=np.bool_)
    codes = wanted[:, 0] * size + wanted[:, 1]
    return listed[np.minimum(np.searchsorted(listed, codes), listed.size - 1)] == codes


@dataclass(frozen=True, slots=True)
class _Between:
    """What lies between two parts: by how many bits the edges exceed pairs that were never compared, together
    and the best of them alone."""

    one: Ids
    other: Ids
    total: NDArray[np.float64]
    best: NDArray[np.float64]

    @classmethod
    def of(cls, part: Ids, loose: Edges, thresholds: Thresholds) -> _Between:
        size = len(part)
        one, other = part[loose.left], part[loose.right]
        excess = np.maximum(np.maximum(loose.weight, thresholds.floor) - thresholds.uncompared, 0.0)
        pairs, place = np.unique(np.minimum(one, other) * size + np.maximum(one, other), return_inverse=True)
        best = np.zeros(len(pairs))
        np.maximum.at(best, place, excess)
        total = np.zeros(len(pairs))
        np.add.at(total, place, excess)
        return cls(pairs // size, pairs % size, total, best)

    def may_join(self, sizes: Ids, thresholds: Thresholds) -> NDArray[np.bool_]:
        """Could groups of any size out of the two parts reach the odds to join?"""
        most = sizes[self.one] * sizes[self.other]
        joinable = np.zeros(len(most), dtype=np.bool_)
        for pairs in range(1, min(_COUNTED, int(most.max(initial=0))) + 1):
            average = np.minimum(self.total / pairs, self.best) + thresholds.uncompared
            joinable |= (pairs <= most) & (average >= thresholds.needed(pairs) - _MARGIN)
        average = np.minimum(self.total / _COUNTED, self.best) + thresholds.uncompared
        return joinable | ((most > _COUNTED) & (average >= thresholds.needed(most) - _MARGIN))
