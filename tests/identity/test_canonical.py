"""Stable ids: never reused, always resolving, the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from identity.canonical import CROCKFORD, content_id, keep_ids, resolves_to, retirements

if TYPE_CHECKING:
    import random

KEYS = [f"s/{number:02d}" for number in range(12)]
clusterings = st.lists(st.integers(0, 4), min_size=len(KEYS), max_size=len(KEYS))


def grouped(labels: list[int], *, prefix: str = "") -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, label in zip(KEYS, labels, strict=True):
        groups.setdefault(f"{prefix}{label}", []).append(key)
    return groups


def assignment(groups: dict[str, list[str]], ids: dict[str, str]) -> dict[str, str]:
    return {key: ids[label] for label, keys in groups.items() for key in keys}


def test_an_id_is_made_of_the_smallest_record_key_alone() -> None:
    ids = keep_ids({"a": ["s/2", "s/1"]}, previous={}, taken=(), prefix="P")
    assert ids == {"a": content_id("P", "s/1")}
    assert len(ids["a"]) == 13
    assert set(ids["a"][1:]) <= set(CROCKFORD)


def test_an_id_is_pinned_for_ever() -> None:
    # Every machine that ever ran this must agree: changing the recipe renames every person in the country.
    assert content_id("P", "dop_allowance/000001") == "PQY6SFD0FX4S8"


def test_an_id_given_out_before_is_not_given_out_again() -> None:
    first = content_id("P", "s/1")
    second = content_id("P", "s/1", {first})
    assert second != first
    assert content_id("P", "s/1", {first, second}) not in {first, second}


def test_the_larger_part_of_a_split_person_keeps_the_id() -> None:
    ids = keep_ids(
        {"a": ["s/1"], "b": ["s/2", "s/3"]},
        previous=dict.fromkeys(("s/1", "s/2", "s/3"), "P1"),
        taken=(),
        prefix="P",
    )
    assert ids["b"] == "P1"
    assert ids["a"] != "P1"


def test_a_merged_person_is_retired_into_the_one_with_more_records() -> None:
    previous = {"s/1": "P1", "s/2": "P2", "s/3": "P2"}
    groups = {"all": list(previous)}
    ids = keep_ids(groups, previous=previous, taken=(), prefix="P")
    (retired,) = retirements(previous, assignment(groups, ids))
    assert (ids["all"], retired.person_id, retired.became, retired.reason) == ("P2", "P1", ("P2",), "merged")


def test_a_person_whose_records_went_to_two_others_is_split_between_them() -> None:
    previous = {"s/1": "P1", "s/2": "P1", "s/3": "P2", "s/4": "P2", "s/5": "P3", "s/6": "P3"}
    groups = {"x": ["s/1", "s/3", "s/4"], "y": ["s/2", "s/5", "s/6"]}
    (retired,) = retirements(
        previous, assignment(groups, keep_ids(groups, previous=previous, taken=(), prefix="P"))
    )
    assert (retired.person_id, retired.became, retired.reason) == ("P1", ("P2", "P3"), "split")


def test_a_retired_id_resolves_through_every_later_retirement() -> None:
    became = {"P1": ("P2",), "P2": ("P3", "P4"), "P4": ("P5",)}
    assert resolves_to("P1", became) == ("P3", "P5")
    assert resolves_to("P5", became) == ("P5",)


@given(clusterings, st.randoms(use_true_random=False))
def test_labels_and_order_change_no_id(labels: list[int], order: random.Random) -> None:
    groups = grouped(labels)
    renamed = {f"other{label}": order.sample(keys, len(keys)) for label, keys in reversed(groups.items())}
    ids = keep_ids(groups, previous={}, taken=(), prefix="P")
    others = keep_ids(renamed, previous={}, taken=(), prefix="P")
    assert assignment(groups, ids) == assignment(renamed, others)


@settings(max_examples=150)
@given(st.lists(clusterings, min_size=2, max_size=6))
def test_through_any_history_ids_are_never_reused_and_every_one_still_resolves(
    history: list[list[int]],
) -> None:
    now: dict[str, str] = {}
    became: dict[str, tuple[str, ...]] = {}
    ever: set[str] = set()
    for labels in history:
        groups = grouped(labels)
        ids = keep_ids(groups, previous=now, taken=ever, prefix="P")
        after = assignment(groups, ids)
        assert len(set(ids.values())) == len(groups)
        assert not set(ids.values()) & set(became), "a retired id came back"
        assert keep_ids(groups, previous=after, taken=ever | set(ids.values()), prefix="P") == ids
        for retired in retirements(now, after):
            assert set(retired.became) == {after[key] for key in KEYS if now[key] == retired.person_id}
            became[retired.person_id] = retired.became
        now = after
        ever |= set(ids.values())
        assert all(set(resolves_to(one, became)) <= set(now.values()) for one in ever)
