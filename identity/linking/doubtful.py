"""What one linkage leaves to humans: persons that nearly joined, and numbers that contradict all else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from identity.doubt import ALL_ELSE_AGREES, CONTESTED, NARROW, TWO_NUMBERS, Doubt, DoubtKind
from identity.fracture import BAND
from identity.linking.between import Between, codes_of, first_of_each

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from identity.linking.linkage import Linkage

    Ids = NDArray[np.int64]

_ASKED = {
    CONTESTED: (DoubtKind.CONTESTED_ID, CONTESTED),
    TWO_NUMBERS: (DoubtKind.CONTESTED_ID, ALL_ELSE_AGREES),
}
"""What is asked about a conflict; another rule is itself the reason why two persons are asked about."""
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
            pair = (conflict.left, conflict.right)
            kind, reason = _ASKED.get(conflict.reason, (DoubtKind.PAIR, conflict.reason))
            yield Doubt(kind, *pair, pair, None, reason)


def _narrow(linkage: Linkage, clusters: Mapping[str, str]) -> Iterator[Doubt]:
    """Persons with links between them whose odds, as average linkage would give them, are near the join threshold."""
    thresholds, labels = linkage.model.thresholds, sorted(set(clusters.values()))
    number = {label: place for place, label in enumerate(labels)}
    members = np.fromiter((number[label] for label in clusters.values()), np.int64, len(clusters))
    weight = np.asarray(linkage.links["weight"])
    sizes = np.bincount(members, minlength=len(labels))
    between = Between.of(_ends(linkage.links, clusters, number), weight, sizes=sizes, thresholds=thresholds)
    near = np.abs(between.odds - thresholds.join) < BAND
    near &= ~np.isin(between.pairs, codes_of(*_ends(linkage.apart, clusters, number), len(labels)))
    best = first_of_each(between.place, weight=weight[between.rows], rows=between.rows)[near]
    keys = linkage.links.select(["left", "right"]).take(best).to_pylist()
    for ends, found in zip(keys, weight[best].tolist(), strict=True):
        pair = (ends["left"], ends["right"])
        yield Doubt(DoubtKind.PAIR, *pair, pair, max(found, thresholds.floor), NARROW)


def _ends(pairs: pa.Table, clusters: Mapping[str, str], number: Mapping[str, int]) -> tuple[Ids, Ids]:
    """The numbers of the clusters that the two records of each pair belong to."""
    left, right = (
        np.fromiter((number[clusters[key]] for key in pairs[side].to_pylist()), np.int64, pairs.num_rows)
        for side in ("left", "right")
    )
    return left, right
