"""Dates as people write them, Thai and English, with how exactly they are known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from identity.standardise.calendar import FIRST_BUDDHIST_YEAR, MONTHS, common_era, is_day, never_was
from identity.standardise.text import clean

Precision = Literal["day", "month", "year", "approximate"]


class ParsedDate(NamedTuple):
    """A date in the Common Era. Month and day are there only as far as `precision` goes; `ambiguous` where the
    writing has a second reading (a two-digit year, month before day)."""

    year: int
    month: int | None
    day: int | None
    precision: Precision
    ambiguous: bool = False

    @property
    def iso(self) -> str | None:
        """ISO 8601, or None where the day is not known."""
        if self.month is None or self.day is None:
            return None
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_UNKNOWN_PART = re.compile(r"(?<![\w])[-x?_]{1,2}(?=\s*[/.])")
_TIME = re.compile(r"[t\s]\s*\d{1,2}:\d{2}.*$")
_ERA = re.compile(r"(?:พ\.?\s*ศ\.?|ค\.?\s*ศ\.?|\bB\.?E\.?\b|\bC\.?E\.?\b|\bA\.?D\.?\b)", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:วันที่|วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)(?:ที่)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|เดือน|เกิด(?:เมื่อ)?|ปี|ที่|,)"
)
_ABOUT = re.compile(
    r"^(?:ประมาณ|ราวๆ?|ราว|น่าจะ|~|≈|ca?\.?|circa|about|approx\.?|est\.?)\s*|\s*(?:\?|โดยประมาณ)$",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:อายุ|aged?)\s*(?:ประมาณ|ราวๆ?|~|about)?\s*(\d{1,3})\b|(?:ประมาณ|~|about)?\s*(\d{1,3})\s*(?:ปี|ขวบ|years?(?: old)?|y/?o)$",
    re.IGNORECASE,
)
_AGE_IN_MONTHS = re.compile(
    r"(?:^|อายุ|ประมาณ|aged?)\s*(\d{1,2})\s*(เดือน|สัปดาห์|วัน|months?|weeks?|days?)(?: old)?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})")
_SPREADSHEET_DAY = re.compile(r"[1-5]\d{4}")
_EIGHT = re.compile(r"\d{8}")
_YEAR = re.compile(r"\d{4}")
_YEAR_THEN_WORD = re.compile(r"(\d{4})[\s\-/]*([^\W\d_][^\d]*?)[\s\-/.]*(\d{1,2})")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s\-/]*)?([^\W\d_][^\d]*?)[\s\-/.]*(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(\d{4}|\d{2})"
)

# A two-digit year is of the Buddhist century 25xx (1957-2056); where that lies ahead of the day of writing, or
# past this year when no such day is known, it is of the century before.
_LAST_SHORT_YEAR = 69
_MONTH_WORDS = frozenset({"เดือน", "month", "months"})
_FIRST_SPREADSHEET_DAY = date(1899, 12, 30)
"""Day 0 of the serial numbers that spreadsheets leave of a date whose format was lost."""
_OLDEST_AGE = 125
_YEARS = {"th": range(1850, 2101), "en": range(1000, 2101)}


def parse_date(text: str, *, locale: str = "th", as_of: date | None = None) -> ParsedDate | None:
    """The date the text states, None where it states none; any text is taken.

    Locale th reads years above 2400 as Buddhist-era years and two-digit years as 25xx; day comes before month.
    An impossible day or month with a sound year leaves the year. An age needs `as_of`, the day it was stated.
    """
    # The day of writing bears on ages and on years of two digits alone: without it one reading serves all records.
    found = _parsed(text, locale, None)
    if as_of is None or (found is not None and not found.ambiguous):
        return found
    return _parsed(text, locale, as_of)


@lru_cache(maxsize=1 << 16)
def _parsed(text: str, locale: str, as_of: date | None) -> ParsedDate | None:
    text = clean(text).casefold()
    found = _read(text, locale, as_of)
    return _read_words(text, locale, as_of) if found is None else found


def _read_words(text: str, locale: str, as_of: date | None) -> ParsedDate | None:
    young = _AGE_IN_MONTHS.search(text)
    if young is not None:
        return _born_lately(int(young[1]) if young[2] in _MONTH_WORDS else 0, as_of)
    age = _AGE.search(text)
    if age is not None:
        return _born(int(age[1] or age[2]), as_of)
    about = _ABOUT.sub("", text)
    if about != text:
        return _approximate(_read(_bare(about), locale, as_of))
    return _read(_bare(text), locale, as_of)


def _bare(text: str) -> str:
    text = _UNKNOWN_PART.sub("0", _ASIDE.sub("", text).replace("\\", "/"))
    return " ".join(_FILLER.sub(" ", _ERA.sub(" ", _TIME.sub("", text))).split())


def _born(age: int, as_of: date | None) -> ParsedDate | None:
    if as_of is None or age > _OLDEST_AGE:
        return None
    return ParsedDate(as_of.year - age, None, None, "approximate")


def _born_lately(months: int, as_of: date | None) -> ParsedDate | None:
    if as_of is None:
        return None
    return ParsedDate((as_of.year * 12 + as_of.month - 1 - months) // 12, None, None, "approximate")


def _approximate(found: ParsedDate | None) -> ParsedDate | None:
    return None if found is None else ParsedDate(found.year, None, None, "approximate", found.ambiguous)


def _read(text: str, locale: str, as_of: date | None) -> ParsedDate | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(match[1], match[2], match[3], locale, as_of)
    if match := _DAY_FIRST.fullmatch(text):
        return _date(match[3], match[2], match[1], locale, as_of)
    if _EIGHT.fullmatch(text):
        return _eight_digits(text, locale, as_of)
    if _YEAR.fullmatch(text):
        return _date(text, "0", "0", locale, as_of)
    if match := _MONTH_YEAR.fullmatch(text):
        return _date(match[2], match[1], "0", locale, as_of)
    if match := _YEAR_MONTH.fullmatch(text):
        return _date(match[1], match[2], "0", locale, as_of)
    if _SPREADSHEET_DAY.fullmatch(text):
        day = _FIRST_SPREADSHEET_DAY + timedelta(days=int(text))
        return ParsedDate(day.year, day.month, day.day, "day", ambiguous=True)
    return _with_month_name(text, locale, as_of)


def _eight_digits(text: str, locale: str, as_of: date | None) -> ParsedDate | None:
    year_first = _date(text[:4], text[4:6], text[6:], locale, as_of)
    if year_first is not None:
        return year_first
    return _date(text[4:], text[2:4], text[:2], locale, as_of)


def _with_month_name(text: str, locale: str, as_of: date | None) -> ParsedDate | None:
    if match := _YEAR_THEN_WORD.fullmatch(text):
        text = f"{match[3]} {match[2]} {match[1]}"
    match = _WORDS.fullmatch(text)
    month = MONTHS.get(match[2].replace(".", "").replace(" ", "")) if match else None
    if match is None or month is None:
        return None
    # An English month stands beside a year of the Common Era: 12-Sep-64 is how spreadsheets show 1964.
    written = str(_full_year(match[4], "en", as_of)[0]) if match[2].isascii() else match[4]
    found = _date(written, str(month), match[1] or match[3] or "0", locale, as_of)
    return found._replace(ambiguous=True) if found and len(match[4]) == 2 else found


def _date(year: str, month: str, day: str, locale: str, as_of: date | None) -> ParsedDate | None:
    written, ambiguous = _full_year(year, locale, as_of)
    if locale != "th" and written >= FIRST_BUDDHIST_YEAR:
        return None
    if common_era(written) not in _YEARS["th" if locale == "th" else "en"]:
        return None
    month_number, day_number = int(month), int(day)
    if month_number > 12 >= day_number > 0:
        month_number, day_number, ambiguous = day_number, month_number, True
    return _exactly(written, month_number, day_number, ambiguous)


def _exactly(written: int, month: int, day: int, ambiguous: bool) -> ParsedDate:
    if not 1 <= month <= 12 or never_was(written, month):
        return ParsedDate(common_era(written), None, None, "year", ambiguous)
    year = common_era(written, month)
    if day == 0:
        return ParsedDate(year, month, None, "month", ambiguous)
    if not is_day(year, month, day):
        return ParsedDate(common_era(written), None, None, "year", ambiguous)
    return ParsedDate(year, month, day, "day", ambiguous)


def _full_year(year: str, locale: str, as_of: date | None) -> tuple[int, bool]:
    if len(year) == 4:
        return int(year), False
    short = int(year)
    if locale != "th":
        latest = as_of.year if as_of else 2000 + _LAST_SHORT_YEAR
        return (2000 + short if 2000 + short <= latest else 1900 + short), True
    latest = as_of.year + 543 if as_of else 2500 + _LAST_SHORT_YEAR
    return (2500 + short if 2500 + short <= latest else 2400 + short), True
