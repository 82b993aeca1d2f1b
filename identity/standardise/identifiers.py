"""National numbers and house codes: only what can be somebody's, undamaged, with what kind it is."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from operator import mul

from identity.standardise.text import clean

_SEPARATORS = re.compile(r"[\s\-./,]")
# What stands before a number on a form, or before text in a spreadsheet; and the fraction a spreadsheet adds.
_BEFORE = re.compile(r"^(?:(?:เลข|ปชช|บัตร)[ก-๎]*|[\s.:='\"`])+")
_AFTER = re.compile(r"(?<=\d)\.0$|['\"`]+$")
_G_CODE = re.compile(r"G\d{12}")
_PASSPORT = re.compile(r"[A-Z]{1,3}\d{5,9}")
_FOREIGN = re.compile(r"(?=.*\d)[A-Z0-9]{4,20}")
_SPREADSHEET_NOTATION = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_KIND_BY_FIRST_DIGIT = {"0": "temporary", "6": "temporary", "7": "temporary", "8": "alien"}
_WEIGHTS = range(13, 1, -1)
_COUNTING = "12345678901234567890"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A national number and its kind: thai, temporary, alien, g_code or foreign."""

    value: str
    kind: str


def check_digit(twelve: str) -> int:
    """The 13th digit of a citizen id: (11 - Σ(14-i)·dᵢ mod 11) mod 10, for its first twelve (DOPA)."""
    total = sum(map(mul, _WEIGHTS, map(int, twelve)))
    return (11 - total % 11) % 10


def standardise_identifier(text: str, locale: str = "th") -> Identifier | None:
    """The number if it is whole and checks, None if it is damaged, a placeholder or no person's number.

    Locale th: 13 digits with any first digit (0 and 9 too: stateless persons hold them), G-codes, passport
    numbers. The laser code on the back of a card is never taken. Other locales: 4 to 20 letters and digits.
    """
    text = clean(text).upper()
    if _SPREADSHEET_NOTATION.fullmatch(text):
        return None
    if not text.isalnum():
        text = _AFTER.sub("", _BEFORE.sub("", text))
    number = _SEPARATORS.sub("", text)
    if _is_placeholder(number):
        return None
    return _thai(number) if locale == "th" else _foreign(number, _FOREIGN)


def _thai(number: str) -> Identifier | None:
    if len(number) == 13 and number.isdigit():
        if str(check_digit(number[:12])) != number[12] or _is_placeholder(number[:12]):
            return None
        return Identifier(number, _KIND_BY_FIRST_DIGIT.get(number[0], "thai"))
    if _G_CODE.fullmatch(number):
        return None if _is_placeholder(number[1:]) else Identifier(number, "g_code")
    return _foreign(number, _PASSPORT)


def _foreign(number: str, form: re.Pattern[str]) -> Identifier | None:
    return Identifier(number, "foreign") if form.fullmatch(number) else None


def _is_placeholder(number: str) -> bool:
    digits = number if number.isdigit() else number.lstrip(string.ascii_uppercase)
    return (
        not digits.isascii()
        or digits == digits[:1] * len(digits)
        or (len(digits) > 5 and digits in _COUNTING)
    )


def standardise_house_code(text: str) -> str | None:
    """The 11 digits of a house code (รหัสประจำบ้าน); no checksum is established, so only its form is judged."""
    code = _SEPARATORS.sub("", clean(text))
    if len(code) != 11 or not (code.isascii() and code.isdigit()) or _is_placeholder(code):
        return None
    return code
