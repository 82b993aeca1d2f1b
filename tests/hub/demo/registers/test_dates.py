"""Each department writes dates in its own form, with the slips that form invites."""

from __future__ import annotations

from datetime import date

import pytest

from hub.demo.chance import Dice
from hub.demo.entry import Birth
from hub.demo.registers.dates import Style, write_birth, write_day

DICE = Dice(1, "test")


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("buddhist", "12/09/2507"),
        ("thai_digits", "๑๒/๐๙/๒๕๐๗"),
        ("month_name", "12 ก.ย. 2507"),
        ("iso", "1964-09-12"),
        ("eight_digits", "25070912"),
    ],
)
def test_each_department_writes_a_day_in_its_own_form(style: Style, written: str) -> None:
    assert write_day(date(1964, 9, 12), style) == written
    assert write_birth(Birth(1964, 9, 12), style, DICE) == written


@pytest.mark.parametrize(
    ("style", "written"), [("buddhist", "00/00/2507"), ("iso", "1964"), ("month_name", "2507")]
)
def test_a_year_alone_is_written_as_far_as_it_is_known(style: Style, written: str) -> None:
    assert write_birth(Birth(1964, None, None), style, DICE) == written


@pytest.mark.parametrize(
    ("style", "slip", "written"),
    [
        ("buddhist", 1, "12/09/1964"),
        ("buddhist", 2, "12/09/3050"),
        ("iso", 1, "2507-09-12"),
        ("iso", 2, "1421-09-12"),
    ],
)
def test_a_slip_of_era_writes_the_other_era_or_counts_543_twice(
    style: Style, slip: int, written: str
) -> None:
    assert write_birth(Birth(1964, 9, 12, slip=slip), style, DICE) == written


def test_nothing_is_written_for_a_birth_not_stated() -> None:
    assert write_birth(Birth(1964, 9, 12, stated=False), "buddhist", DICE) == ""
    assert write_day(None, "iso") == ""


def test_a_guessed_age_is_written_as_an_age_or_as_about_a_year() -> None:
    written = {write_birth(Birth(1984, 9, 12, age=42), "buddhist", Dice(seed, "test")) for seed in range(40)}
    assert written == {"อายุ 42 ปี", "ประมาณ 2527", "~2527"}
