from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from identity.clustering import Thresholds
from identity.doubt import CONTESTED, DoubtKind
from identity.linking import Conflict, Linkage, Model
from identity.linking.doubtful import TWO_WITHIN, doubts_of, two_numbers_within
from identity.linking.linkage import APART_SCHEMA, LINKS_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def test_a_clear_no_is_not_asked_about() -> None:
    assert doubts_of(*linkage({"cd": -6.0})) == ()


def test_a_pair_never_compared_counts_against_the_two() -> None:
    compared = doubts_of(*linkage({"ac": 1.0, "bc": 1.0}))
    missing = doubts_of(*linkage({"ac": 1.0}))
    assert (len(compared), len(missing)) == (0, 1)


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
    pairs = [doubt.pair for doubt in two_numbers_within(table, clusters, sealed={"s"})]
    assert pairs == [("a/1", "b/1"), ("a/1", "s/2")]
