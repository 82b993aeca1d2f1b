"""What one linkage leaves to humans: persons that nearly joined, and numbers that contradict all else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from identity.doubt import ALL_ELSE_AGREES, CONTESTED, NARROW, Doubt, DoubtKind
from identity.fracture import BAND

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from identity.clustering import Thresholds
    from identity.linking.linkage import Linkage

    Ids = NDArray[np.int64]

TWO_WITHIN = "held to be one person, with two lasting citizen ids"


def doubts_of(
    linkage: Linkage, clusters: Mapping[str, str], *, decided: Collection[tuple[str, str]] = ()
) -> tuple[Doubt, ...]:
    """The questions that a linkage raises about `clusters` (record key -> label), which say who is held to be whom.

    PAIR for two persons whose odds of being one lie within the doubtful band around the join threshold and whom no
    rule keeps apart; CONTESTED_ID for conflicts about numbers. Nothing is asked about one and the same person, nor
    about two of whom a human has decided some pair of records (`decided`) already.
    """
    answered = {_persons(pair, clusters) for pair in decided if clusters.keys() >= set(pair)}
    doubts = [
        doubt
        for doubt in (*_narrow(linkage, clusters), *_contested(linkage, clusters))
        if _persons(doubt.pair, clusters) not in answered
    ]
    return tuple(sorted(doubts, key=lambda doubt: (doubt.kind, doubt.pair)))


def two_numbers_within(
    table: pa.Table, clusters: Mapping[str, str], *, sealed: Collection[str] = ()
) -> tuple[Doubt, ...]:
    """CONTESTED_ID for each person whose records carry two lasting, checked citizen ids or more.

    Name and day of birth may outweigh two numbers, for a digit is easily mistyped into another valid number; but
    which of the two is theirs only a human finds out. One question a further number. `sealed` are names of sealed
    sources: a number on sealed records alone is asked about with those records, inside their compartment.
    """
    holders: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    lasting = table.filter(pc.field("citizen_id_kind") == "thai").select(["source", "key", "citizen_id"])
    rows = zip(*(lasting[name].to_pylist() for name in ("source", "key", "citizen_id")), strict=True)
    # Open records come first, so that they stand for a number wherever there are any.
    for _, key, number in sorted((source in sealed, key, number) for source, key, number in rows):
        holders[clusters[key]][number].append(key)
    doubts: list[Doubt] = []
    for label in sorted(holders):
        first, *further = holders[label].values()
        for other in further:
            pair = (first[0], other[0])
            doubts.append(Doubt(DoubtKind.CONTESTED_ID, *pair, tuple(sorted(pair)), None, TWO_WITHIN))
    return tuple(doubts)


def _persons(pair: tuple[str, str], clusters: Mapping[str, str]) -> frozenset[str]:
    return frozenset(clusters[key] for key in pair)


def _contested(linkage: Linkage, clusters: Mapping[str, str]) -> Iterator[Doubt]:
    for conflict in linkage.conflicts:
        if clusters[conflict.left] != clusters[conflict.right]:
            reason = CONTESTED if conflict.reason == CONTESTED else ALL_ELSE_AGREES
            pair = (conflict.left, conflict.right)
            yield Doubt(DoubtKind.CONTESTED_ID, *pair, pair, None, reason)


def _narrow(linkage: Linkage, clusters: Mapping[str, str]) -> Iterator[Doubt]:
    """Sums over all links between each two clusters, then the odds that average linkage would give the two."""
    labels = sorted(set(clusters.values()))
    number = {label: place for place, label in enumerate(labels)}
    members = np.fromiter((number[label] for label in clusters.values()), np.int64, len(clusters))
    sizes = np.bincount(members, minlength=len(labels))
    left, right = (_clusters_of(linkage.links[side], clusters, number) for side in ("left", "right"))
    weight = np.maximum(np.asarray(linkage.links["weight"]), linkage.model.thresholds.floor)
    rows = np.flatnonzero(left != right)
    code = _code(left[rows], right[rows], len(labels))
    pairs, place, compared = np.unique(code, return_inverse=True, return_counts=True)
    sums = np.bincount(place, weights=weight[rows], minlength=len(pairs)).astype(np.float64)
    possible = sizes[pairs // len(labels)] * sizes[pairs % len(labels)]
    odds = _odds(sums, compared, possible, linkage.model.thresholds)
    near = np.abs(odds - linkage.model.thresholds.join) < BAND
    near &= ~np.isin(pairs, _kept_apart(linkage, clusters, number))
    best = _heaviest(place, weight[rows], rows, near)
    keys = linkage.links.select(["left", "right"]).take(best).to_pylist()
    for ends, found in zip(keys, weight[best].tolist(), strict=True):
        pair = (ends["left"], ends["right"])
        yield Doubt(DoubtKind.PAIR, *pair, pair, found, NARROW)


def _clusters_of(keys: pa.ChunkedArray, clusters: Mapping[str, str], number: Mapping[str, int]) -> Ids:
    return np.fromiter((number[clusters[key]] for key in keys.to_pylist()), np.int64, len(keys))


def _code(left: Ids, right: Ids, labels: int) -> Ids:
    """One number for two clusters, whichever comes first."""
    return np.minimum(left, right) * labels + np.maximum(left, right)


def _odds(
    sums: NDArray[np.float64], compared: Ids, possible: Ids, thresholds: Thresholds
) -> NDArray[np.float64]:
    average = (sums + thresholds.uncompared * (possible - compared)) / possible
    return thresholds.prior + (1.0 + thresholds.gain * (1.0 - possible**-0.5)) * (average - thresholds.prior)


def _kept_apart(linkage: Linkage, clusters: Mapping[str, str], number: Mapping[str, int]) -> Ids:
    left, right = (_clusters_of(linkage.apart[side], clusters, number) for side in ("left", "right"))
    return np.unique(_code(left, right, len(number)))


def _heaviest(place: Ids, weight: NDArray[np.float64], rows: Ids, wanted: NDArray[np.bool_]) -> Ids:
    """For each wanted pair of clusters the row of its heaviest link; of equal ones the first."""
    order = np.lexsort((rows, -weight, place))
    _, first = np.unique(place[order], return_index=True)
    return rows[order[first]][wanted]
