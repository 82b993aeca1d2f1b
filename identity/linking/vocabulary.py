"""What the SQL functions of conditions and keys do, in Python: the run-time part of `identity.linking.compiled`.

Each does what DuckDB's function of that name does with arguments that are not NULL, so that a pair weighs the same in
a batch and live; `tests/identity/linking/test_compiled.py` holds them to DuckDB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import DamerauLevenshtein, Jaro, JaroWinkler, Levenshtein

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence


def encoded(text: str) -> str | bytes:
    """What distances are counted in: DuckDB counts bytes, which are the letters of what is folded and else are not."""
    return text if text.isascii() else text.encode()


damerau_levenshtein = DamerauLevenshtein.distance
"""The unrestricted distance, as DuckDB counts it: a transposed pair may be edited again."""
levenshtein = Levenshtein.distance
jaro = Jaro.similarity
jaro_winkler = JaroWinkler.similarity
"""Jaro's measure raised by up to four equal first letters (prefix weight 0.1) where it is above 0.7."""


def concat_ws(separator: str, *parts: object) -> str:
    """The parts that are not NULL, with the separator between them."""
    return separator.join(str(part) for part in parts if part is not None)


def least(*values: Any) -> Any:
    """The smallest of the values that are not NULL; NULL when none is."""
    return min((value for value in values if value is not None), default=None)


def greatest(*values: Any) -> Any:
    """The greatest of the values that are not NULL; NULL when none is."""
    return max((value for value in values if value is not None), default=None)


def coalesce(*values: Any) -> Any:
    """The first value that is not NULL."""
    return next((value for value in values if value is not None), None)


def element(values: Sequence[Any], place: int) -> Any:
    """The element at that place, counted from 1, or from -1 backwards; NULL where there is none."""
    index = place - 1 if place > 0 else place
    return values[index] if place and -len(values) <= index < len(values) else None


def whole_quotient(one: int, other: int) -> int:
    """`//`: the quotient without its fraction, which is rounded towards nought."""
    quotient = abs(one) // abs(other)
    return quotient if (one < 0) == (other < 0) else -quotient


def list_intersect(one: Collection[Any], other: Collection[Any]) -> Collection[Any]:
    """The different values that both lists hold, in no order."""
    common = set(one).intersection(other)
    common.discard(None)
    return common


def list_has_any(one: Collection[Any], other: Collection[Any]) -> bool:
    """Have the lists a value in common?"""
    return any(value in other for value in one if value is not None)


def list_sum(values: Iterable[Any]) -> Any:
    """The sum of what is not NULL; NULL when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def list_max(values: Iterable[Any]) -> Any:
    """The greatest of what is not NULL; NULL when nothing is."""
    return max((value for value in values if value is not None), default=None)


def list_min(values: Iterable[Any]) -> Any:
    """The smallest of what is not NULL; NULL when nothing is."""
    return min((value for value in values if value is not None), default=None)


def list_concat(one: Iterable[Any] | None, other: Iterable[Any] | None) -> list[Any]:
    """One list after the other; NULL counts as an empty one."""
    return [*(one or ()), *(other or ())]


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        encoded,
        concat_ws,
        least,
        greatest,
        coalesce,
        element,
        whole_quotient,
        list_intersect,
        list_has_any,
        list_sum,
        list_max,
        list_min,
        list_concat,
    )
} | {
    "damerau_levenshtein": damerau_levenshtein,
    "levenshtein": levenshtein,
    "jaro": jaro,
    "jaro_winkler": jaro_winkler,
}
"""Every name that compiled code may call, besides `abs`, `len` and `range`."""
