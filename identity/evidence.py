"""What is known between the records of one small neighbourhood: weights, what stays apart, what goes together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from identity.contested import Numbers, set_aside
from identity.doubt import CONTESTED, TWO_NUMBERS
from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from identity.clustering import Thresholds

JUDGED = "judged different"
OF_TWIN = "given name of a twin"
OTHER_GIVEN_NAME = "other given name"
"""Part of the names of those rules of identity.linking.rules that go by given names alone."""


class Keyed(Protocol):
    """A record made ready for comparing; `key` is its record key."""

    @property
    def key(self) -> str: ...


Row = TypeVar("Row", bound=Keyed)


class Scoring(Numbers[Row], Protocol[Row]):
    """What placing needs of a scorer. Weights are match weights in bits, the prior included."""

    @property
    def thresholds(self) -> Thresholds: ...

    def weights(self, one: Row, others: Sequence[Row]) -> Sequence[float]: ...

    def apart(self, one: Row, other: Row) -> str | None:
        """The name of the rule by which the two are not one person, None where none holds."""
        ...

    def twins(self, one: Row, other: Row) -> bool:
        """Do two lasting numbers, or two lines of one form, keep the two apart who have two given names and were born on
        one day, or stand on one form and are of one house and sex and of like age?"""
        ...

    def seem_two(self, one: Row, other: Row) -> bool:
        """Does anything but their numbers say that two records are of two people?"""
        ...

    def known_as(self, holder: Row, other: Row, reason: str) -> bool:
        """Does a record with the number of somebody whom the rule of that name keeps apart from the other bear the
        other's name or day of birth?"""
        ...

    def any_number(self, one: Row) -> str | None:
        """The citizen id of whatever kind."""
        ...


class Evidence(Generic[Row]):
    """Weights and constraints between records, by record key; each pair is looked at once, when first asked for.

    `witnesses` are records that are not decided about: they only bear on whose a citizen id is. `decided` is
    keyed by record keys, the smaller first. `keys` are the records that may be decided about.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        *,
        scorer: Scoring[Row],
        decided: Mapping[tuple[str, str], Verdict],
        witnesses: Iterable[Row] = (),
    ) -> None:
        own = {row.key: row for row in rows}
        known = {row.key: row for row in witnesses} | own
        aside = set_aside(known.values(), scorer)
        self.keys = tuple(own)
        self.contested = aside.contested
        self._renamed = aside.renamed
        self.thresholds = scorer.thresholds
        self._scorer = scorer
        self._decided = decided
        self._rows = {
            key: scorer.without_number(row) if key in aside.lost else row for key, row in known.items()
        }
        self._bearers: defaultdict[str, list[Row]] = defaultdict(list)
        self._holders: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._rows.values():
            name = scorer.given_name(row)
            if name is not None:
                self._bearers[name].append(row)
            number = scorer.any_number(row)
            if number is not None:
                self._holders[number].append(row)
        self._weights: dict[tuple[str, str], float] = {}
        self._apart: dict[tuple[str, str], str | None] = {}
        self._same: defaultdict[str, list[str]] = defaultdict(list)
        for (left, right), verdict in decided.items():
            if verdict is Verdict.SAME and left in own and right in own:
                self._same[left].append(right)
                self._same[right].append(left)

    def weight(self, one: str, other: str) -> float:
        """The match weight of two records in bits."""
        pair = _ordered(one, other)
        if pair not in self._weights:
            self.weigh(one, (other,))
        return self._weights[pair]

    def weigh(self, one: str, others: Iterable[str]) -> None:
        """Score one record against many at once."""
        fresh = [other for other in others if _ordered(one, other) not in self._weights]
        found = self._scorer.weights(self._rows[one], [self._rows[other] for other in fresh])
        for other, weight in zip(fresh, found, strict=True):
            self._weights[_ordered(one, other)] = weight

    def odds(self, ones: Sequence[str], others: Sequence[str]) -> float:
        """Log2 odds that two groups of records are one person, as average linkage holds them to be."""
        floor, pairs = self.thresholds.floor, len(ones) * len(others)
        for one in ones:
            self.weigh(one, others)
        total = sum(units(max(self.weight(one, other), floor)) for one in ones for other in others)
        return self.thresholds.odds(total / UNIT / pairs, pairs)

    def apart(self, one: str, other: str) -> str | None:
        """Why two records are not one person whatever they weigh. A human's word outranks every rule."""
        pair = _ordered(one, other)
        if pair not in self._apart:
            self._apart[pair] = self._find_apart(pair)
        return self._apart[pair]

    def _find_apart(self, pair: tuple[str, str]) -> str | None:
        verdict = self._decided.get(pair)
        if verdict is Verdict.DIFFERENT:
            return JUDGED
        if verdict is Verdict.SAME:
            return None
        if pair in self.contested:
            return CONTESTED
        one, other = self._rows[pair[0]], self._rows[pair[1]]
        reason = self._scorer.apart(one, other)
        if reason is not None and not self._is_explained(one, other, reason):
            return reason
        return OF_TWIN if self._is_of_twin(one, other) or self._is_of_twin(other, one) else None

    def _is_explained(self, one: Row, other: Row, reason: str) -> bool:
        """Is the bearer of one number known by what tells the two apart? Who has a new name, a nickname on a form, or
        a birth date with a slip in it, is known by both under one number."""
        return self._is_known_as(one, other, reason) or self._is_known_as(other, one, reason)

    def _is_known_as(self, one: Row, other: Row, reason: str) -> bool:
        number = self._scorer.any_number(one)
        return number is not None and any(
            self._scorer.known_as(holder, other, reason) for holder in self._holders[number]
        )

    def _is_of_twin(self, one: Row, other: Row) -> bool:
        """Does the one bear the given name of a known twin of the other?"""
        scorer, number = self._scorer, self._scorer.any_number(other)
        if number is not None and number == scorer.any_number(one):
            return False
        floor = self.thresholds.floor
        return any(
            twin.key not in {one.key, other.key}
            and scorer.twins(twin, other)
            and self.weight(twin.key, other.key) >= floor
            for twin in self._bearers_of_name(one)
        )

    def _bearers_of_name(self, one: Row) -> Sequence[Row]:
        name = self._scorer.given_name(one)
        return () if name is None else self._bearers.get(name, ())

    def first_apart(self, ones: Sequence[str], others: Sequence[str]) -> tuple[str, str, str] | None:
        """A pair across two groups that must stay apart, and why; None when they may join."""
        for one in ones:
            for other in others:
                reason = self.apart(one, other)
                if reason is not None:
                    return one, other, reason
        return None

    def apart_by_numbers_alone(self, ones: Sequence[str], others: Sequence[str]) -> tuple[str, str] | None:
        """The heaviest pair that two lasting numbers keep apart across two groups, where nothing else does and nothing
        but the numbers says that the two are two people; None otherwise."""
        kept = [(one, other) for one in ones for other in others if self.apart(one, other) is not None]
        for pair in kept:
            one, other = (self._rows[key] for key in pair)
            if self.apart(*pair) != TWO_NUMBERS or self._scorer.seem_two(one, other):
                return None
        return min(kept, key=lambda pair: (-self.weight(*pair), *_ordered(*pair)), default=None)

    def are_renamed(self, ones: Sequence[str], others: Sequence[str]) -> bool:
        """Is there one number under two given names across two groups?"""
        return bool(self._renamed) and any(
            _ordered(one, other) in self._renamed for one in ones for other in others
        )

    def same(self, ones: Iterable[str], others: Sequence[str]) -> tuple[str, str] | None:
        """A pair across two groups that a human held to be one person."""
        there = set(others)
        return next(((one, other) for one in ones for other in self._same[one] if other in there), None)

    def best(self, ones: Sequence[str], others: Sequence[str]) -> float:
        """The weight in bits of the two records across two groups that weigh most."""
        return max(self.weight(one, other) for one in ones for other in others)

    def best_pair(self, ones: Sequence[str], others: Sequence[str]) -> tuple[str, str]:
        """The two records across two groups that weigh most; of equals the smallest keys."""
        return min(
            ((one, other) for one in ones for other in others),
            key=lambda pair: (-self.weight(*pair), *_ordered(*pair)),
        )


UNIT = 1 << 16
"""Weights are summed as whole numbers of 1/65536 bit, as in clustering: sums do not depend on the order."""


def units(weight: float) -> int:
    """A weight as a whole number of units."""
    return round(weight * UNIT)


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
