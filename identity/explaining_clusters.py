"""How records came to be one person, step by step, and what would become of them if something were otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from identity.clustering import Constraints, Edges, joins
from identity.evidence import Evidence
from identity.judgement import Verdict, in_force

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from identity.clustering import Join, Thresholds
    from identity.judgement import Judgement
    from identity.linking.scorer import Prepared, Scorer

Pair = tuple[str, str]
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Two groups of record keys became one at these log2 odds. `asked`: because a human wanted it. `pair` are the two
    records across the groups that weigh most, in bits; of it `identity.explaining.why` tells the reasons."""

    left: Group
    right: Group
    odds: float
    asked: bool
    pair: Pair
    weight: float


@dataclass(frozen=True, slots=True)
class How:
    """The steps in their order and the groups at which they end, the largest first; one group when all is one
    person. `apart` says of which pairs something keeps them from being one, and what."""

    steps: tuple[Step, ...]
    groups: tuple[Group, ...]
    apart: tuple[tuple[str, str, str], ...]

    @property
    def weakest(self) -> Step | None:
        """The joint that holds least; None for a single record. Where it breaks, this is what comes apart."""
        return min(self.steps, key=lambda step: step.odds, default=None)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The groups as they are and as they would be, record keys, the largest first."""

    now: tuple[Group, ...]
    then: tuple[Group, ...]

    @property
    def changes(self) -> bool:
        """Would anything be otherwise?"""
        return self.now != self.then


def how(
    rows: Sequence[Prepared],
    scorer: Scorer,
    judgements: Iterable[Judgement] = (),
    *,
    thresholds: Thresholds | None = None,
    witnesses: Iterable[Prepared] = (),
    without_links: Collection[Pair] = (),
) -> How:
    """How average linkage makes groups of these records, all pairs compared.

    `witnesses` are further records with one of their citizen ids: they only bear on whose it is. `without_links` are
    pairs that count as if they had never been compared.
    """
    decided = {pair: judgement.verdict for pair, judgement in in_force(judgements).items()}
    evidence = Evidence(rows, scorer=scorer, decided=decided, witnesses=witnesses)
    keys, removed = sorted(evidence.keys), {_ordered(*pair) for pair in without_links}
    pairs = [pair for pair in combinations(keys, 2) if pair not in removed]
    apart = [
        (*pair, reason) for pair in combinations(keys, 2) if (reason := evidence.apart(*pair)) is not None
    ]
    number = {key: place for place, key in enumerate(keys)}
    together = {
        pair for pair, verdict in decided.items() if verdict is Verdict.SAME and number.keys() >= {*pair}
    }
    constraints = Constraints(
        frozenset((number[one], number[other]) for one, other in together),
        frozenset((number[one], number[other]) for one, other, _ in apart),
    )
    made = joins(len(keys), _edges(pairs, evidence, number), thresholds or scorer.thresholds, constraints)
    steps = tuple(_step(join, keys, evidence) for join in made)
    return How(steps, _groups(keys, steps), tuple(apart))


def what_if(
    rows: Sequence[Prepared],
    scorer: Scorer,
    judgements: Iterable[Judgement] = (),
    *,
    without_records: Collection[str] = (),
    without_links: Collection[Pair] = (),
    without_judgements: Collection[str] = (),
    with_records: Sequence[Prepared] = (),
    with_judgements: Iterable[Judgement] = (),
    thresholds: Thresholds | None = None,
) -> WhatIf:
    """The groups that these records would make if records (by key), links (pairs of keys) or judgements (by id) were
    not there, or others were there too. Nothing is changed."""
    judgements = list(judgements)
    kept = [one for one in judgements if one.id not in without_judgements]
    others = [row for row in (*rows, *with_records) if row.key not in without_records]
    now = how(rows, scorer, judgements, thresholds=thresholds)
    then = how(others, scorer, [*kept, *with_judgements], thresholds=thresholds, without_links=without_links)
    return WhatIf(now.groups, then.groups)


def _edges(pairs: Sequence[Pair], evidence: Evidence[Prepared], number: Mapping[str, int]) -> Edges:
    return Edges(
        np.array([number[one] for one, _ in pairs], dtype=np.int64),
        np.array([number[other] for _, other in pairs], dtype=np.int64),
        np.array([evidence.weight(*pair) for pair in pairs], dtype=np.float64),
    )


def _step(join: Join, keys: Sequence[str], evidence: Evidence[Prepared]) -> Step:
    left, right = (tuple(keys[place] for place in side) for side in (join.left, join.right))
    pair = evidence.best_pair(left, right)
    return Step(left, right, join.odds, join.asked, pair, evidence.weight(*pair))


def _groups(keys: Iterable[str], steps: Iterable[Step]) -> tuple[Group, ...]:
    groups: dict[str, Group] = {key: (key,) for key in keys}
    for step in steps:
        whole = tuple(sorted(step.left + step.right))
        groups |= dict.fromkeys(whole, whole)
    return tuple(sorted(set(groups.values()), key=lambda group: (-len(group), group)))


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
