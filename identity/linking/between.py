"""What the links between each two groups of records come to: their odds to be one person, by average linkage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from identity.clustering import Thresholds

    Ids = NDArray[np.int64]
    Weights = NDArray[np.float64]


def codes_of(one: Ids, other: Ids, groups: int) -> Ids:
    """One number for two groups, whichever comes first; `groups` is how many there are."""
    return np.minimum(one, other) * groups + np.maximum(one, other)


@dataclass(frozen=True, slots=True)
class Between:
    """`pairs` are all two groups with a link between them, as numbers of `codes_of`, ascending, and `odds` those of
    each, in bits. `rows` are the links that lie between two groups, and `place` is where in `pairs` each belongs."""

    pairs: Ids
    odds: Weights
    rows: Ids
    place: Ids

    @classmethod
    def of(cls, ends: tuple[Ids, Ids], weight: Weights, *, sizes: Ids, thresholds: Thresholds) -> Between:
        """`ends` are the groups at the two ends of each link; `sizes` how many records each group has."""
        left, right = ends
        rows = np.flatnonzero(left != right)
        code = codes_of(left[rows], right[rows], len(sizes))
        pairs, place, compared = np.unique(code, return_inverse=True, return_counts=True)
        floored = np.maximum(weight[rows], thresholds.floor)
        sums = np.bincount(place, weights=floored, minlength=len(pairs)).astype(np.float64)
        possible = sizes[pairs // len(sizes)] * sizes[pairs % len(sizes)]
        average = (sums + thresholds.uncompared * (possible - compared)) / possible
        return cls(pairs, thresholds.odds(average, possible), rows, place)


def first_of_each(group: Ids, *, weight: Weights, rows: Ids) -> Ids:
    """For each group, ascending, the row that weighs most; of equal ones the first."""
    order = np.lexsort((rows, -weight, group))
    _, first = np.unique(group[order], return_index=True)
    return rows[order[first]]
