"""Each mask to the character, and which shows more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.masks import apply_mask, shows_as_much
from auth.policy import Mask

CASES = [
    ("clear", {}, "ใจดี", "ใจดี"),
    ("redact", {}, "ใจดี", None),
    ("year", {}, "1956-02-29", "1956"),
    ("partial", {"last": 4}, "3100600445635", "*********5635"),
    ("partial", {"first": 2}, "สมชาย", "สม***"),
    ("partial", {"first": 1}, "ก-ข ค", "ก****"),
    ("partial", {"last": 4}, "1234", "****"),
    ("partial", {"last": 4}, "12", "**"),
    ("partial", {"first": 3}, "", ""),
    ("initials", {}, "มานี ใจดี", "ม.จ."),
    ("initials", {}, "เอก", "อ."),
    ("initials", {}, "แก้ว  โอภาส ", "ก.อ."),
    ("initials", {}, "เ", "เ."),
    ("initials", {}, "Anna Maria", "A.M."),
    ("initials", {}, "", ""),
]
MASKS = [
    (Mask.CLEAR, {}),
    (Mask.REDACT, {}),
    (Mask.YEAR, {}),
    (Mask.INITIALS, {}),
    *((Mask.PARTIAL, {end: shown}) for end in ("first", "last") for shown in (1, 2, 5)),
]


@pytest.mark.parametrize(("mask", "params", "value", "shown"), CASES)
def test_a_mask_shows_exactly_what_its_definition_says(mask, params, value, shown) -> None:
    assert apply_mask(value, Mask(mask), params) == shown


@pytest.mark.parametrize(("mask", "params"), MASKS)
def test_no_value_stays_no_value(mask, params) -> None:
    assert apply_mask(None, mask, params) is None


@given(st.text(alphabet="กขเแา ab-1", max_size=12), st.sampled_from(["first", "last"]), st.integers(1, 6))
def test_a_partial_mask_keeps_the_length_and_never_shows_a_short_value(value, end, shown) -> None:
    masked = apply_mask(value, Mask.PARTIAL, {end: shown})
    assert len(masked) == len(value)
    assert sum(character != "*" for character in masked) <= (shown if len(value) > shown else 0)


@given(
    st.sampled_from(MASKS),
    st.sampled_from(MASKS),
    st.text(alphabet="กเ a1", min_size=6, max_size=8),
    st.text(alphabet="กเ a1", min_size=6, max_size=8),
)
def test_a_mask_that_shows_as_much_tells_apart_all_that_the_other_tells_apart(one, two, left, right) -> None:
    (mask, params), (other, other_params) = one, two
    if not shows_as_much(mask, params, other=other, other_params=other_params):
        return
    if apply_mask(left, other, other_params) != apply_mask(right, other, other_params):
        assert apply_mask(left, mask, params) != apply_mask(right, mask, params)


@pytest.mark.parametrize("other", [(Mask.PARTIAL, {"last": 4}), (Mask.INITIALS, {})])
def test_masks_that_each_hide_something_of_the_other_are_not_ordered(other) -> None:
    mask, params = Mask.PARTIAL, {"first": 2}
    assert not shows_as_much(mask, params, other=other[0], other_params=other[1])
    assert not shows_as_much(other[0], other[1], other=mask, other_params=params)
