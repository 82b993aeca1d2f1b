"""A newcomer's group while it grows by whole persons, the best odds first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from identity.evidence import Evidence, Keyed
from identity.fracture import wholeness

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = TypeVar("Row", bound=Keyed)

UNSURE = 20.0
"""The odds in bits that count at most for a join over one number under two given names while a load comes in: whether
the name is new or the number borrowed, a record that is still to come may tell. Less than `identity.placing.SURE`."""


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
    torn: set[str] = field(default_factory=set[str])
    """Persons with good odds who did not join, because a rival of one of the two has nearly as good ones."""
    waits: float | None = None
    """The best odds that would do for a join, but not now."""

    def run(self) -> None:
        """Join whatever joins."""
        self.near = self._near()
        self._join_judged()
        while best := self._best():
            person, odds = best
            certain = min(odds, UNSURE) if self._is_renamed(person) else odds
            if certain < self.sure:
                self.waits = certain
                return
            self._try(person, odds)

    def _is_renamed(self, person: str) -> bool:
        return self.evidence.are_renamed(self.group, self.persons[person])

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
        join = self.evidence.thresholds.join
        odds = {person: self.odds(person) for person in self.near if self._is_free(person)}
        good = [person for person in odds if odds[person] >= join]
        self.torn.clear()
        for person in sorted(good, key=lambda person: (-odds[person], self.persons[person][0])):
            if not self._is_torn(person, odds[person]):
                return person, odds[person]
            self.torn.add(person)
        return None

    def _is_torn(self, person: str, odds: float) -> bool:
        """Would somebody who must stay apart from one of the two take the other nearly as well? Then nobody can say
        whose it is, and they stay two (`Thresholds.margin`)."""
        records, evidence = self.persons[person], self.evidence
        for theirs in (self.persons[rival] for rival in self.persons if rival not in {person, *self.joined}):
            for holder, wanted in ((records, self.group), (self.group, records)):
                if (
                    evidence.first_apart(holder, theirs)
                    and self._may_join(wanted, theirs)
                    and self._competes(theirs, wanted=wanted, holder=holder, odds=odds)
                ):
                    return True
        return False

    def _competes(
        self, theirs: Sequence[str], *, wanted: Sequence[str], holder: Sequence[str], odds: float
    ) -> bool:
        """Would they take who is wanted nearly as well as the holder, at these odds, would? A record by itself says no
        more to a person of many records than to one of few."""
        evidence, thresholds = self.evidence, self.evidence.thresholds
        if evidence.odds(wanted, theirs) >= max(odds - thresholds.margin, thresholds.join):
            return True
        least = evidence.best(wanted, holder) - thresholds.margin
        return len(wanted) == 1 and evidence.best(wanted, theirs) >= least

    def _is_free(self, person: str) -> bool:
        return (
            person not in self.joined
            and person not in self.refused
            and self._may_join(self.group, self.persons[person])
        )

    def _may_join(self, ones: Sequence[str], others: Sequence[str]) -> bool:
        return not self._would_bridge(ones, others) and not self.evidence.first_apart(ones, others)

    def _would_bridge(self, ones: Sequence[str], others: Sequence[str]) -> bool:
        """Would a sealed newcomer make two open persons one?"""
        if self.newcomer not in self.hidden:
            return False
        return not self.hidden.issuperset(ones) and not self.hidden.issuperset(others)

    def is_out_of_reach(self, person: str) -> bool:
        """Is it an open person beside the one that a sealed newcomer belongs to?"""
        return person not in self.joined and self._would_bridge(self.group, self.persons[person])

    def odds(self, person: str) -> float:
        """Log2 odds that the group and a person are one."""
        return self.evidence.odds(self.group, self.persons[person])

    def _join_judged(self) -> None:
        """A human's SAME joins without a look at weights; a rule between others of the two persons still stops it."""
        while judged := [person for person in self.persons if self._is_judged_same(person)]:
            if self.evidence.first_apart(self.group, self.persons[judged[0]]):
                self._refuse(judged[0])
            else:
                self._join(judged[0], self.odds(judged[0]))

    def _is_judged_same(self, person: str) -> bool:
        records = self.persons[person]
        if person in self.joined or person in self.refused or self._would_bridge(self.group, records):
            return False
        return self.evidence.same(self.group, records) is not None

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
