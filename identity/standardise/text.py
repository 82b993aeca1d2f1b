"""Text as people meant it: Unicode NFC, the Thai repairs NFC does not make, Arabic digits, single blanks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

THAI = re.compile("[\u0e01-\u0e4e]")
DEPENDENT = "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"
"""Thai signs that cannot begin a word, as the inside of a character class."""

_REMOVED = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_BLANKS = dict.fromkeys((*range(0x20), 0x7F, 0x85, 0xA0, 0x2007, 0x202F, 0x3000), " ")
_THAI_DIGITS = {0x0E50 + digit: str(digit) for digit in range(10)}
_CHARACTERS = {**_REMOVED, **_BLANKS, **_THAI_DIGITS}

_TONES = "\u0e48-\u0e4b"
_SPLIT_AM = re.compile(f"\u0e4d([{_TONES}]*)\u0e32")
_TONE_BEFORE_VOWEL = re.compile(f"([{_TONES}\u0e4c])([\u0e31\u0e34-\u0e39])")
_TONE_AFTER_AM = re.compile(f"\u0e33([{_TONES}])")
_DOUBLED_MARK = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
_MISSPELT = re.compile(
    "|".join(
        (
            "เเ",
            "ฤๅ",
            _SPLIT_AM.pattern,
            _TONE_AFTER_AM.pattern,
            f"[{_TONES}\u0e4c][\u0e31\u0e34-\u0e39]",
            "(?P<mark>[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])(?P=mark)",
        )
    )
)


# What needs no translation and is in NFC: printable ASCII and Thai without digits and phinthu, unless misspelt.
_USUAL = re.compile("[ -~\u0e01-\u0e39\u0e40-\u0e4e]*")
_ASCII_AND_THAI = re.compile("[\0-\x7f\u0e00-\u0e7f]*")


def words(text: str) -> frozenset[str]:
    """The words of a table written as one text."""
    return frozenset(text.split())


_NOTHING = words(
    "- -- --- . .. ... n/a none null unknown unk ? ?? xx xxx "
    "ไม่มี ไม่ทราบ ไม่ทราบชื่อ ไม่ทราบนามสกุล ไม่มีนามสกุล ไม่มีชื่อ ไม่มีชื่อสกุล ไม่ระบุ ไม่มีข้อมูล ไม่แน่ใจ ไม่ปรากฏ ว่าง "
    "ไม่ทราบชื่อ-สกุล ไม่ทราบชื่อสกุล ไม่ทราบชื่อ-นามสกุล ชายไม่ทราบชื่อ หญิงไม่ทราบชื่อ ชายไทยไม่ทราบชื่อ หญิงไทยไม่ทราบชื่อ นิรนาม "
    "ไม่ประสงค์ออกนาม ไม่เปิดเผย ไม่เปิดเผยชื่อ ไม่ขอเปิดเผยชื่อ ทารก ทารกเพศชาย ทารกเพศหญิง"
)
_PADDING = " \t'\"`,;:*_"


@lru_cache(maxsize=1 << 16)
def clean(text: str) -> str:
    """The text in NFC with Thai misspellings of the keyboard repaired; empty if nothing is left.

    Zero-width characters go, every kind of blank becomes one blank, Thai digits become 0-9. Cleaning twice
    changes nothing.
    """
    usual = (text.isascii() and text.isprintable()) or (_USUAL.fullmatch(text) and not _MISSPELT.search(text))
    if not usual:
        text = _repair(text.translate(_CHARACTERS))
    return " ".join(text.split())


def _repair(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    # One repair may make room for another, so they are repeated; each shortens the text or puts two marks in
    # order, so this ends.
    while _MISSPELT.search(text):
        text = text.replace("เเ", "แ").replace("ฤๅ", "ฤา")
        text = _SPLIT_AM.sub("\\1\u0e33", text)
        text = _TONE_AFTER_AM.sub("\\1\u0e33", text)
        text = _TONE_BEFORE_VOWEL.sub(r"\2\1", text)
        text = unicodedata.normalize("NFC", _DOUBLED_MARK.sub(r"\1", text))
    return text


@lru_cache(maxsize=1 << 16)
def clean_value(text: str) -> str | None:
    """The cleaned text, or None where it says that nothing is known (`-`, `ไม่ทราบ`, `N/A`)."""
    text = clean(text).strip(_PADDING)
    return None if not text or text.casefold() in _NOTHING else text


@lru_cache(maxsize=1 << 16)
def clean_attribute(text: str) -> str | None:
    """A declared attribute: cleaned and casefolded."""
    cleaned = clean_value(text)
    return None if cleaned is None else clean(cleaned.casefold())


def is_thai(text: str) -> bool:
    """Whether the text holds at least one Thai letter or mark."""
    return not text.isascii() and THAI.search(text) is not None


def without_accents(text: str) -> str:
    """Latin letters bare of their marks, casefolded; other scripts unchanged but for case.

    Canonical decomposition only: the compatibility one would take ำ apart and lengthen Thai names.
    """
    if text.isascii() or _ASCII_AND_THAI.fullmatch(text):
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(letter for letter in decomposed if not "\u0300" <= letter <= "\u036f")


_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
