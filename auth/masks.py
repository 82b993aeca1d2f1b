"""The masks: what each one does to a value, and which of two shows more.

Every mask is defined here to the character, because the query compiler in `resolvers` writes the same masks in
Cypher and a test holds both together. None stays None, and an empty text stays empty, under every mask. A
character is a Unicode code point; a word is what stands between blanks (U+0020), empty ones left out.

clear     the value itself
redact    None
year      the first four characters of an ISO 8601 date
partial   `{"first": n}` or `{"last": n}`: the n characters at that end, every other one replaced by `*`, one for
          one, blanks and hyphens too; a value of at most n characters is wholly starred
initials  of each word its first letter and a full stop, nothing between words: `มานี ใจดี` -> `ม.จ.`. A word of at
          least two characters that begins with a vowel written before its consonant (เ แ โ ใ ไ) gives the
          character after it, as Thai abbreviations do: เอก -> `อ.`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auth.policy import Mask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LEADING_VOWELS = "เแโใไ"
STAR = "*"


def apply_mask(value: str | None, mask: Mask, params: Mapping[str, int]) -> str | None:
    """The value as a caller under this mask gets it. `params` are those of `FieldRule`."""
    if value is None or mask is Mask.REDACT:
        return None
    if mask is Mask.CLEAR:
        return value
    return _CHANGED[mask](value, params)


def _partial(value: str, params: Mapping[str, int]) -> str:
    shown = params.get("first", params.get("last", 0))
    hidden = len(value) - shown
    if hidden <= 0:
        return STAR * len(value)
    return value[:shown] + STAR * hidden if "first" in params else STAR * hidden + value[hidden:]


def _initials(value: str, _params: Mapping[str, int]) -> str:
    return "".join(f"{_initial(word)}." for word in value.split(" ") if word)


def _initial(word: str) -> str:
    return word[1] if len(word) > 1 and word[0] in LEADING_VOWELS else word[0]


def _year(value: str, _params: Mapping[str, int]) -> str:
    return value[:4]


_CHANGED: Mapping[Mask, Callable[[str, Mapping[str, int]], str]] = {
    Mask.PARTIAL: _partial,
    Mask.INITIALS: _initials,
    Mask.YEAR: _year,
}


def shows_as_much(
    mask: Mask, params: Mapping[str, int], *, other: Mask, other_params: Mapping[str, int]
) -> bool:
    """Whether the first mask shows everything the other shows, of any value longer than what `partial` shows.

    This is a partial order: `first 2` and `last 4`, or `partial` and `initials`, each show something the other
    hides, and neither is above the other. (`last 4` counts as more than `last 2`, though of `123` it shows
    nothing and the other two characters: wrong then only towards showing less.)
    """
    if mask is Mask.CLEAR or other is Mask.REDACT:
        return True
    if mask is not other:
        return False
    return all(end in params and params[end] >= shown for end, shown in other_params.items())
