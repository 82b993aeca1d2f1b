"""The truth beside the feeds: whole, consistent, and named as `hub evaluate` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.feeds import Feed
from hub.grading import Labels, grade, read_labels

if TYPE_CHECKING:
    from hub.catalogue import SourceCatalogue
    from tests.hub.demo.conftest import Written

INVERSE = {
    "parent": "child",
    "child": "parent",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "sibling": "sibling",
    "spouse": "spouse",
}


def test_the_truth_covers_every_good_record_exactly_once(
    population: Written, catalogue: SourceCatalogue
) -> None:
    sent = [
        record.key
        for source, path in population.summary.files.items()
        for record in Feed(catalogue.source(source), path).records()
    ]
    known = [row["key"] for row in population.truth("truth")]
    assert len(set(known)) == len(known)
    assert sorted(sent) == sorted(known)


def test_clusters_as_hub_link_writes_them_are_compared_with_the_truth_record_by_record(
    population: Written, catalogue: SourceCatalogue
) -> None:
    feed = Feed(catalogue.source("dop_allowance"), population.summary.files["dop_allowance"])
    everybody_alone = Labels(
        {(one.source, one.record_id): one.key for one in feed.records()}, has_source=True
    )
    compared = grade(read_labels(population.summary.truth["truth"]), everybody_alone)
    assert compared.without_truth == 0
    assert compared.without_cluster == len(population.truth("truth")) - len(everybody_alone.by_record)


def test_every_record_has_a_true_household(population: Written) -> None:
    persons = {row["key"]: row["cluster_id"] for row in population.truth("truth")}
    households = {row["key"]: row["household_cluster_id"] for row in population.truth("households_truth")}
    assert households.keys() == persons.keys()
    # A person lives in one household at the end, so every record of the person says the same.
    homes: dict[str, set[str]] = {}
    for record, person in persons.items():
        homes.setdefault(person, set()).add(households[record])
    assert {len(each) for each in homes.values()} == {1}


def test_kin_is_told_from_both_sides_and_of_known_persons(population: Written) -> None:
    known = {row["cluster_id"] for row in population.truth("truth")}
    kin = {
        (row["from_cluster_id"], row["to_cluster_id"], row["relation"])
        for row in population.truth("kin_truth")
    }
    assert {relation for *_, relation in kin} == set(INVERSE)
    assert all(one != other and one in known and other in known for one, other, _ in kin)
    assert all((other, one, INVERSE[relation]) in kin for one, other, relation in kin)


def test_every_stratum_a_resolver_is_graded_on_has_records(population: Written) -> None:
    known = {row["key"] for row in population.truth("truth")}
    members: dict[str, set[str]] = {}
    for row in population.truth("strata"):
        assert row["key"] in known
        members.setdefault(row["stratum"], set()).add(row["key"])
    sizes = {stratum: len(keys) for stratum, keys in members.items()}
    assert {
        "twin", "namesake", "no_id", "with_id", "relative_number", "changed_number", "changed_family_name",
        "changed_given_name", "both_numbers", "both_family_names", "both_given_names", "intake", "stateless", "shared_house", "shared_phone", "moved", "no_family_name",
    } == set(sizes)  # fmt: skip
    assert min(sizes.values()) >= 50
    assert sizes["no_id"] + sizes["with_id"] == len(known)


def test_a_counterpart_is_another_known_person(population: Written) -> None:
    person = {row["key"]: row["cluster_id"] for row in population.truth("truth")}
    told = [row for row in population.truth("strata") if row["counterpart"]]
    assert {row["stratum"] for row in told} == {"namesake", "relative_number", "twin"}
    assert all(row["counterpart"] in person.values() for row in told)
    assert all(row["counterpart"] != person[row["key"]] for row in told)


def test_twins_are_each_others_counterpart(population: Written) -> None:
    person = {row["key"]: row["cluster_id"] for row in population.truth("truth")}
    pairs = {
        (person[row["key"]], row["counterpart"])
        for row in population.truth("strata")
        if row["stratum"] == "twin" and row["counterpart"]
    }
    assert pairs
    assert all((other, one) in pairs for one, other in pairs)


def test_who_states_both_numbers_is_among_those_who_changed_it(population: Written) -> None:
    members = {(row["stratum"], row["key"]) for row in population.truth("strata")}
    both = {key for stratum, key in members if stratum == "both_numbers"}
    assert all(("changed_number", key) in members for key in both)
