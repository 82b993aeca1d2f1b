"""A scorer whose weights, numbers and rules are given by hand: what it says of a pair is what the test says."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from identity.clustering import Thresholds
from identity.evidence import OTHER_GIVEN_NAME
from identity.linking.rules import TELL_TWINS
from identity.placing import Neighbour, Placement, place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from identity.doubt import Doubt, DoubtKind
    from identity.judgement import Verdict

Said = TypeVar("Said")

FAR = -12.0
"""The weight of two records that nothing was said about."""


@dataclass(frozen=True, slots=True)
class Card:
    """A record that is nothing but its key, the citizen id it carries and a given name."""

    key: str
    citizen_id: str | None = None
    given_name: str | None = None


def pair(one: str, other: str) -> tuple[str, str]:
    """Two record keys, the smaller first."""
    return (one, other) if one < other else (other, one)


@dataclass
class MatrixScorer:
    """`said` holds match weights in bits by "a b"; `rules` names what keeps "a b" apart; `strangers` are the pairs
    that name and birth tell apart. The bearer of "a" in `elsewhere` "a b" is known by the number of "b";
    by `births` "c a b", c tells the birth that a leaves out, and it is b's."""

    said: Mapping[str, float]
    rules: Mapping[str, str] = field(default_factory=dict[str, str])
    strangers: Sequence[str] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    without: dict[str, float] = field(default_factory=dict[str, float])
    """What "a b" weighs when one of the two lost its number."""
    elsewhere: Sequence[str] = ()
    births: Sequence[str] = ()
    two_people: Sequence[str] = ()
    """Pairs of whom not only their numbers say that they are two."""

    def weights(self, one: Card, others: Sequence[Card]) -> list[float]:
        return [self._weight(one, other) for other in others]

    def _weight(self, one: Card, other: Card) -> float:
        without = _find(self.without, one.key, other.key)
        if without is not None and None in (one.citizen_id, other.citizen_id):
            return without
        weight = _find(self.said, one.key, other.key)
        return FAR if weight is None else weight

    def apart(self, one: Card, other: Card) -> str | None:
        return _find(self.rules, one.key, other.key)

    def other_person(self, one: Card, other: Card) -> bool:
        return _find(dict.fromkeys(self.strangers, True), one.key, other.key) or False

    def other_name(self, one: Card, other: Card) -> bool:
        return None not in (one.given_name, other.given_name) and one.given_name != other.given_name

    def tells_birth(self, third: Card, one: Card, other: Card) -> bool:
        return f"{third.key} {one.key} {other.key}" in self.births

    def known_elsewhere(self, one: Card, other: Card) -> bool:
        return f"{one.key} {other.key}" in self.elsewhere and one.citizen_id != other.citizen_id is not None

    def known_beside(self, one: Card, other: Card) -> bool:
        del one, other
        return False

    def twin_beside(self, one: Card, other: Card) -> bool:
        del one, other
        return False

    def twins(self, one: Card, other: Card) -> bool:
        return self.apart(one, other) in TELL_TWINS and self.other_name(one, other)

    def seem_two(self, one: Card, other: Card) -> bool:
        return _find(dict.fromkeys(self.two_people, True), one.key, other.key) or False

    def known_as(self, holder: Card, other: Card, reason: str) -> bool:
        return OTHER_GIVEN_NAME in reason and holder.given_name == other.given_name is not None

    def any_number(self, one: Card) -> str | None:
        return one.citizen_id

    def number(self, one: Card) -> str | None:
        return None if (one.citizen_id or "").startswith("foreign") else one.citizen_id

    def given_name(self, one: Card) -> str | None:
        return one.given_name

    def says_name(self, one: Card) -> bool:
        return one.given_name is not None

    def without_number(self, one: Card) -> Card:
        return Card(one.key, None, one.given_name)


def _find(table: Mapping[str, Said], one: str, other: str) -> Said | None:
    return table.get(f"{one} {other}", table.get(f"{other} {one}"))


def place_card(
    newcomer: str,
    neighbours: Sequence[Neighbour[Card]],
    scorer: MatrixScorer,
    *,
    decided: Mapping[tuple[str, str], Verdict] | None = None,
    sealed: str = "",
    own: str | None = None,
    former: str = "",
    witnesses: str = "",
    sure: float = -math.inf,
) -> Placement:
    """`place` with records written as text; `sealed` and `witnesses` are several, apart by spaces."""
    return place(
        card(newcomer),
        neighbours,
        scorer=scorer,
        decided=decided or {},
        sealed=sealed.split(),
        own=own,
        former=card(former) if former else None,
        witnesses=[card(one) for one in witnesses.split()],
        sure=sure,
    )


def doubts(placement: Placement, kind: DoubtKind) -> list[Doubt]:
    """The doubts of one kind."""
    return [doubt for doubt in placement.doubts if doubt.kind is kind]


def kinds(placement: Placement) -> list[DoubtKind]:
    """The kinds of all doubts."""
    return [doubt.kind for doubt in placement.doubts]


def people(**records: str) -> list[Neighbour[Card]]:
    """Neighbours of persons: A="a1 a2"; a record may carry a number as a1=N."""
    return [
        Neighbour(card(one).key, person, card(one))
        for person, keys in records.items()
        for one in keys.split()
    ]


def card(text: str) -> Card:
    """`a1`, `a1=NUMBER` or `a1=NUMBER:NAME`, the number empty where there is none."""
    key, _, rest = text.partition("=")
    number, _, name = rest.partition(":")
    return Card(key, number or None, name or None)
