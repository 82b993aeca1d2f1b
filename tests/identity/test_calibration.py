from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from identity.calibration import LEAST_DECISIONS, calibrate, calibrated
from identity.clustering import Thresholds
from identity.errors import InsufficientData
from identity.judgement import Verdict
from identity.linking import Model
from identity.steward_agreement import Opinion

AT = datetime(2026, 11, 23, tzinfo=UTC)


def decided(number: int, *, truly: float, seed: int = 3) -> list[Opinion]:
    """Answers where a pair of weight w is one person with the odds 2 ** (w + truly)."""
    draw = random.Random(seed)
    opinions: list[Opinion] = []
    for place in range(number):
        weight = draw.uniform(-5.0, 5.0)
        same = draw.random() < 1.0 / (1.0 + 2.0 ** -(weight + truly))
        verdict = Verdict.SAME if same else Verdict.DIFFERENT
        opinions.append(Opinion(f"R{place}", "ann", verdict, AT, blind=True, weight=weight))
    return opinions


@pytest.mark.parametrize("truly", [-2.0, 0.0, 2.0])
def test_the_offset_is_found_within_its_error(truly: float) -> None:
    told = calibrate(decided(2_000, truly=truly))
    assert told.offset == pytest.approx(truly, abs=3 * told.error)
    assert told.error < 0.15


def test_decisions_that_are_all_alike_move_the_threshold_only_so_far() -> None:
    all_same = [
        Opinion(f"R{place}", "ann", Verdict.SAME, AT, blind=False, weight=0.0) for place in range(100)
    ]
    assert 3.0 < calibrate(all_same).offset < 12.0


def test_unsure_answers_and_pairs_never_compared_do_not_count() -> None:
    few = decided(LEAST_DECISIONS - 1, truly=0.0)
    unsure = Opinion("U", "ann", Verdict.UNSURE, AT, blind=False, weight=1.0)
    uncompared = Opinion("V", "ann", Verdict.SAME, AT, blind=False, weight=None)
    with pytest.raises(InsufficientData, match=f"{LEAST_DECISIONS - 1} decisions"):
        calibrate([*few, unsure, uncompared])


def test_weights_that_are_too_high_raise_the_threshold_and_nothing_else() -> None:
    model = Model((), prior=0.001, thresholds=Thresholds(join=0.0))
    told = calibrate(decided(500, truly=-2.0))
    moved = calibrated(model, told)
    assert moved.thresholds.join == pytest.approx(-told.offset, abs=0.001)
    assert moved.comparisons == model.comparisons
    assert moved.version != model.version


def test_the_table_holds_what_was_decided_beside_what_the_model_expected() -> None:
    told = calibrate(decided(1_000, truly=0.0))
    assert sum(one.decided for one in told.bins) == 1_000
    middle = next(one for one in told.bins if one.low == -1.0)
    assert middle.same == pytest.approx(middle.expected, abs=4 * middle.decided**0.5 / 2)
