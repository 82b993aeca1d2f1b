"""Which question a human is asked first: one for each pair of persons, the most useful answer at the head."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

from identity.canonical import content_id
from identity.doubt import Doubt, DoubtKind
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

URGENCY: Mapping[DoubtKind, float] = {
    # Two people held to be one: somebody's money or secrets may be going to another today.
    DoubtKind.BROKEN: 4.0,
    # A number that two people carry goes wrong again with every feed.
    DoubtKind.CONTESTED_ID: 2.0,
    DoubtKind.REFUSED_JOIN: 1.5,
    DoubtKind.PAIR: 1.0,
    # Nothing is wrong yet; the batch only saw more than the live path could.
    DoubtKind.DRIFT: 0.5,
}
"""How much worse it is to leave a question of this kind unanswered than a plain doubtful pair."""

_UNCOMPARED = 0.5
"""Uncertainty (bits) taken where the two records were never compared."""
_CONTROLS = 10
"""One question in so many is put to two stewards who do not see each other's answer."""


def review_id(doubt: Doubt, *, compartment: str = OPEN) -> str:
    """The id of the question: the same doubt about the same two records is one question, whoever raises it again.

    What is asked within a sealed compartment is another question, though it may be about two open records.
    """
    within = "" if compartment == OPEN else f"\x1f{compartment}"
    return content_id("R", f"{doubt.kind}\x1f{doubt.pair[0]}\x1f{doubt.pair[1]}{within}")


def is_control(review: str) -> bool:
    """Is this question put to two stewards, to learn how well they agree? Fixed by its id, so nobody chooses."""
    return hashlib.sha256(review.encode()).digest()[0] % _CONTROLS == 0


def uncertainty(weight: float | None) -> float:
    """Entropy in bits of the answer, from the match weight (log2 odds): 1 at even odds, towards 0 when it is clear."""
    if weight is None:
        return _UNCOMPARED
    odds = math.exp2(max(-60.0, min(60.0, weight)))
    share = odds / (1.0 + odds)
    return -sum(part * math.log2(part) for part in (share, 1.0 - share) if part > 0.0)


def answer_value(doubt: Doubt, *, records: int, enrolments: int) -> float:
    """What the answer is worth: how open the question is, times what hangs on it.

    How open, the odds of the two persons tell, else the weight of the two records, which of persons with many records says
    little: of all their pairs it is the heaviest. `records` are those whose person may change, `enrolments` the services
    that would change hands with them. A pair whose weights are clear but which a rule keeps apart is
    still open: the evidence contradicts itself.
    """
    openness = uncertainty(doubt.weight if doubt.odds is None else doubt.odds)
    if doubt.kind is not DoubtKind.PAIR:
        openness = max(_UNCOMPARED, openness)
    return openness * answer_stakes(doubt.kind, records=records, enrolments=enrolments)


def answer_stakes(kind: DoubtKind, *, records: int, enrolments: int) -> float:
    """The most that the answer may be worth, whatever the two records weigh: what is answered blind stands in line by
    this, so that its place tells nothing of the weight."""
    return URGENCY[kind] * (math.log2(1 + records) + enrolments)


def one_question_each(doubts: Iterable[Doubt], person_of: Mapping[str, str]) -> tuple[Doubt, ...]:
    """One doubt for each kind and pair of persons: the one with the most weight, or the smallest keys.

    `person_of` is record key -> person or cluster; a record it does not know stands for itself. Many records of two
    people who share a number would otherwise ask the same question many times.
    """
    chosen: dict[tuple[str, str, str], Doubt] = {}
    for doubt in sorted(doubts, key=lambda doubt: (doubt.kind, doubt.pair)):
        one, other = sorted(person_of.get(key, key) for key in doubt.pair)
        known = chosen.get((doubt.kind, one, other))
        if known is None or _weight(doubt) > _weight(known):
            chosen[doubt.kind, one, other] = doubt
    return tuple(chosen.values())


def _weight(doubt: Doubt) -> float:
    return -math.inf if doubt.weight is None else doubt.weight
