"""The measures of the strata, on cases small enough to count by hand."""

from __future__ import annotations

import pytest

from identity.errors import InsufficientData
from identity.strata import (
    Share,
    Strata,
    evaluate_households,
    held_whole,
    homes_of_persons,
    measure_strata,
    merged_pairs,
    merged_persons,
    merged_records,
    recall_across,
    recall_inside,
)

# Ann has four records, of which a3 and a4 carry no number; Bea, her twin, has two.
TRUTH = {"a1": "ann", "a2": "ann", "a3": "ann", "a4": "ann", "b1": "bea", "b2": "bea"}
NO_NUMBER = {"a3", "a4"}


def test_recall_is_told_apart_by_how_many_of_the_two_records_have_no_number() -> None:
    clusters = {"a1": "x", "a2": "x", "a3": "x", "a4": "y", "b1": "z", "b2": "z"}
    # Ann's pairs: a1a2 both with a number, a1a3 a1a4 a2a3 a2a4 one without, a3a4 both without.
    assert recall_across(TRUTH, clusters, NO_NUMBER) == Share(2, 4)
    assert recall_inside(TRUTH, clusters, NO_NUMBER) == Share(0, 1)
    assert recall_inside(TRUTH, clusters, TRUTH.keys() - NO_NUMBER) == Share(2, 2)


def test_a_person_is_held_when_all_records_are_in_one_cluster_even_beside_a_stranger() -> None:
    together = dict.fromkeys(TRUTH, "x")
    assert held_whole(TRUTH, together, {"a1", "b1"}) == Share(2, 2)
    assert held_whole(TRUTH, together | {"a4": "y"}, {"a1", "b1"}) == Share(1, 2)


def test_a_person_with_a_single_record_is_no_proof_of_holding_together() -> None:
    assert held_whole({"a1": "ann", "b1": "bea"}, {"a1": "x", "b1": "y"}, {"a1", "b1"}).share is None


def test_twins_are_merged_when_one_cluster_holds_a_record_of_each() -> None:
    clusters = {"a1": "x", "a2": "x", "a3": "x", "a4": "y", "b1": "y", "b2": "z"}
    told_of_both = {("a1", "bea"), ("a2", "bea"), ("b1", "ann")}
    assert merged_persons(TRUTH, clusters, told_of_both) == Share(1, 1)
    assert merged_pairs(TRUTH, clusters, told_of_both) == Share(1, 8)
    assert merged_persons(TRUTH, TRUTH, told_of_both) == Share(0, 1)


def test_a_record_with_a_relatives_number_is_judged_by_its_own_cluster() -> None:
    # b1 carries Ann's number and landed among her records; b2 is none of the asked.
    clusters = {"a1": "x", "a2": "x", "a3": "x", "a4": "x", "b1": "x", "b2": "z"}
    assert merged_records(TRUTH, clusters, {("b1", "ann")}) == Share(1, 1)
    assert merged_records(TRUTH, clusters | {"b1": "z"}, {("b1", "ann")}) == Share(0, 1)


def test_a_counterpart_without_records_can_be_merged_with_nobody() -> None:
    assert merged_persons(TRUTH, TRUTH, {("a1", "cat")}) == Share(0, 0)
    assert merged_records(TRUTH, TRUTH, {("a1", "cat")}) == Share(0, 0)


def test_nobody_is_a_counterpart_of_their_own() -> None:
    assert merged_persons(TRUTH, TRUTH, {("a1", "ann")}) == Share(0, 0)


def test_a_mark_leaves_out_what_nobody_is_a_counterpart_for() -> None:
    strata = Strata.of([("no number", "a3", ""), ("no number", "a4", ""), ("twin", "a1", "bea")])
    marks = measure_strata(TRUTH, TRUTH, strata)
    assert list(marks) == ["no number", "twin"]
    assert marks["no number"].pairs.true_pairs == 5
    assert "merged_persons" not in marks["no number"].as_dict()
    assert marks["twin"].as_dict()["merged_persons"] == {"share": 0.0, "part": 0, "whole": 1}


def test_records_that_were_not_clustered_do_not_count() -> None:
    strata = Strata.of([("no number", "a3", ""), ("no number", "a4", "")])
    mark = measure_strata(TRUTH, {"a3": "x", "a4": "x"}, strata)["no number"]
    assert (mark.recall_inside, mark.recall_across) == (Share(1, 1), Share(0, 0))


def test_strata_of_nothing_in_common_are_refused() -> None:
    with pytest.raises(InsufficientData):
        measure_strata(TRUTH, {"c1": "x"}, Strata.of([("twin", "a1", "")]))


def test_a_person_lives_where_most_records_say() -> None:
    homes = {"a1": "h2", "a2": "h2", "a3": "h1", "b1": "h2", "b2": "h1"}
    assert homes_of_persons(TRUTH, homes) == {"ann": "h2", "bea": "h1"}


def test_households_count_pairs_of_different_persons_only() -> None:
    truth = {**TRUTH, "c1": "cat"}
    true_homes = {"a1": "h", "b1": "h", "c1": "k"}
    # Ann's four records agree, which earns nothing; Bea was put with Cat instead of with Ann.
    found = {"a1": "1", "a2": "1", "a3": "1", "a4": "1", "b1": "2", "b2": "2", "c1": "2"}
    mark = evaluate_households(truth, true_homes, found)
    assert (mark.records, mark.true_pairs, mark.found_pairs, mark.right_pairs) == (3, 1, 1, 0)


def test_who_was_put_in_no_household_lives_alone() -> None:
    mark = evaluate_households(TRUTH, {"a1": "h", "b1": "h"}, {})
    assert (mark.found_pairs, mark.true_pairs) == (0, 1)
