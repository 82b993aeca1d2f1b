"""How an English name sounds: a small consonant key in the manner of Metaphone."""

from __future__ import annotations

import re

from identity.standardise.folding import fold

_OPENINGS = (
    ("kn", "n"),
    ("gn", "n"),
    ("pn", "n"),
    ("ps", "s"),
    ("wr", "r"),
    ("wh", "w"),
    ("x", "s"),
    ("mc", "mac"),
)
_RULES = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\s", ""),
        ("sch", "sk"),
        ("tch", "x"),
        ("ch", "x"),
        ("sh", "x"),
        ("ph", "f"),
        ("th", "0"),
        ("gh(?![aeiou])", ""),
        ("gh", "g"),
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("dg(?=[eiy])", "j"),
        ("g(?=[eiy])", "j"),
        ("mb$", "m"),
        ("z", "s"),
        ("v", "f"),
        ("wr", "r"),
        ("x(?=[^aeiou])", "x"),
        ("h(?![aeiou])", ""),
        ("(?<=[aeiou])[wy]", ""),
        ("y(?![aeiou])", "i"),
        ("w(?![aeiou])", ""),
    )
)
_REPEATED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiou")


def english_sound(text: str) -> str:
    """The key of a text in Latin letters: its first letter's sound, then consonant sounds, in capitals."""
    text = fold(text)
    for opening, plain in _OPENINGS:
        if text.startswith(opening):
            text = plain + text[len(opening) :]
            break
    for pattern, plain in _RULES:
        text = pattern.sub(plain, text)
    first = "a" if text[:1] in set("aeiou") else text[:1]
    return _REPEATED.sub(r"\1", first + text[1:].translate(_VOWELS)).upper()
