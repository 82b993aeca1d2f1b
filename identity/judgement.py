"""What a human decided about two records. A decision outranks the model and is appended, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Verdict(StrEnum):
    """UNSURE means that somebody looked and could not tell: it withdraws an earlier verdict on the pair."""

    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    UNSURE = "UNSURE"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`left` and `right` are record keys in any order; `at` is timezone-aware; `by` names who decided."""

    left: str
    right: str
    verdict: Verdict
    id: str
    by: str
    at: datetime
    reason: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two record keys, the smaller first."""
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)


def in_force(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """The latest judgement on each pair; of two at the same moment, the one with the greater id."""
    latest: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        known = latest.get(judgement.pair)
        if known is None or (judgement.at, judgement.id) > (known.at, known.id):
            latest[judgement.pair] = judgement
    return latest
