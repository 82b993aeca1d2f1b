"""Figures of several populations taken together: shares are added up, F1 is the worst of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.evaluate import Evaluation, evaluate
from identity.strata import Share, StratumMark, measure_strata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.accuracy.datasets import Labelled

SHARES = ("recall_across", "recall_inside", "held", "merged_persons", "merged_pairs", "merged_records")


@dataclass(frozen=True, slots=True)
class Judged:
    """One way of linking one population: the whole, and every stratum."""

    name: str
    whole: Evaluation
    strata: Mapping[str, StratumMark]


def judge(name: str, labelled: Labelled, clusters: Mapping[str, str]) -> Judged:
    """Evaluate clusters on everything that is known of a labelled set."""
    strata = measure_strata(labelled.truth, clusters, labelled.strata)
    return Judged(name, evaluate(labelled.truth, clusters), strata)


def pooled(judged: Sequence[Judged], stratum: str, share: str) -> Share:
    """One share of one stratum over all populations."""
    each: list[Share] = [getattr(one.strata[stratum], share) for one in judged if stratum in one.strata]
    return Share(sum(one.part for one in each), sum(one.whole for one in each))


def value(share: Share) -> float:
    """The share, 0 of nothing."""
    return share.share or 0.0


def worst(judged: Sequence[Judged], figure: str) -> float:
    """The smallest of one figure over all populations."""
    return min(getattr(one.whole, figure) for one in judged)
