"""Identifiers, house codes and phones: whole and checked, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.standardise import (
    check_digit,
    standardise_house_code,
    standardise_identifier,
    standardise_phone,
)
from tests.identity.standardise.cases import cases

_TWELVE = st.from_regex(r"[0-9]{12}", fullmatch=True).filter(
    lambda d: len(set(d)) > 3 and d not in "1234567890" * 3
)


@pytest.mark.parametrize("case", cases("identifiers"), ids=lambda case: case["text"])
def test_an_identifier_is_read_as_its_label_says(case: dict[str, str]) -> None:
    found = standardise_identifier(case["text"], case["locale"])
    assert (found and found.value) == (case["value"] or None)
    assert (found and found.kind) == (case["kind"] or None)


@pytest.mark.parametrize("case", cases("phones"), ids=lambda case: case["text"])
def test_a_phone_is_read_as_its_label_says(case: dict[str, str]) -> None:
    assert standardise_phone(case["text"], case["locale"]) == (case["phone"] or None)


@given(_TWELVE)
def test_exactly_one_of_ten_last_digits_checks(twelve: str) -> None:
    accepted = [last for last in "0123456789" if standardise_identifier(twelve + last)]
    assert accepted == [str(check_digit(twelve))]


@pytest.mark.parametrize(
    ("digits", "kind"), [("0", "temporary"), ("123459", "thai"), ("67", "temporary"), ("8", "alien")]
)
def test_the_first_digit_tells_the_kind_and_none_is_refused(digits: str, kind: str) -> None:
    for first in digits:
        twelve = f"{first}41990012347"
        found = standardise_identifier(f"{twelve}{check_digit(twelve)}")
        assert found is not None
        assert found.kind == kind


def test_dashes_blanks_and_thai_digits_do_not_damage_a_number() -> None:
    whole = "110370012345" + str(check_digit("110370012345"))
    thai = whole.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for written in (f"{whole[0]}-{whole[1:5]}-{whole[5:10]}-{whole[10:12]}-{whole[12]}", f" {whole} ", thai):
        found = standardise_identifier(written)
        assert found is not None
        assert found.value == whole


def test_a_house_code_has_eleven_digits_or_is_none() -> None:
    assert standardise_house_code("5001-012345-6") == "50010123456"
    assert standardise_house_code("5001012345") is None
    assert standardise_house_code("00000000000") is None
