"""What human decisions say about the weights: are pairs that weigh so much one person as often as the model says?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from identity.errors import InsufficientData
from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from identity.linking.model import Model
    from identity.steward_agreement import Opinion

LEAST_DECISIONS = 50
"""Fewer decisions than this move no threshold: the error of the offset would be larger than half a bit."""
_BITS = math.log(2.0)
"""One bit in natural logarithms."""
_PRIOR_BITS = 3.0
"""Standard deviation of the offset expected before any decision: weights are seldom further off than this."""
_STEPS = 50
_EDGES = (-math.inf, -6.0, -3.0, -1.0, 1.0, 3.0, 6.0, math.inf)


@dataclass(frozen=True, slots=True)
class Bin:
    """Decided pairs whose weight lies in [`low`, `high`) bits: how many, how many were one person, and how many
    the model expected."""

    low: float
    high: float
    decided: int
    same: int
    expected: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """`offset` bits are to be added to every weight for the odds to fit what humans decided, give or take
    `error` (one standard error). Only doubtful pairs are reviewed, so it speaks of weights near the threshold."""

    decisions: int
    offset: float
    error: float
    bins: tuple[Bin, ...]


def calibrate(opinions: Iterable[Opinion]) -> Calibration:
    """Fit the offset by maximum a posteriori over SAME and DIFFERENT answers (logistic regression, slope fixed).

    UNSURE says nothing, nor does a pair that was never compared. Raises InsufficientData below LEAST_DECISIONS.
    """
    decided = [
        (opinion.weight, opinion.verdict is Verdict.SAME)
        for opinion in opinions
        if opinion.weight is not None and opinion.verdict is not Verdict.UNSURE
    ]
    if len(decided) < LEAST_DECISIONS:
        raise InsufficientData(
            f"{len(decided)} decisions are too few to calibrate by; {LEAST_DECISIONS} are needed"
        )
    offset, error = _fit(decided)
    bins = (_bin(decided, low, high) for low, high in pairwise(_EDGES))
    return Calibration(len(decided), offset, error, tuple(one for one in bins if one.decided))


def calibrated(model: Model, calibration: Calibration) -> Model:
    """The model with its join threshold moved by what humans decided; its weights stay as they were learnt."""
    thresholds = replace(model.thresholds, join=round(model.thresholds.join - calibration.offset, 3))
    told = {"decisions": calibration.decisions, "offset": round(calibration.offset, 3)}
    return replace(model, thresholds=thresholds, training={**model.training, "calibration": told})


def _share(weight: float) -> float:
    return 1.0 / (1.0 + math.exp(-_BITS * max(-60.0, min(60.0, weight))))


def _fit(decided: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Newton's method on the log posterior, which is concave; offset and standard error in bits."""
    offset, curvature = 0.0, 1.0
    for _ in range(_STEPS):
        shares = [_share(weight + offset) for weight, _ in decided]
        slope = _BITS * sum(same - share for (_, same), share in zip(decided, shares, strict=True))
        slope -= offset / _PRIOR_BITS**2
        curvature = _BITS**2 * sum(share * (1.0 - share) for share in shares) + 1.0 / _PRIOR_BITS**2
        # A step of more than the prior's width would overshoot where all shares are near 0 or 1.
        step = max(-_PRIOR_BITS, min(_PRIOR_BITS, slope / curvature))
        offset += step
        if abs(step) < 1e-9:
            break
    return offset, curvature**-0.5


def _bin(decided: Sequence[tuple[float, bool]], low: float, high: float) -> Bin:
    inside = [(weight, same) for weight, same in decided if low <= weight < high]
    return Bin(
        low, high, len(inside), sum(same for _, same in inside), sum(_share(weight) for weight, _ in inside)
    )
