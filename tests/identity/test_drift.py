"""The population stability index, what chance explains of it, and what the report says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.drift import (
    CHANGED,
    MOVED,
    Shift,
    Stability,
    drift,
    has_drifted,
    index_by_chance,
    stability_index,
)
from identity.errors import ModelMismatch
from identity.profile import SIZE_BUCKETS, WEIGHT_BUCKETS, KeySize, Profile, SourceProfile, size_bucket

_HISTOGRAM = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 500), min_size=2)
WEIGHTS = dict.fromkeys(WEIGHT_BUCKETS, 100)
SIZES = dict.fromkeys(SIZE_BUCKETS, 100)


def source(**changes: object) -> SourceProfile:
    plain: dict[str, object] = {"records": 600, "filled": {"phone": 300}, "weights": WEIGHTS, "sizes": SIZES}
    return SourceProfile(**{**plain, **changes})  # pyright: ignore[reportArgumentType]


def whole(one: SourceProfile, keys: dict[str, KeySize] | None = None) -> Profile:
    return Profile(records=600, links=1000, sources={"roll": one}, keys=keys or {})


def moved(baseline: Profile, now: Profile) -> list[Shift]:
    return [shift for shift in drift(baseline, now).shifts if shift.stability is not Stability.STEADY]


def test_the_index_is_that_of_the_textbook() -> None:
    # (.5 - .7) ln(.5 / .7) + (.5 - .3) ln(.5 / .3), and the half that is counted into each bucket hardly matters.
    index = stability_index({"a": 50_000, "b": 50_000}, {"a": 70_000, "b": 30_000})
    assert index == pytest.approx(-0.2 * math.log(5 / 7) + 0.2 * math.log(5 / 3), abs=1e-4)


@given(one=_HISTOGRAM, other=_HISTOGRAM)
def test_the_index_is_never_negative_and_the_same_from_both_sides(
    one: dict[str, int], other: dict[str, int]
) -> None:
    assert stability_index(one, other) >= 0
    assert stability_index(one, other) == pytest.approx(stability_index(other, one))
    assert stability_index(one, one) == 0


def test_nothing_has_moved_where_everything_is_as_it_was() -> None:
    report = drift(whole(source()), whole(source()))
    assert {shift.stability for shift in report.shifts} == {Stability.STEADY}
    assert {shift.item for shift in report.shifts} == {"link weights", "cluster sizes", "fill of phone"}


def test_a_column_that_a_source_no_longer_fills_is_reported_with_what_to_do() -> None:
    (shift,) = moved(whole(source()), whole(source(filled={"phone": 60})))
    assert (shift.item, shift.source, shift.stability) == ("fill of phone", "roll", Stability.CHANGED)
    assert shift.index > CHANGED
    assert "Ask the source" in shift.meaning
    assert shift.now == {"with": 0.1, "without": 0.9}


def test_between_the_bounds_an_item_has_moved() -> None:
    assert not moved(whole(source()), whole(source(filled={"phone": 340})))
    (shift,) = moved(whole(source()), whole(source(filled={"phone": 420})))
    assert (shift.stability, MOVED <= shift.index < CHANGED) == (Stability.MOVED, True)


def test_few_records_prove_no_drift() -> None:
    few = source(records=6, filled={"phone": 1}, weights={}, sizes={})
    shift = next(one for one in drift(whole(source()), whole(few)).shifts if one.item == "fill of phone")
    assert shift.index > CHANGED
    assert (shift.stability, shift.index < shift.by_chance) == (Stability.STEADY, True)


def test_links_far_below_any_threshold_are_no_drift() -> None:
    more_strangers = WEIGHTS | {WEIGHT_BUCKETS[0]: 9_000, WEIGHT_BUCKETS[1]: 9_000}
    assert not moved(whole(source()), whole(source(weights=more_strangers)))
    weaker = WEIGHTS | {WEIGHT_BUCKETS[3]: 900}
    assert [shift.item for shift in moved(whole(source()), whole(source(weights=weaker)))] == ["link weights"]


def test_keys_are_watched_by_their_pairs_and_by_the_records_they_lose() -> None:
    before = {"phone": KeySize(1_000, 0, 0), "name": KeySize(1_000, 0, 0)}
    now = {"phone": KeySize(100, 4, 300), "name": KeySize(1_000, 0, 0)}
    items = {shift.item for shift in moved(whole(source(), before), whole(source(), now))}
    assert items == {"pairs by blocking key", "records lost to the cap of phone"}


def test_sources_that_came_or_went_are_named() -> None:
    report = drift(whole(source()), Profile(600, 0, {"list": source()}))
    assert (report.new_sources, report.lost_sources) == (("list",), ("roll",))


def test_chance_explains_less_of_larger_samples() -> None:
    small, large = {"a": 10, "b": 10}, {"a": 10_000, "b": 10_000}
    assert index_by_chance(large, large) < index_by_chance(small, large) < index_by_chance(small, small)
    assert index_by_chance({}, large) == math.inf


def test_a_profile_travels_as_plain_data() -> None:
    kept = whole(source(), {"phone": KeySize(3, 1, 40)})
    assert Profile.from_dict(kept.as_dict()) == kept
    with pytest.raises(ModelMismatch):
        Profile.from_dict({"records": 1})


@pytest.mark.parametrize(
    ("size", "bucket"), [(1, "1"), (3, "3"), (4, "4 to 5"), (10, "6 to 10"), (11, "11 and more")]
)
def test_every_size_of_a_cluster_has_a_bucket(size: int, bucket: str) -> None:
    assert size_bucket(size) == bucket


def test_records_have_drifted_from_the_bound_on_that_is_asked_for() -> None:
    same = drift(whole(source()), whole(source()))
    moved_only = drift(whole(source()), whole(source(filled={"phone": 190})))
    (shift,) = (one for one in moved_only.shifts if one.stability is not Stability.STEADY)
    assert shift.stability is Stability.MOVED
    assert not has_drifted(same, Stability.MOVED)
    assert has_drifted(moved_only, Stability.MOVED)
    assert not has_drifted(moved_only, Stability.CHANGED)


def test_sources_that_come_or_go_are_drift() -> None:
    one, two = {"roll": source()}, {"roll": source(), "log": source()}
    before, after = (Profile(records=600, links=1000, sources=sources) for sources in (one, two))
    assert has_drifted(drift(before, after), Stability.CHANGED)
    assert has_drifted(drift(after, before), Stability.CHANGED)
