"""The scorer as the live path uses it: rows of the graph made ready once, frequencies from the counters of match keys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.standard import from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.live.keys import Fill, MatchKey
    from identity.clustering import Thresholds
    from identity.linking.scorer import Compared, Frequencies, Prepared, Scorer

REMEMBERED = 10_000
"""Rows kept ready, some 3 kB each: the records of one family or village come again and again in a feed."""

COUNTED = ("phone", "email")
"""Personal columns whose values are keys of their own: how common a value is, its key tells."""


@dataclass(frozen=True, slots=True)
class LiveScorer:
    """What `identity.placing` asks of a scorer. `read` makes a standardised row ready that the graph keeps as text;
    `shares` are how common values of personal columns are."""

    scorer: Scorer
    read: Callable[[str], Prepared]
    shares: Frequencies = field(default_factory=dict[str, "Mapping[str, float]"])

    @classmethod
    def over(cls, scorer: Scorer) -> LiveScorer:
        """The scorer with a memory of its own."""
        return cls(scorer, lru_cache(REMEMBERED)(lambda standard: scorer.prepare(from_text(standard))))

    def knowing(self, shares: Frequencies) -> LiveScorer:
        """This scorer, told how common some values are."""
        return replace(self, shares=shares)

    @property
    def thresholds(self) -> Thresholds:
        """When two groups of records join."""
        return self.scorer.thresholds

    def weights(self, one: Prepared, others: Sequence[Prepared]) -> list[float]:
        """The match weight of one record with each of the others, in bits, the prior included."""
        return self.scorer.weights(one, others, self.shares)

    def compare(self, one: Prepared, other: Prepared) -> Compared:
        """One pair with the reasons for its weight."""
        return self.scorer.compare(one, other, self.shares)

    def apart(self, one: Prepared, other: Prepared) -> str | None:
        """The name of the rule by which the two are not one person, None where none holds."""
        return self.scorer.apart(one, other)

    def number(self, one: Prepared) -> str | None:
        """The record's citizen id, when it is of a kind that can be contested."""
        return self.scorer.number(one)

    def any_number(self, one: Prepared) -> str | None:
        """The record's citizen id of whatever kind."""
        return self.scorer.any_number(one)

    def given_name(self, one: Prepared) -> str | None:
        """The record's given name as it is compared."""
        return self.scorer.given_name(one)

    def says_name(self, one: Prepared) -> bool:
        """Does the record say a given name, and more than a nickname alone?"""
        return self.scorer.says_name(one)

    def without_number(self, one: Prepared) -> Prepared:
        """The same record as if it had no citizen id."""
        return self.scorer.without_number(one)

    def other_person(self, one: Prepared, other: Prepared) -> bool:
        """Do name and birth say that two records with one citizen id are of different people?"""
        return self.scorer.other_person(one, other)

    def other_name(self, one: Prepared, other: Prepared) -> bool:
        """Do two records bear given names that are known and not one?"""
        return self.scorer.other_name(one, other)

    def known_elsewhere(self, one: Prepared, other: Prepared) -> bool:
        """Is the bearer of the one, by all but the number, the bearer of the other and its lasting number?"""
        return self.scorer.known_elsewhere(one, other)

    def known_beside(self, one: Prepared, other: Prepared) -> bool:
        """Does the one bear the very given name of the other, whose lasting number was given out beside its own?"""
        return self.scorer.known_beside(one, other)

    def twin_beside(self, one: Prepared, other: Prepared) -> bool:
        """Was the one born on the day of the other, whose lasting number was given out beside its own?"""
        return self.scorer.twin_beside(one, other)

    def tells_birth(self, third: Prepared, one: Prepared, other: Prepared) -> bool:
        """Does a third record with this number tell the birth that the one leaves out, and is it the other's?"""
        return self.scorer.tells_birth(third, one, other)

    def twins(self, one: Prepared, other: Prepared) -> bool:
        """Do two lasting numbers, or two lines of one form, tell the two apart under two given names?"""
        return self.scorer.twins(one, other)

    def known_as(self, holder: Prepared, other: Prepared, reason: str) -> bool:
        """Does a record with the number of somebody whom that rule keeps apart from the other bear the other's name
        or day of birth?"""
        return self.scorer.known_as(holder, other, reason)

    def seem_two(self, one: Prepared, other: Prepared) -> bool:
        """Does anything but their numbers say that two records are of two people?"""
        return self.scorer.seem_two(one, other)


def shares_of(
    keys: Mapping[str, MatchKey], fills: Mapping[str, Fill], totals: Mapping[str, int]
) -> dict[str, dict[str, float]]:
    """How common the values of a record's personal columns are: column -> value -> share of the records that have the
    column, of which `totals` says how many there are."""
    found: dict[str, dict[str, float]] = {}
    for identity, key in keys.items():
        if key.name in COUNTED and identity in fills and totals.get(key.name):
            count = max(1, fills[identity].count)
            found.setdefault(key.name, {})[key.value] = min(1.0, count / totals[key.name])
    return found
