"""Phone numbers in national form, digits only."""

from __future__ import annotations

import re
from functools import lru_cache

from identity.standardise.text import clean

_NUMBER = re.compile(r"\+?\d[\d\s().\-]{5,}")
_EXTENSION = re.compile(r"(?:ต่อ|ext\.?|extension|#|x)\s*\d+.*$", re.IGNORECASE)
_FRACTION = re.compile(r"(?<=\d)\.0+$")
_RANGE = re.compile(r"(?<=\d{4})\s*-\s*\d{1,2}(?!\d)")
_NATIONAL = re.compile(r"0[689]\d{8}|02\d{7}|0[3-7]\d{7}")
_NOT_DIGIT = re.compile(r"\D")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15


@lru_cache(maxsize=1 << 16)
def standardise_phone(text: str, locale: str = "th") -> str | None:
    """The first number in the text that can be dialled, as digits; None where there is none.

    Thai: national form, 10 digits for a mobile and 9 for a landline (numbering plan of the NBTC); +66 and a
    leading zero lost in a spreadsheet are put right, extensions dropped. Other locales: 7 to 15 digits.
    """
    text = clean(text)
    if not text.isdigit():
        # 812345678.0 is a spreadsheet's number, 02-123-4567-8 the first of two lines of one exchange.
        text = _RANGE.sub("", _FRACTION.sub("", _EXTENSION.sub("", text)))
    for found in _NUMBER.findall(text):
        number = _NOT_DIGIT.sub("", found)
        number = _national(number) if locale == "th" else number
        if number and _FEWEST_DIGITS <= len(number) <= _MOST_DIGITS and not _is_placeholder(number):
            return number
    return None


def _national(number: str) -> str | None:
    if number.startswith("0066"):
        number = number[2:]
    if number.startswith("66") and len(number) in (10, 11, 12):
        number = "0" + number[2:].removeprefix("0")
    elif len(number) == 9 and number[0] in "689":
        number = "0" + number
    return number if _NATIONAL.fullmatch(number) else None


def _is_placeholder(number: str) -> bool:
    return number[2:] == number[2] * (len(number) - 2) or number in ("0123456789", "0987654321")
