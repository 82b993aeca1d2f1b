"""Spellings of one name, told from different names; linking has comparisons of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from identity.standardise import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

SAME_NAME = 0.85
"""Jaro-Winkler on folded names from which two spellings count as one name; so do one or two letters' difference."""
LONG_NAME = 6
"""Letters from which two may differ."""


def name_similarity(left: str, right: str) -> float:
    """0 (nothing in common) to 1 (the same once folded): Jaro-Winkler over the folds of both scripts."""
    return JaroWinkler.normalized_similarity(fold(left), fold(right))


def gather_alike(spellings: Sequence[tuple[T, str]]) -> list[list[T]]:
    """Gather things, each with its folded name, by name: chains of spellings alike."""
    names: list[list[tuple[T, str]]] = []
    for spelling in spellings:
        near = [name for name in names if any(is_alike(spelling[1], fold) for _, fold in name)]
        names = [name for name in names if name not in near]
        names.append([spelling, *(member for name in near for member in name)])
    return [[thing for thing, _ in name] for name in names]


def is_alike(left: str, right: str) -> bool:
    """Whether two folded names are one, part by part: a new family name must not drown in a long given name."""
    return all(
        _is_spelling_of(one, other) for one, other in zip(left.split(" "), right.split(" "), strict=False)
    )


def _is_spelling_of(one: str, other: str) -> bool:
    letters = 1 if min(len(one), len(other)) < LONG_NAME else 2
    return (
        one == other
        or JaroWinkler.similarity(one, other) >= SAME_NAME
        or DamerauLevenshtein.distance(one, other, score_cutoff=letters) <= letters
    )
