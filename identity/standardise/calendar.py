"""Eras and months: Buddhist-era years, Thai and English month names, which days there have been."""

from __future__ import annotations

import calendar

BUDDHIST_ERA = 543
FIRST_BUDDHIST_YEAR = 2401
"""A year from here on is of the Buddhist era; below it no Common-Era year of a living person's papers lies."""
_FEBRUARY = 2
_APRIL = 4
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEAR_WITHOUT_SPRING = 2483
"""1 January to 31 March of this year never were: the year 2484 was the first to begin in January."""

_THAI_MONTHS = (
    "มกราคม มกรา ม.ค.",
    "กุมภาพันธ์ กุมภา ก.พ.",
    "มีนาคม มีนา มี.ค.",
    "เมษายน เมษา เม.ย.",
    "พฤษภาคม พฤษภา พ.ค.",
    "มิถุนายน มิถุนา มิ.ย.",
    "กรกฎาคม กรกฎา กรกฏาคม ก.ค.",
    "สิงหาคม สิงหา ส.ค.",
    "กันยายน กันยา ก.ย.",
    "ตุลาคม ตุลา ต.ค.",
    "พฤศจิกายน พฤศจิกา พ.ย.",
    "ธันวาคม ธันวา ธ.ค.",
)
_ENGLISH_MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
)
MONTHS: dict[str, int] = {
    word.replace(".", ""): number
    for months in (_THAI_MONTHS, _ENGLISH_MONTHS)
    for number, words in enumerate(months, start=1)
    for word in words.split()
}
"""Month number by its name or abbreviation, written without dots, in lower case."""


def common_era(year: int, month: int | None = None) -> int:
    """The Common-Era year of a year that may be of the Buddhist era.

    Before 2484 the Thai year began on 1 April, so its January to March fell into the following Common-Era year.
    """
    if year < FIRST_BUDDHIST_YEAR:
        return year
    late_months = month is not None and month < _APRIL and year < _YEAR_WITHOUT_SPRING
    return year - BUDDHIST_ERA + (1 if late_months else 0)


def never_was(year: int, month: int) -> bool:
    """Whether the month of this year, as written, was left out when the new year moved to January."""
    return year == _YEAR_WITHOUT_SPRING and month < _APRIL


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the Common-Era date exists; years 1 to 9999."""
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= _DAYS[month - 1]):
        return False
    return day < _DAYS[1] or month != _FEBRUARY or calendar.isleap(year)
