"""Text, folds and sound keys: what is equal becomes equal, what differs stays as far apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from identity.standardise import clean, fold, sound_key
from identity.standardise.folding import THAI_TO_ASCII
from tests.identity.standardise.cases import cases

_THAI = st.text(alphabet=sorted(THAI_TO_ASCII), max_size=20)
_MIXED = st.text(alphabet=[*sorted(THAI_TO_ASCII), *"aBé1 \u00a0\u200b๑\t-"], max_size=20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเก้ว", "แก้ว"),
        ("น\u0e4d\u0e32", "น\u0e33"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("น\u0e49\u0e49อย", "น\u0e49อย"),
        ("\ufeffสม\u200bชาย\u00a0 ใจดี ", "สมชาย ใจดี"),
        ("๑๒/๓", "12/3"),
    ],
)
def test_keyboard_misspellings_are_repaired(typed: str, meant: str) -> None:
    assert clean(typed) == meant


@given(st.one_of(st.text(), _MIXED))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_every_thai_sign_folds_to_its_own_ascii_character() -> None:
    assert len(set(THAI_TO_ASCII.values())) == len(THAI_TO_ASCII) == 73
    assert all(len(sign) == 1 and sign.isascii() and sign.isprintable() for sign in THAI_TO_ASCII.values())


@given(_THAI, _THAI)
def test_byte_distances_of_folds_are_the_distances_of_the_letters(left: str, right: str) -> None:
    left, right = clean(left), clean(right)
    assert len(fold(left).encode()) == len(left)
    assert Levenshtein.distance(fold(left), fold(right)) == Levenshtein.distance(left, right)


@given(st.text())
def test_folds_and_sound_keys_are_ascii_whatever_the_text(text: str) -> None:
    assert fold(text).isascii()
    assert sound_key(text).isascii()


def test_latin_letters_lose_case_accents_and_punctuation() -> None:
    assert fold("O'Brien-Müller") == "obrien muller"


def test_sound_keys_join_spellings_of_one_name_and_keep_others_apart() -> None:
    pairs = cases("sound_pairs")
    alike = [pair for pair in pairs if pair["same"] == "yes"]
    joined = [pair for pair in pairs if sound_key(pair["left"]) == sound_key(pair["right"])]
    wrongly = [pair for pair in joined if pair["same"] == "no"]
    assert len(joined) - len(wrongly) >= 0.92 * len(alike)
    assert len(wrongly) <= 1


@pytest.mark.parametrize(
    ("left", "right"),
    [("philip", "fillip"), ("catherine", "katherine"), ("smith", "smyth"), ("knight", "night")],
)
def test_english_sound_keys_join_spellings_of_one_name(left: str, right: str) -> None:
    assert sound_key(left) == sound_key(right)
