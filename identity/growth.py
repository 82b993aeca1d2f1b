"""A newcomer's group while it grows by whole persons, the best odds first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from identity.evidence import Evidence, Keyed
from identity.fracture import wholeness

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = TypeVar("Row", bound=Keyed)


@dataclass(slots=True)
class Growth(Generic[Row]):
    """The records that are one person with the newcomer, and the other persons around them.

    `group` begins as the newcomer and the rest of the person it identified so far; `persons` are the others,
    record keys by person; `hidden` the sealed records, if the newcomer is one; `sure` the odds that a join needs now.
    """

    evidence: Evidence[Row]
    newcomer: str
    group: list[str]
    persons: dict[str, list[str]]
    hidden: frozenset[str]
    sure: float
    near: list[str] = field(default_factory=list[str])
    """Persons of whom a record is near enough to the newcomer for a join to be possible at all."""
    joined: dict[str, float] = field(default_factory=dict[str, float])
    """person -> odds at which it joined"""
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    """person -> the records that together would not have been one piece"""
    waits: float | None = None
    """The best odds that would do for a join, but not now."""

    def run(self) -> None:
        """Join whatever joins."""
        self.near = self._near()
        self._join_judged()
        while best := self._best():
            person, odds = best
            if odds < max(self.evidence.thresholds.join, self.sure):
                self.waits = odds if odds >= self.evidence.thresholds.join else None
                return
            self._try(person, odds)

    def _near(self) -> list[str]:
        self.evidence.weigh(self.newcomer, [key for records in self.persons.values() for key in records])
        least = self.evidence.thresholds.least_useful
        return [
            person
            for person, records in self.persons.items()
            if max(self.evidence.weight(self.newcomer, key) for key in records) >= least
        ]

    def _best(self) -> tuple[str, float] | None:
        """The person with the best odds of those that may join; of equals the one with the smallest record."""
        odds = [
            (-self.odds(person), self.persons[person][0], person)
            for person in self.near
            if self._is_free(person)
        ]
        least = min(odds, default=None)
        return None if least is None else (least[2], -least[0])

    def _is_free(self, person: str) -> bool:
        if person in self.joined or person in self.refused:
            return False
        records = self.persons[person]
        return not self.would_bridge(records) and not self.evidence.first_apart(self.group, records)

    def would_bridge(self, records: Sequence[str]) -> bool:
        """Would a sealed newcomer make two open persons one?"""
        if self.newcomer not in self.hidden:
            return False
        return not self.hidden.issuperset(records) and not self.hidden.issuperset(self.group)

    def odds(self, person: str) -> float:
        """Log2 odds that the group and a person are one."""
        return self.evidence.odds(self.group, self.persons[person])

    def _join_judged(self) -> None:
        """A human's SAME joins without a look at weights; a rule between others of the two persons still stops it."""
        while judged := [person for person in self.persons if self._is_judged_same(person)]:
            for person in judged:
                if self.would_bridge(self.persons[person]):
                    continue
                if self.evidence.first_apart(self.group, self.persons[person]):
                    self._refuse(person)
                else:
                    self._join(person, self.odds(person))

    def _is_judged_same(self, person: str) -> bool:
        if person in self.joined or person in self.refused or self.would_bridge(self.persons[person]):
            return False
        return self.evidence.same(self.group, self.persons[person]) is not None

    def _try(self, person: str, odds: float) -> None:
        """Look at the would-be person as a whole before anything is joined."""
        records = self.persons[person]
        together = wholeness(self.parts((*self.group, *records)), self.evidence)
        if together.one or self._was_torn(records, len(together.pieces)):
            self._join(person, odds)
        else:
            self._refuse(person)

    def _was_torn(self, records: Sequence[str], pieces: int) -> bool:
        """A person who is not one piece already waits for a human. One more record that goes with one of the
        parts does not change the question; turned away, every later record would begin a person of its own."""
        return len(self.group) == 1 and pieces <= len(wholeness(self.parts(records), self.evidence).pieces)

    def parts(self, records: Sequence[str]) -> list[list[str]]:
        """How average linkage starts: every record alone, but for a sealed newcomer the open ones are one part,
        because nothing that a sealed record says may change what they are."""
        if self.newcomer not in self.hidden:
            return [[key] for key in records]
        seen = [key for key in records if key not in self.hidden]
        return [[key] for key in records if key in self.hidden] + ([seen] if seen else [])

    def _join(self, person: str, odds: float) -> None:
        self.joined[person] = odds
        self.group += self.persons[person]

    def _refuse(self, person: str) -> None:
        self.refused[person] = (*self.group, *self.persons[person])
