"""Misspelt names are Thai still, and differ from what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.demo.chance import Dice
from hub.demo.mistakes import misspelling
from hub.demo.mistakes.misspelling import SOUND_ALIKE

NAMES = ["สมศักดิ์", "กิตติพงษ์", "วรรณา", "ณัฐพล", "แก้วมณี", "คำปัน", "จันทร์เพ็ญ", "ทุ่งทอง", "ก้าน", "มา"]
SPELLERS = [
    misspelling.sound_alike,
    misspelling.without_tone_mark,
    misspelling.neighbour_key,
    misspelling.letter_dropped,
]


@pytest.mark.parametrize("spell", SPELLERS)
@given(name=st.sampled_from(NAMES), seed=st.integers(0, 500))
def test_a_misspelt_name_is_never_empty_and_stays_thai(spell: object, name: str, seed: int) -> None:
    changed = spell(name, Dice(seed, "test"))  # type: ignore[operator]
    assert changed
    assert all("\u0e01" <= letter <= "\u0e4e" for letter in changed)
    assert abs(len(changed) - len(name)) <= 3


def test_sound_alike_pairs_really_differ() -> None:
    assert all(written != also for written, also in SOUND_ALIKE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("แก้วมณี", "แกวมณี"), ("ทุ่งทอง", "ทุงทอง"), ("มา", "มา")],
)
def test_a_dropped_tone_mark_takes_nothing_else(name: str, expected: str) -> None:
    assert misspelling.without_tone_mark(name, Dice(1, "test")) == expected


@given(seed=st.integers(0, 300), name=st.sampled_from(NAMES))
def test_broken_thai_for_old_systems_can_be_written_in_cp874(seed: int, name: str) -> None:
    broken = misspelling.broken_thai(name, Dice(seed, "test"), legacy=True)
    assert broken != name
    assert broken.encode("cp874").decode("cp874") == broken


@given(seed=st.integers(0, 2000), number=st.from_regex(r"[0-9]{13}", fullmatch=True))
def test_a_wrong_digit_keeps_the_length_and_changes_at_most_two_places(seed: int, number: str) -> None:
    wrong = misspelling.wrong_digit(number, Dice(seed, "test"))
    assert len(wrong) == 13
    assert 1 <= sum(one != other for one, other in zip(number, wrong, strict=True)) <= 2
