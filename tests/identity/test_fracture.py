"""Is it one piece? Held to the clustering of the batch, which starts from scratch as well."""

from __future__ import annotations

import math
import time
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from identity.clustering import Constraints, Edges, cluster
from identity.fracture import BAND, Wholeness, whole
from identity.judgement import Verdict
from tests.identity.matrix import MatrixScorer, card, pair

_NAMES = "abcdef"
_PAIRS = list(combinations(_NAMES, 2))
_WEIGHTS = st.lists(st.floats(-20, 30), min_size=len(_PAIRS), max_size=len(_PAIRS))


def _whole(
    names: str, scorer: MatrixScorer, decided: dict[tuple[str, str], Verdict] | None = None
) -> Wholeness:
    return whole([card(name) for name in names], scorer=scorer, decided=decided or {})


@given(_WEIGHTS, st.sets(st.sampled_from(_PAIRS), max_size=1))
def test_the_pieces_are_the_clusters_that_a_batch_makes_of_these_records(
    weights: list[float], same: set[tuple[str, str]]
) -> None:
    scorer = MatrixScorer(
        {f"{one} {other}": weight for (one, other), weight in zip(_PAIRS, weights, strict=True)}
    )
    found = _whole(_NAMES, scorer, dict.fromkeys(same, Verdict.SAME)).pieces
    numbers = np.array([[_NAMES.index(name) for name in both] for both in _PAIRS], dtype=np.int64)
    edges = Edges(numbers[:, 0], numbers[:, 1], np.array(weights))
    together = frozenset((_NAMES.index(one), _NAMES.index(other)) for one, other in same)
    labels = cluster(len(_NAMES), edges, scorer.thresholds, Constraints(together)).tolist()
    expected = {
        tuple(name for name, label in zip(_NAMES, labels, strict=True) if label == one) for one in labels
    }
    assert set(found) == expected


@given(_WEIGHTS)
def test_one_piece_is_never_broken_and_a_broken_one_never_one_piece(weights: list[float]) -> None:
    scorer = MatrixScorer(
        {f"{one} {other}": weight for (one, other), weight in zip(_PAIRS, weights, strict=True)}
    )
    state = _whole(_NAMES, scorer)
    assert state.one == (state.weakest >= scorer.thresholds.join)
    assert not (state.one and state.broken)


def test_a_record_alone_is_one_piece() -> None:
    state = _whole("a", MatrixScorer({}))
    assert (state.one, state.broken, state.weakest) == (True, False, math.inf)


def test_the_weakest_joint_is_between_the_two_parts_that_hang_together_least() -> None:
    state = _whole("abcd", MatrixScorer({"a b": 20.0, "c d": 15.0}))
    assert (state.left, state.right) == (("a", "b"), ("c", "d"))
    assert state.broken


def test_between_join_and_fracture_a_person_is_neither_one_piece_nor_broken() -> None:
    for odds in (-0.1, 0.1 - BAND):
        state = _whole("ab", MatrixScorer({"a b": odds}))
        assert (state.one, state.broken) == (False, False)
    assert _whole("ab", MatrixScorer({"a b": -0.1 - BAND})).broken


def test_records_that_must_stay_apart_are_broken_whatever_they_weigh() -> None:
    scorer = MatrixScorer({"a b": 30.0, "a c": 30.0, "b c": 30.0}, rules={"a c": "twins"})
    state = _whole("abc", scorer)
    assert (state.broken, state.weakest) == (True, -math.inf)
    assert not _whole("abc", scorer, {pair("a", "c"): Verdict.SAME}).broken


def test_a_person_of_hundreds_of_records_is_looked_at_in_a_moment() -> None:
    keys = [f"{number:03}" for number in range(250)]
    started = time.process_time()
    state = whole([card(key) for key in keys], scorer=MatrixScorer({}), decided={})
    assert time.process_time() - started < 3.0
    assert len(state.pieces) == len(keys)
