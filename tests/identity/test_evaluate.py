"""The figures by which the hub grades itself, against counting every pair by hand."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.errors import InsufficientData
from identity.evaluate import evaluate

_LABELS = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from("uvwxyz"), min_size=1)


def test_a_perfect_clustering_scores_one_everywhere() -> None:
    mark = evaluate({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "y"})
    assert (mark.pair_f1, mark.b3_f1, mark.exact_clusters) == (1.0, 1.0, 1.0)


def test_one_wrong_merge_costs_precision_and_not_recall() -> None:
    mark = evaluate({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})
    assert (mark.pair_precision, mark.pair_recall) == (pytest.approx(1 / 3), 1.0)
    assert mark.b3_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert (mark.exact_clusters, mark.largest_cluster) == (0.0, 3)


def test_records_that_only_one_side_knows_do_not_count() -> None:
    mark = evaluate({"a": "1", "b": "1", "lost": "1"}, {"a": "x", "b": "x", "extra": "x"})
    assert (mark.records, mark.true_pairs, mark.pair_f1) == (2, 1, 1.0)


def test_nothing_in_common_is_refused() -> None:
    with pytest.raises(InsufficientData):
        evaluate({"a": "1"}, {"b": "1"})


def test_a_pair_belongs_to_a_stratum_when_one_of_its_records_does() -> None:
    truth = {"a": "1", "b": "1", "c": "1"}
    mark = evaluate(truth, {"a": "x", "b": "x", "c": "y"}, {"some": {"a"}})
    assert (mark.strata["some"].true_pairs, mark.strata["some"].right_pairs) == (2, 1)
    assert mark.as_dict()["strata"]["some"]["pair_recall"] == 0.5


@given(truth=_LABELS, clusters=_LABELS, stratum=st.sets(st.sampled_from("abcdefghij")))
def test_counts_agree_with_listing_every_pair(
    truth: dict[str, str], clusters: dict[str, str], stratum: set[str]
) -> None:
    keys = sorted(truth.keys() & clusters.keys())
    if not keys:
        return
    pairs = [pair for pair in combinations(keys, 2) if stratum & set(pair)]
    true = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}
    found = {pair for pair in pairs if clusters[pair[0]] == clusters[pair[1]]}
    mark = evaluate(truth, clusters, {"part": stratum}).strata["part"]
    assert (mark.true_pairs, mark.found_pairs, mark.right_pairs) == (len(true), len(found), len(true & found))
