"""What one linkage leaves to humans: persons that nearly joined, and numbers that contradict all else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from identity.compartments import known_in
from identity.doubt import ALL_ELSE_AGREES, CONTESTED, TWO_NUMBERS, Doubt, DoubtKind
from identity.linking.narrow import narrow_doubts
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pyarrow as pa

    from identity.linking.linkage import Linkage

    Persons = frozenset[str]

_ASKED = {
    CONTESTED: (DoubtKind.CONTESTED_ID, CONTESTED),
    TWO_NUMBERS: (DoubtKind.CONTESTED_ID, ALL_ELSE_AGREES),
}
"""What is asked about a conflict; another rule is itself the reason why two persons are asked about."""
TWO_WITHIN = "held to be one person, with two lasting citizen ids"
_NOBODY: Mapping[str, str] = {}


def doubts_of(
    linkage: Linkage,
    clusters: Mapping[str, str],
    *,
    decided: Collection[tuple[str, str]] = (),
    sealed: Mapping[str, str] = _NOBODY,
) -> tuple[Doubt, ...]:
    """The questions that a linkage raises about `clusters` (record key -> label), which say who is held to be whom.

    PAIR for two persons whose odds of being one lie within the doubtful band around the join threshold
    (`identity.linking.narrow`) and whom no rule keeps apart; CONTESTED_ID for conflicts about numbers. Nothing is asked about one and the same person, nor
    about two of whom a human has decided some pair of records (`decided`) already. `sealed` is the compartment by name
    of every sealed source: what its records say, and what was decided about them, changes nothing that is asked elsewhere.
    """
    answered = _answered(decided, clusters, sealed)
    doubts = [
        doubt
        for doubt in (*narrow_doubts(linkage, clusters, sealed=sealed), *_contested(linkage, clusters))
        if (place := known_in(doubt.pair, sealed)) is not None
        and _persons(doubt.pair, clusters) not in answered[OPEN] | answered[place]
    ]
    return tuple(sorted(doubts, key=lambda doubt: (doubt.kind, doubt.pair)))


def two_numbers_within(
    table: pa.Table, clusters: Mapping[str, str], *, sealed: Mapping[str, str] = _NOBODY
) -> tuple[Doubt, ...]:
    """CONTESTED_ID for each person whose records carry two lasting, checked citizen ids or more.

    Name and day of birth may outweigh two numbers, for a digit is easily mistyped into another valid number; but
    which of the two is theirs only a human finds out. One question a further number. `sealed` is the compartment by
    name of every sealed source: a number on sealed records alone is asked about with those records, inside their
    compartment, which does not know of the records of another.
    """
    lasting = table.filter(pc.field("citizen_id_kind") == "thai").select(["source", "key", "citizen_id"])
    rows = zip(*(lasting[name].to_pylist() for name in ("source", "key", "citizen_id")), strict=True)
    holders: defaultdict[str, defaultdict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for source, key, number in sorted(rows, key=lambda row: row[1]):
        # Of the records of one compartment the first stands for the number.
        holders[clusters[key]][sealed.get(source, OPEN)].setdefault(number, key)
    return tuple(doubt for label in sorted(holders) for doubt in _further_numbers(holders[label]))


def _further_numbers(holders: Mapping[str, Mapping[str, str]]) -> Iterator[Doubt]:
    """One question a number after the first of one person, in each compartment; `holders` is compartment -> number ->
    record key."""
    openly = holders.get(OPEN, {})
    yield from _beside_the_first([*openly.values()])
    for place in sorted(holders.keys() - {OPEN}):
        hidden = [key for number, key in holders[place].items() if number not in openly]
        yield from _beside_the_first([*openly.values()][:1] + hidden)


def _beside_the_first(keys: Sequence[str]) -> Iterator[Doubt]:
    for other in keys[1:]:
        pair = (keys[0], other)
        yield Doubt(DoubtKind.CONTESTED_ID, *pair, tuple(sorted(pair)), None, TWO_WITHIN)


def _answered(
    decided: Collection[tuple[str, str]], clusters: Mapping[str, str], sealed: Mapping[str, str]
) -> defaultdict[str, set[Persons]]:
    """The persons, two and two, about whom a human has decided something, by the compartment that knows of it."""
    answered: defaultdict[str, set[Persons]] = defaultdict(set)
    for pair in decided:
        place = known_in(pair, sealed)
        if place is not None and clusters.keys() >= set(pair):
            answered[place].add(_persons(pair, clusters))
    return answered


def _persons(pair: tuple[str, str], clusters: Mapping[str, str]) -> Persons:
    return frozenset(clusters[key] for key in pair)


def _contested(linkage: Linkage, clusters: Mapping[str, str]) -> Iterator[Doubt]:
    for conflict in linkage.conflicts:
        if clusters[conflict.left] != clusters[conflict.right]:
            pair = (conflict.left, conflict.right)
            kind, reason = _ASKED.get(conflict.reason, (DoubtKind.PAIR, conflict.reason))
            yield Doubt(kind, *pair, pair, None, reason)
