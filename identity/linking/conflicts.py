"""Which contradictions are worth a human's time: one a pair of persons, and of two numbers only where all else agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from identity.doubt import CONTESTED, TWO_NUMBERS
from identity.linking.apart import REASONS
from identity.linking.between import Between, codes_of, first_of_each
from identity.linking.cheaper import cheaper
from identity.linking.rules import RULES, SEEM_TWO

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

    from identity.clustering import Edges, Thresholds
    from identity.linking.apart import Apart

    Ids = NDArray[np.int64]
    Mask = NDArray[np.bool_]

_CONTESTED = REASONS.index(CONTESTED)
_TWO_NUMBERS = REASONS.index(TWO_NUMBERS)
_FOR_HUMAN = [REASONS.index(rule.name) for rule in RULES if rule.for_human]
_SEEM_TWO = f"""
select place from by_numbers join records a on a.rid = rid_l join records b on b.rid = rid_r
where {cheaper(SEEM_TWO)}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Held:
    """Who is held to be whom: the number of each record's person, a record of it, and the pairs that a human has
    decided about. Only a pair with a record in `asking` is asked about, any where it is None."""

    person: Ids
    decided: Ids
    asking: Mask | None = None

    def codes(self, left: Ids, right: Ids) -> Ids:
        """The persons of pairs of records, as numbers of two."""
        return codes_of(self.person[left], self.person[right], len(self.person))

    def may_ask(self, apart: Apart, codes: Ids) -> Mask:
        """Which pairs, these being the persons of each, may be asked about."""
        may = self.person[apart.left] != self.person[apart.right]
        may &= ~np.isin(codes, self.codes(self.decided[:, 0], self.decided[:, 1]))
        return may if self.asking is None else may & (self.asking[apart.left] | self.asking[apart.right])


def find_conflicts(
    connection: duckdb.DuckDBPyConnection, apart: Apart, edges: Edges, *, held: Held, thresholds: Thresholds
) -> Ids:
    """Places in `apart`, one for each two persons whose records contradict each other and of whom no human has decided
    anything: a contested number, or a rule for humans where the weights alone would have joined two records.

    Two numbers are a conflict only where nothing else speaks for two people: namesakes and relatives with a number each
    are as many as there are pairs of them, and nobody learns anything from looking at them. The table `records` must
    be the one that the edges were found in.
    """
    codes = held.codes(apart.left, apart.right)
    weight = _weights(apart, edges, least=thresholds.join, records=len(held.person))
    chosen = held.may_ask(apart, codes)
    chosen &= (apart.reason == _CONTESTED) | (np.isin(apart.reason, _FOR_HUMAN) & (weight >= thresholds.join))
    by_number = apart.reason == _TWO_NUMBERS
    alike = np.setdiff1d(codes[chosen & by_number], codes[~by_number])
    alike = np.intersect1d(alike, _joinable(edges, held, thresholds, wanted=alike))
    rows = np.flatnonzero(np.isin(codes, alike))
    alike = np.setdiff1d(alike, codes[rows[_seem_two(connection, apart.pairs[rows])]])
    rows = np.flatnonzero(chosen & (~by_number | np.isin(codes, alike)))
    return np.sort(first_of_each(codes[rows], weight=weight[rows], rows=rows))


def _joinable(edges: Edges, held: Held, thresholds: Thresholds, *, wanted: Ids) -> Ids:
    """The persons, two and two, who would join by their weights; all that are wanted are among those looked at."""
    size = len(held.person)
    concerned = np.zeros(size, dtype=np.bool_)
    concerned[wanted // size] = concerned[wanted % size] = True
    near = edges.among(concerned[held.person[edges.left]] & concerned[held.person[edges.right]])
    between = Between.of(
        (held.person[near.left], held.person[near.right]),
        near.weight,
        sizes=np.bincount(held.person, minlength=size),
        thresholds=thresholds,
    )
    return between.pairs[between.odds >= thresholds.join]


def _seem_two(connection: duckdb.DuckDBPyConnection, pairs: Ids) -> Ids:
    """The places of the pairs of records of which something else than two numbers says that they are of two people."""
    columns = [np.arange(len(pairs)), pairs[:, 0], pairs[:, 1]]
    connection.register(
        "by_numbers", pa.table([pa.array(one) for one in columns], ["place", "rid_l", "rid_r"])
    )
    found = connection.execute(_SEEM_TWO).fetchnumpy()["place"].astype(np.int64)
    connection.unregister("by_numbers")
    return found


def _weights(apart: Apart, edges: Edges, *, least: float, records: int) -> NDArray[np.float64]:
    """What the pairs kept apart weigh, -inf where that is less than `least`."""
    strong = edges.among(edges.weight >= least)
    found = np.full(len(apart.left), -np.inf)
    if len(strong.left):
        # Links come in the order of their records, so their codes are sorted.
        listed, codes = strong.left * records + strong.right, apart.left * records + apart.right
        place = np.minimum(np.searchsorted(listed, codes), len(listed) - 1)
        found = np.where(listed[place] == codes, strong.weight[place], found)
    return found
