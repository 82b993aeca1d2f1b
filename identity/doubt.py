"""What the machine will not decide alone: two records, or one cluster, that a human should look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CONTESTED = "same citizen id, other name and birth year"
"""Why two records are kept apart and a human is asked, whatever else they have in common."""
TWO_NUMBERS = "two different citizen ids"
"""The name of the one rule that keeps records apart after which a human is asked whose they are, all else agreeing."""

NARROW = "kept as two persons, by a narrow margin"
NARROWLY_HELD = "held to be one person, by a narrow margin"
RIVALS = "somebody who must stay apart from one of the two is as likely"
NOT_ONE_PIECE = "together they would not be one piece"
ALL_ELSE_AGREES = "two lasting citizen ids, and all else agrees"

ASKED_OF_EACH_RECORD = frozenset({CONTESTED, NARROW, RIVALS, NOT_ONE_PIECE})
"""The reasons that the placing of one record gives by itself: where it gives none of a pair, nothing is asked of it any
more. Whatever else is asked about two records, whole linkages alone see."""


class DoubtKind(StrEnum):
    """Why a human is asked.

    PAIR: two records of two persons that may be one. BROKEN: records held to be one person that no longer are one
    piece. REFUSED_JOIN: two persons whose join was not committed, because together they are not one piece.
    CONTESTED_ID: one citizen id on records of clearly different people, or two lasting ids within one person.
    DRIFT: a record that the live path placed elsewhere than the batch would.
    """

    PAIR = "PAIR"
    BROKEN = "BROKEN"
    REFUSED_JOIN = "REFUSED_JOIN"
    CONTESTED_ID = "CONTESTED_ID"
    DRIFT = "DRIFT"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question for a human. `left` and `right` are record keys, in any order, that stand for its two sides;
    `records` are all the record keys it concerns, these two included; `weight` is the match weight of the two in
    bits, the prior included, None where they were never compared; `reason` is a fixed sentence without values. `odds` are
    the log2 odds that the two persons are one, by all of their records, where these were reckoned."""

    kind: DoubtKind
    left: str
    right: str
    records: tuple[str, ...]
    weight: float | None
    reason: str
    odds: float | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two record keys, the smaller first."""
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)
