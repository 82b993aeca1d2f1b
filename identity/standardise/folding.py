"""The one-to-one fold of Thai letters and marks onto ASCII, so that byte distances count letters."""

from __future__ import annotations

import string
from functools import lru_cache

from identity.standardise.text import clean, without_accents

_RANGES = ((0x0E01, 0x0E2E), (0x0E30, 0x0E39), (0x0E40, 0x0E44), (0x0E47, 0x0E4D))
_IN_NAMES = [chr(code) for first, last in _RANGES for code in range(first, last + 1)]
_SELDOM = [chr(code) for code in (0x0E2F, 0x0E3A, 0x0E45, 0x0E46, 0x0E4E)]

# Upper-case letters, digits and punctuation are exactly as many as the 68 Thai signs used in names, which
# leaves a-z to Latin text: a Thai and a Latin name are never near each other by accident. Five signs that
# hardly occur in a name take the five rarest Latin letters.
_ASCII = string.ascii_uppercase + string.punctuation + string.digits
THAI_TO_ASCII = {
    **dict(zip(_IN_NAMES, _ASCII, strict=True)),
    **dict(zip(_SELDOM, "qxzjv", strict=True)),
}
"""Every Thai letter and mark and the ASCII character that stands for it; distinct for distinct signs."""

_OTHERS = string.ascii_lowercase + string.digits


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The text for comparison, in ASCII: Thai one sign to one character, Latin casefolded and bare of accents.

    Latin punctuation goes, hyphens separate, blanks stay. A letter of another script becomes one letter or
    digit, so lengths and distances keep their meaning; such letters may collide. Not idempotent on Thai.
    """
    return " ".join(without_accents(clean(text)).translate(_CHARACTERS).split())


class _Characters(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(code)
        return folded


def _fold_character(code: int) -> str:
    sign = chr(code)
    if sign in THAI_TO_ASCII:
        return THAI_TO_ASCII[sign]
    if sign.isascii() and sign.isalnum():
        return sign
    if sign in " -/,._":
        return " "
    return _OTHERS[code % len(_OTHERS)] if sign.isalpha() else ""


_CHARACTERS = _Characters()
