from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from identity.clustering import Thresholds
from identity.doubt import CONTESTED, DoubtKind
from identity.linking import Conflict, Linkage, Model
from identity.linking.doubtful import TWO_WITHIN, doubts_of, two_numbers_within
from identity.linking.linkage import APART_SCHEMA, LINKS_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MODEL = Model((), prior=0.0002, thresholds=Thresholds(join=0.0, prior=-12.0, gain=1.0, missing=-8.0))


def linkage(
    links: Mapping[str, float], *, apart: str = "", conflicts: tuple[Conflict, ...] = ()
) -> tuple[Linkage, dict[str, str]]:
    """Links written as pairs of letters; `ab` and the like are clusters of their own unless named together."""
    clusters = {"a": "a", "b": "a", "c": "c", "d": "d"}
    rows = [
        {"left": pair[0], "right": pair[1], "weight": weight, "probability": 0.5}
        for pair, weight in links.items()
    ]
    kept = [{"left": pair[0], "right": pair[1], "reason": "twins"} for pair in apart.split()]
    return (
        Linkage(
            clusters,
            pa.Table.from_pylist(rows, LINKS_SCHEMA),
            pa.Table.from_pylist(kept, APART_SCHEMA),
            conflicts,
            (),
            MODEL,
        ),
        clusters,
    )


def test_persons_who_nearly_joined_are_asked_about_by_their_strongest_pair() -> None:
    # Odds of {a, b} with {c}: -12 + (2 - 1/sqrt(2)) * ((-1 - 2) / 2 + 12) = 1.6; of {c} with {d}: its own weight.
    doubts = doubts_of(*linkage({"ab": 20.0, "ac": -2.0, "bc": -1.0, "cd": 9.0}))
    assert [(one.kind, one.pair, one.weight) for one in doubts] == [(DoubtKind.PAIR, ("b", "c"), -1.0)]
    assert [one.odds for one in doubts] == [pytest.approx(1.575, abs=0.001)]


def test_a_clear_no_is_not_asked_about() -> None:
    assert doubts_of(*linkage({"cd": -6.0})) == ()


def test_a_pair_never_compared_counts_against_the_two() -> None:
    compared = doubts_of(*linkage({"ac": 1.0, "bc": 1.0}))
    missing = doubts_of(*linkage({"ac": 1.0}))
    assert (len(compared), len(missing)) == (0, 1)


def test_large_groups_are_not_asked_about_because_hardly_anything_of_them_was_compared() -> None:
    """Ten records each among very many: nothing compared is worth -2.5 bits, within the doubtful band."""
    one, other = ([f"{source}/{number}" for number in range(10)] for source in "ab")
    clusters = {key: group[0] for group in (one, other) for key in group}
    thresholds = replace(MODEL.thresholds, prior=-18.0)

    def asked(links: int, weight: float) -> int:
        rows = [
            {"left": left, "right": right, "weight": weight, "probability": 0.5}
            for left, right in list(product(one, other))[:links]
        ]
        found = linkage({})[0]
        tables = pa.Table.from_pylist(rows, LINKS_SCHEMA), found.apart
        model = replace(MODEL, thresholds=thresholds)
        return len(doubts_of(Linkage(clusters, *tables, (), (), model), clusters))

    assert [asked(1, -3.0), asked(5, 0.0), asked(10, 5.0)] == [0, 0, 1]


def test_whom_a_rule_keeps_apart_nobody_is_asked_about() -> None:
    assert doubts_of(*linkage({"ac": -2.0, "bc": -1.0}, apart="ac")) == ()


def test_whom_a_human_decided_about_nobody_is_asked_about_again() -> None:
    found = linkage({"ac": -2.0, "bc": -1.0})
    assert len(doubts_of(*found)) == 1
    assert doubts_of(*found, decided={("a", "c")}) == ()


def test_a_contested_number_is_asked_about_unless_its_holders_are_one_person() -> None:
    conflicts = (Conflict("a", "c", CONTESTED), Conflict("a", "b", CONTESTED))
    doubts = doubts_of(*linkage({}, conflicts=conflicts))
    assert [(one.kind, one.pair, one.reason) for one in doubts] == [
        (DoubtKind.CONTESTED_ID, ("a", "c"), CONTESTED)
    ]


def numbers(*rows: tuple[str, str, str]) -> pa.Table:
    """Rows of (key, number, kind); the source is what stands before the slash."""
    names = ("source", "key", "citizen_id", "citizen_id_kind")
    return pa.Table.from_pylist(
        [dict(zip(names, (key.split("/")[0], key, number, kind), strict=True)) for key, number, kind in rows]
    )


def test_a_person_with_two_lasting_numbers_is_asked_about_once_a_further_number() -> None:
    table = numbers(
        ("a/1", "111", "thai"), ("a/2", "222", "thai"), ("a/3", "222", "thai"), ("a/4", "333", "temporary")
    )
    one = two_numbers_within(table, dict.fromkeys(table["key"].to_pylist(), "P"))
    assert [(doubt.kind, doubt.pair, doubt.reason) for doubt in one] == [
        (DoubtKind.CONTESTED_ID, ("a/1", "a/2"), TWO_WITHIN)
    ]
    apart = {key: key for key in table["key"].to_pylist()}
    assert two_numbers_within(table, apart) == ()


def test_a_number_on_a_sealed_record_alone_is_asked_about_with_that_record() -> None:
    table = numbers(
        ("a/1", "111", "thai"), ("b/1", "222", "thai"), ("s/1", "222", "thai"), ("s/2", "999", "thai")
    )
    clusters = dict.fromkeys(table["key"].to_pylist(), "P")
    pairs = [doubt.pair for doubt in two_numbers_within(table, clusters, sealed={"s": "shelter"})]
    assert pairs == [("a/1", "b/1"), ("a/1", "s/2")]


SEALED = {"s": "shelter", "t": "asylum"}
"""Sources and their compartments."""


def with_sealed(
    persons: str, links: Mapping[str, float], *, apart: str = "", conflicts: tuple[Conflict, ...] = ()
) -> tuple[Linkage, dict[str, str]]:
    """Links between records named `a/1`, `s/1` and so on, written as `a1s1`; `a1s1 c1` are two persons."""

    def pair(text: str) -> tuple[str, str]:
        return f"{text[0]}/{text[1]}", f"{text[2]}/{text[3]}"

    def keys(text: str) -> list[str]:
        return [f"{text[at]}/{text[at + 1]}" for at in range(0, len(text), 2)]

    clusters = {key: keys(group)[0] for group in persons.split() for key in keys(group)}
    rows = [
        {"left": pair(text)[0], "right": pair(text)[1], "weight": weight, "probability": 0.5}
        for text, weight in links.items()
    ]
    kept = [{"left": pair(text)[0], "right": pair(text)[1], "reason": "twins"} for text in apart.split()]
    tables = pa.Table.from_pylist(rows, LINKS_SCHEMA), pa.Table.from_pylist(kept, APART_SCHEMA)
    return Linkage(clusters, *tables, conflicts, (), MODEL), clusters


def asked(found: tuple[Linkage, dict[str, str]], *, decided: Collection[tuple[str, str]] = ()) -> list[str]:
    doubts = doubts_of(*found, decided=decided, sealed=SEALED)
    return ["".join(doubt.pair).replace("/", "") for doubt in doubts]


def test_what_is_decided_about_a_sealed_record_takes_no_question_from_others() -> None:
    narrow = with_sealed("a1s1 c1", {"a1c1": 1.0})
    assert asked(narrow, decided=[("c/1", "s/1")]) == ["a1c1"]
    assert asked(narrow, decided=[("a/1", "c/1")]) == []
    contested = with_sealed("a1s1 c1", {}, conflicts=(Conflict("a/1", "c/1", CONTESTED),))
    assert asked(contested, decided=[("c/1", "s/1")]) == ["a1c1"]
    assert asked(contested, decided=[("a/1", "c/1")]) == []


def test_what_is_decided_in_one_compartment_answers_what_is_asked_there() -> None:
    found = with_sealed("a1t1 s1", {"a1s1": 1.0})
    assert asked(found) == asked(found, decided=[("s/1", "t/1")]) == ["a1s1"]
    assert asked(found, decided=[("a/1", "s/1")]) == []


def test_what_a_sealed_record_weighs_changes_no_question_of_others() -> None:
    without = with_sealed("a1 c1", {"a1c1": 1.0})
    heavier = with_sealed("a1s1 c1", {"a1c1": 1.0, "c1s1": 2.0})
    against = with_sealed("a1s1 c1", {"a1c1": 1.0}, apart="c1s1")
    assert asked(without) == asked(heavier) == asked(against) == ["a1c1"]


def test_whom_only_a_sealed_record_brings_near_is_asked_about_with_that_record() -> None:
    assert asked(with_sealed("a1s1 c1", {"a1c1": -9.0, "c1s1": 5.0})) == ["c1s1"]
    # Without a link of its own, the sealed record has nothing to be asked about.
    assert asked(with_sealed("a1s1 c1", {"a1c1": 30.0})) == []


def test_a_further_number_is_asked_about_in_each_compartment_that_has_it() -> None:
    table = numbers(("s/1", "111", "thai"), ("t/1", "222", "thai"), ("t/2", "333", "thai"))
    clusters = dict.fromkeys(table["key"].to_pylist(), "P")
    pairs = [doubt.pair for doubt in two_numbers_within(table, clusters, sealed=SEALED)]
    assert pairs == [("t/1", "t/2")]
