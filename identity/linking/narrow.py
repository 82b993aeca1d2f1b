"""Persons who nearly joined: between whom average linkage finds odds close to those of a join."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from identity.compartments import source_of
from identity.doubt import NARROW, Doubt, DoubtKind
from identity.fracture import BAND
from identity.linking.between import Between, codes_of, first_of_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from identity.clustering import Thresholds
    from identity.linking.linkage import Linkage

    Ids = NDArray[np.int64]

SPOKEN = 2.0
"""Bits of the odds that what was compared must have added to what they would be had nobody compared anything. Not to
have looked is kept so much below a join (`Thresholds.uncompared`: a bit of the average, two of the odds of large groups),
which lies inside the doubtful band: among very many records large groups would be asked about though nothing speaks
for them."""

_OPEN, _NOWHERE = 0, -1
"""Numbers of compartments: the sealed ones begin with one, and of a pair across two of them nobody knows."""


def narrow_doubts(
    linkage: Linkage, clusters: Mapping[str, str], *, sealed: Mapping[str, str]
) -> Iterator[Doubt]:
    """PAIR for two persons whose odds lie in the doubtful band around the join threshold, for what was compared of them
    (SPOKEN) and not for want of a comparison, and whom no rule keeps apart; by the heaviest of their links.

    Open records are looked at as if no sealed one existed. Then each compartment is, with the open ones: about persons
    whom one of its records brings near, and about whom nobody asks in the open, it asks by a link of such a record.
    """
    records = _Records.of(clusters, sealed)
    links, apart = records.pairs(linkage.links), records.pairs(linkage.apart)
    weight = np.asarray(linkage.links["weight"])
    thresholds, asked = linkage.model.thresholds, np.empty(0, np.int64)
    for compartment in range(len(set(sealed.values())) + 1):
        seen = np.flatnonzero(records.seen(links, compartment))
        sizes = records.sizes(compartment)
        ends = links.left[seen], links.right[seen]
        between = Between.of(ends, weight[seen], sizes=sizes, thresholds=thresholds)
        near = _are_near(between, sizes, thresholds)
        near &= ~np.isin(between.pairs, records.codes(apart, compartment))
        near &= ~np.isin(between.pairs, asked)
        if compartment == _OPEN:
            asked = between.pairs[near]
        rows = seen[between.rows]
        chosen = near[between.place] & (links.place[rows] == compartment)
        rows = rows[chosen]
        best = first_of_each(between.place[chosen], weight=weight[rows], rows=rows)
        odds = between.odds[np.unique(between.place[chosen])]
        told = zip(_ends(linkage.links.take(best)), weight[best].tolist(), odds.tolist(), strict=True)
        for ends, found, persons in told:
            yield Doubt(DoubtKind.PAIR, *ends, ends, max(found, thresholds.floor), NARROW, persons)


def _are_near(between: Between, sizes: Ids, thresholds: Thresholds) -> NDArray[np.bool_]:
    """Whose odds lie in the band, and not for want of a comparison."""
    possible = sizes[between.pairs // len(sizes)] * sizes[between.pairs % len(sizes)]
    unseen = thresholds.odds(np.full(len(possible), thresholds.uncompared), possible)
    return (np.abs(between.odds - thresholds.join) < BAND) & (between.odds - unseen >= SPOKEN)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of records: the numbers of their clusters, and of the compartment that knows both."""

    left: Ids
    right: Ids
    place: Ids


@dataclass(frozen=True, slots=True)
class _Records:
    """All records by their numbers: `rid` of a key, and of each the number of its cluster and of its compartment."""

    rid: Mapping[str, int]
    cluster: Ids
    place: Ids
    clusters: int

    @classmethod
    def of(cls, clusters: Mapping[str, str], sealed: Mapping[str, str]) -> _Records:
        labels = {label: number for number, label in enumerate(sorted(set(clusters.values())))}
        places = {name: number for number, name in enumerate(sorted(set(sealed.values())), start=1)}
        hidden = {source: places[name] for source, name in sealed.items()}
        count = len(clusters)
        return cls(
            rid={key: number for number, key in enumerate(clusters)},
            cluster=np.fromiter((labels[label] for label in clusters.values()), np.int64, count),
            place=np.fromiter((hidden.get(source_of(key), _OPEN) for key in clusters), np.int64, count),
            clusters=len(labels),
        )

    def pairs(self, pairs: pa.Table) -> _Pairs:
        """The pairs of a table with the columns `left` and `right`."""
        ends = np.fromiter((self.rid[key] for key in chain.from_iterable(_ends(pairs))), np.int64)
        one, other = ends[0::2], ends[1::2]
        least, most = np.sort([self.place[one], self.place[other]], axis=0)
        place = np.where((least == _OPEN) | (least == most), most, _NOWHERE)
        return _Pairs(self.cluster[one], self.cluster[other], place)

    def seen(self, pairs: _Pairs, compartment: int) -> NDArray[np.bool_]:
        """Which pairs a compartment knows; a sealed one those of clusters that it has records of."""
        known = np.isin(pairs.place, (_OPEN, compartment))
        if compartment == _OPEN:
            return known
        own = np.bincount(self.cluster[self.place == compartment], minlength=self.clusters) > 0
        return known & (own[pairs.left] | own[pairs.right])

    def codes(self, pairs: _Pairs, compartment: int) -> Ids:
        """The clusters, two and two, of the pairs that a compartment knows."""
        known = self.seen(pairs, compartment)
        return codes_of(pairs.left[known], pairs.right[known], self.clusters)

    def sizes(self, compartment: int) -> Ids:
        """How many records a compartment knows of each cluster."""
        known = np.isin(self.place, (_OPEN, compartment))
        return np.bincount(self.cluster[known], minlength=self.clusters)


def _ends(pairs: pa.Table) -> Iterator[tuple[str, str]]:
    return zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True)
