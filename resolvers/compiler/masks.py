"""The masks of `auth.masks`, character for character, as Cypher expressions: what is hidden never leaves Neo4j."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auth.masks import LEADING_VOWELS, STAR
from auth.policy import Mask

if TYPE_CHECKING:
    from auth.policy import FieldRule

_VOWELS = ", ".join(f"'{vowel}'" for vowel in LEADING_VOWELS)


def masked(expression: str, rule: FieldRule) -> str:
    """The expression as a caller under this rule gets it."""
    match rule.mask:
        case Mask.CLEAR:
            return expression
        case Mask.REDACT:
            return "null"
        case Mask.YEAR:
            return f"left({expression}, 4)"
        case Mask.INITIALS:
            return _initials(expression)
        case Mask.PARTIAL:
            end, shown = next(iter(rule.params.items()))
            return _partial(expression, shown=int(shown), from_start=end == "first")


def _partial(text: str, *, shown: int, from_start: bool) -> str:
    hidden = _stars(f"size({text}) - {shown}")
    seen = f"left({text}, {shown}) + {hidden}" if from_start else f"{hidden} + right({text}, {shown})"
    return (
        f"CASE WHEN {text} IS NULL THEN null WHEN size({text}) > {shown} THEN {seen} "
        f"ELSE {_stars(f'size({text})')} END"
    )


def _stars(count: str) -> str:
    return f"reduce(s = '', i IN range(1, {count}) | s + '{STAR}')"


def _initials(text: str) -> str:
    initial = (
        f"CASE WHEN size(w) > 1 AND left(w, 1) IN [{_VOWELS}] THEN substring(w, 1, 1) ELSE left(w, 1) END"
    )
    words = f"[w IN split({text}, ' ') WHERE w <> '']"
    return f"reduce(s = '', w IN {words} | s + {initial} + '.')"
