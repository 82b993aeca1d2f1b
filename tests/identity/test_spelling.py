"""Which spellings are one name: folded as the table holds them."""

from __future__ import annotations

import pytest

from identity.spelling import gather_alike, is_alike, name_similarity


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("MALI", "WALI", "one letter of a short name"),
        ("KITTISAK", "PITTISAR", "two letters of a long name"),
        ("SUWANNAPHUMA", "SUWANAPUM", "three letters left out of a name that begins alike"),
        ("SOMCHAI JAIDEE", "SOMCHAY JAIDI", "a slip in each part"),
    ],
)
def test_a_slip_of_the_pen_is_another_spelling_of_one_name(left: str, right: str, why: str) -> None:
    assert is_alike(left, right), why
    assert is_alike(right, left), why


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("MALI", "WARI", "two letters of a short name"),
        ("KITTISAK", "PATTISAR", "three letters, the first among them"),
        ("PORNTHIPPAWAN JAIDEE", "PORNTHIPPAWAN SRISUK", "the same long given name, another family name"),
    ],
)
def test_another_name_is_not_a_spelling_of_this_one(left: str, right: str, why: str) -> None:
    assert not is_alike(left, right), why


def test_spellings_are_one_name_through_a_spelling_between_them() -> None:
    spelt = [("a", "MALI"), ("b", "WARI"), ("c", "WALI"), ("d", "SOMCHAI")]
    assert [sorted(name) for name in gather_alike(spelt)] == [["a", "b", "c"], ["d"]]


def test_similarity_counts_letters_of_thai_and_not_bytes() -> None:
    assert name_similarity("สมชาย", "สมชาย") == 1.0
    assert name_similarity("สมชาย", "สมชัย") > 0.85 > name_similarity("สมชาย", "มาลี")
