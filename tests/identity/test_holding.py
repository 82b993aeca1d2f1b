from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from identity.doubt import DoubtKind
from identity.holding import Holding, hold_persons
from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = [f"a/{number}" for number in range(8)]
SEALED = [f"s/{number}" for number in range(3)]


def hold(
    clusters: str,
    previous: str = "",
    *,
    decided: Mapping[tuple[str, str], Verdict] | None = None,
    sealed: str = "",
) -> Holding:
    """Clusters and persons written as groups of keys: `ab c` are a and b together, c alone; u is of a compartment of
    its own where it is sealed."""
    labels = {key: min(group) for group in clusters.split() for key in group}
    persons = {key: group.upper() for group in previous.split() for key in group}
    places = {key: "asylum" if key == "u" else "shelter" for key in sealed}
    return hold_persons(labels, previous=persons, decided=decided or {}, sealed=places)


def groups(holding: Holding) -> str:
    found: dict[str, list[str]] = {}
    for key, label in sorted(holding.clusters.items()):
        found.setdefault(label, []).append(key)
    return " ".join("".join(group) for group in sorted(found.values()))


def test_without_persons_in_force_clusters_stay_as_linkage_made_them() -> None:
    assert groups(hold("ab cd e")) == "ab cd e"


def test_a_person_in_force_is_never_taken_apart_but_asked_about() -> None:
    held = hold("ab cd", "abcd")
    assert groups(held) == "abcd"
    [doubt] = held.doubts
    assert (doubt.kind, doubt.pair, doubt.records) == (DoubtKind.DRIFT, ("a", "c"), ("a", "b", "c", "d"))


def test_persons_who_lie_in_one_cluster_whole_become_one() -> None:
    assert groups(hold("abcd", "ab cd")) == "abcd"


def test_a_part_of_a_person_carries_nobody_else_along() -> None:
    held = hold("ab cdef", "abc def")
    assert groups(held) == "abc def"
    assert [doubt.pair for doubt in held.doubts] == [("a", "c")]


def test_a_new_record_goes_to_the_person_of_its_cluster() -> None:
    assert groups(hold("abx cd", "ab cd")) == "abx cd"


def test_a_new_record_between_parts_of_persons_goes_to_the_one_with_more_records_there() -> None:
    assert groups(hold("a bcdx ef", "ab cde f")) in {"ab cdex f"}


def test_a_new_record_alone_is_a_new_person() -> None:
    assert groups(hold("ab x", "ab")) == "ab x"


def test_a_human_who_parted_a_person_is_obeyed() -> None:
    held = hold("ab cd", "abcd", decided={("a", "c"): Verdict.DIFFERENT})
    assert (groups(held), held.doubts) == ("ab cd", ())


def test_a_human_who_joined_two_persons_is_obeyed_though_one_would_be_parted() -> None:
    held = hold("abc d", "ab cd", decided={("a", "c"): Verdict.SAME})
    assert groups(held) == "abcd"


def test_a_sealed_record_never_makes_two_open_persons_one() -> None:
    held = hold("as bc", "as bc", sealed="s")
    assert groups(held) == "as bc"
    moved = hold("a bcs", "as bc", sealed="s")
    assert groups(moved) == "as bc"
    assert [doubt.records for doubt in moved.doubts] == [("a", "s")]


def test_a_person_known_from_sealed_records_joins_the_open_person_of_its_cluster() -> None:
    assert groups(hold("abst", "ab st", sealed="st")) == "abst"


def test_a_sealed_person_torn_between_two_clusters_comes_to_one_of_them() -> None:
    assert groups(hold("as bt", "st", sealed="st")) == "ast b"


def test_doubts_about_open_records_do_not_name_sealed_ones() -> None:
    held = hold("abs cd", "abscd", sealed="s")
    assert [doubt.records for doubt in held.doubts] == [("a", "b", "c", "d")]


def test_a_human_who_parts_a_sealed_record_from_a_person_parts_nobody_outside() -> None:
    held = hold("a b s", "abs", decided={("a", "s"): Verdict.DIFFERENT}, sealed="s")
    assert groups(held) == "ab s"
    assert [doubt.records for doubt in held.doubts] == [("a", "b")]
    with_another = hold("a bs", "abs", decided={("a", "s"): Verdict.DIFFERENT}, sealed="s")
    assert groups(with_another) == "ab s"
    assert [doubt.records for doubt in with_another.doubts] == [("a", "b")]


def test_a_human_who_parts_two_sealed_records_of_one_person_parts_these() -> None:
    held = hold("as t", "ast", decided={("s", "t"): Verdict.DIFFERENT}, sealed="st")
    assert (groups(held), held.doubts) == ("as t", ())


def test_each_compartment_is_asked_about_its_own_sealed_records_without_those_of_another() -> None:
    one = [doubt.records for doubt in hold("a s", "as", sealed="s").doubts]
    two = [doubt.records for doubt in hold("a s u", "asu", sealed="su").doubts]
    assert (one, two) == ([("a", "s")], [("a", "u"), ("a", "s")])


def test_an_open_record_is_asked_about_though_more_sealed_ones_are_held_with_it() -> None:
    assert [doubt.pair for doubt in hold("a st", "ast", sealed="st").doubts] == [("a", "s")]


labellings = st.fixed_dictionaries({key: st.integers(0, 3) for key in [*KEYS, *SEALED]})
persons = st.dictionaries(st.sampled_from([*KEYS, *SEALED]), st.integers(0, 3))
verdicts = st.dictionaries(
    st.sampled_from(list(combinations([*KEYS, *SEALED], 2))), st.sampled_from(Verdict), max_size=8
)


def as_labels(numbers: Mapping[str, int]) -> dict[str, str]:
    return {
        key: min(other for other, group in numbers.items() if group == number)
        for key, number in numbers.items()
    }


@given(labellings, persons)
def test_everybody_in_force_stays_whole(clusters: dict[str, int], previous: dict[str, int]) -> None:
    held = hold_persons(
        as_labels(clusters), previous={key: f"P{who}" for key, who in previous.items()}, decided={}
    )
    for key, who in previous.items():
        for other, person in previous.items():
            if who == person:
                assert held.clusters[key] == held.clusters[other]


@settings(max_examples=400)
@given(labellings, persons, verdicts)
def test_what_open_records_come_to_never_depends_on_sealed_ones(
    clusters: dict[str, int], previous: dict[str, int], decided: dict[tuple[str, str], Verdict]
) -> None:
    # As linkage guarantees it: the label of an open cluster is the same with and without sealed records.
    seen = {key: number for key, number in clusters.items() if key in KEYS}
    labels = as_labels(seen)
    hidden = {
        key: next((labels[other] for other in KEYS if clusters[other] == clusters[key]), key)
        for key in SEALED
    }
    before = {key: f"P{who}" for key, who in previous.items()}
    without = hold_persons(
        labels,
        previous={key: who for key, who in before.items() if key in KEYS},
        decided={pair: verdict for pair, verdict in decided.items() if not set(pair) & set(SEALED)},
    )
    places = dict.fromkeys(SEALED, "shelter")
    held = hold_persons({**labels, **hidden}, previous=before, decided=decided, sealed=places)
    assert {key: held.clusters[key] for key in KEYS} == without.clusters
    told = [doubt for doubt in held.doubts if not set(doubt.records) & set(SEALED)]
    assert told == list(without.doubts)


@given(labellings, persons)
def test_holding_what_was_held_changes_nothing(clusters: dict[str, int], previous: dict[str, int]) -> None:
    labels = as_labels(clusters)
    once = hold_persons(labels, previous={key: f"P{who}" for key, who in previous.items()}, decided={})
    again = hold_persons(labels, previous=once.clusters, decided={})
    assert again.clusters == once.clusters
