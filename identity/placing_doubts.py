"""What the placing of one record leaves for a human to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from identity.doubt import (
    ALL_ELSE_AGREES,
    CONTESTED,
    NARROW,
    NARROWLY_HELD,
    NOT_ONE_PIECE,
    RIVALS,
    Doubt,
    DoubtKind,
)
from identity.evidence import Keyed
from identity.fracture import BAND, wholeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from identity.growth import Growth

Row = TypeVar("Row", bound=Keyed)


def doubts_of(growth: Growth[Row]) -> Iterator[Doubt]:
    """What a human should look at once the newcomer's group has grown."""
    for person in sorted(growth.refused):
        yield _refusal(growth, person)
    for person in sorted(growth.near):
        if person not in growth.refused and not growth.is_out_of_reach(person):
            yield from _narrow(growth, person)
    for pair in sorted(growth.evidence.contested):
        if growth.newcomer in pair:
            yield _doubt(growth, DoubtKind.CONTESTED_ID, pair, CONTESTED)
    yield from _broken(growth)


def _refusal(growth: Growth[Row], person: str) -> Doubt:
    pair = growth.evidence.best_pair((growth.newcomer,), growth.persons[person])
    return Doubt(
        DoubtKind.REFUSED_JOIN,
        *pair,
        tuple(sorted(growth.refused[person])),
        growth.evidence.weight(*pair),
        NOT_ONE_PIECE,
    )


def _narrow(growth: Growth[Row], person: str) -> Iterator[Doubt]:
    """Was it a near thing that this person joined, or did not? A join that waits is not decided yet."""
    records, join = growth.persons[person], growth.evidence.thresholds.join
    pair = growth.evidence.best_pair((growth.newcomer,), records)
    if person in growth.joined:
        if growth.joined[person] < join + BAND:
            yield _doubt(growth, DoubtKind.PAIR, pair, NARROWLY_HELD, odds=growth.joined[person])
        return
    if person in growth.torn:
        yield _doubt(growth, DoubtKind.PAIR, pair, RIVALS)
        return
    odds, group = growth.odds(person), growth.group
    if odds >= join:
        numbered = growth.evidence.apart_by_numbers_alone(group, records)
        if numbered is not None:
            yield _doubt(growth, DoubtKind.CONTESTED_ID, numbered, ALL_ELSE_AGREES)
    elif join - BAND < odds and growth.evidence.first_apart(group, records) is None:
        yield _doubt(growth, DoubtKind.PAIR, pair, NARROW, odds=odds)


def _doubt(
    growth: Growth[Row], kind: DoubtKind, pair: tuple[str, str], reason: str, *, odds: float | None = None
) -> Doubt:
    return Doubt(kind, *pair, tuple(sorted(pair)), growth.evidence.weight(*pair), reason, odds)


def _broken(growth: Growth[Row]) -> Iterator[Doubt]:
    """Is the newcomer's person, or one whose number it contests, no longer one piece?"""
    evidence = growth.evidence
    touched = {key for pair in evidence.contested if growth.newcomer in pair for key in pair}
    others = [records for person, records in growth.persons.items() if person not in growth.joined]
    for records in [growth.group, *(one for one in others if touched.intersection(one))]:
        state = wholeness(growth.parts(records), evidence)
        if state.broken:
            left, right = state.left[0], state.right[0]
            yield Doubt(
                DoubtKind.BROKEN,
                left,
                right,
                tuple(sorted(records)),
                evidence.weight(left, right),
                "held to be one person, but no longer one piece",
            )
