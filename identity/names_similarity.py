"""How alike two spellings of a name are, for ranking what a search found; linking has comparisons of its own."""

from __future__ import annotations

from rapidfuzz.distance import JaroWinkler

from identity.standardise import fold


def name_similarity(left: str, right: str) -> float:
    """0 (nothing in common) to 1 (the same once folded): Jaro-Winkler over the folds of both scripts."""
    return JaroWinkler.normalized_similarity(fold(left), fold(right))
