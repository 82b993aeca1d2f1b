"""Where a record belongs: it joins a person, is a new one, or is the bridge that makes several persons one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from identity.contested import CONTESTED
from identity.doubt import Doubt, DoubtKind
from identity.evidence import Evidence, Keyed
from identity.fracture import BAND, wholeness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from identity.evidence import Scoring
    from identity.judgement import Verdict

Row = TypeVar("Row", bound=Keyed)

TWO_NUMBERS = "two different citizen ids"
"""The one rule of identity.linking.rules after which a human is asked, when all else agrees."""


@dataclass(frozen=True, slots=True)
class Neighbour(Generic[Row]):
    """A current record near the newcomer and the id of the person it identifies (None: of nobody yet)."""

    key: str
    person: str | None
    row: Row


@dataclass(frozen=True, slots=True)
class Placement:
    """`persons` become one with the newcomer, the one it identified before included; none means a new person.
    `doubts` are for humans."""

    persons: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def place(
    newcomer: Row,
    neighbours: Sequence[Neighbour[Row]],
    *,
    scorer: Scoring[Row],
    decided: Mapping[tuple[str, str], Verdict],
    sealed: Collection[str] = (),
    own: str | None = None,
    witnesses: Sequence[Row] = (),
) -> Placement:
    """Decide where a new or changed record belongs. Nobody is ever split.

    `neighbours` are all current records of every person that one of the newcomer's candidates belongs to.
    `own` is the person that a changed record identified so far: it stays there, whatever it says now; the other
    records of that person are among the neighbours, and the newcomer's earlier version is not. `decided` is
    keyed by record keys, the smaller first. `sealed` are the keys of sealed records, all of one compartment:
    for an open newcomer they do not exist; a sealed one may join one open person and never makes two one.
    `witnesses` are further records that carry a citizen id of one of these: they only bear on whose it is.
    """
    hidden = frozenset(sealed)
    if newcomer.key not in hidden:
        neighbours = [one for one in neighbours if one.key not in hidden]
        witnesses = [one for one in witnesses if one.key not in hidden]
    rows = [newcomer, *(one.row for one in neighbours if one.key != newcomer.key)]
    evidence = Evidence(rows, scorer=scorer, decided=decided, witnesses=witnesses)
    persons = _persons(newcomer.key, neighbours)
    group = [newcomer.key, *(persons.pop(own, []) if own is not None else [])]
    growth = _Growth(evidence, newcomer.key, group, persons, hidden)
    growth.run()
    joined = ((own,) if own is not None else ()) + tuple(growth.joined)
    return Placement(joined, tuple(growth.doubts()))


def _persons(newcomer: str, neighbours: Iterable[Neighbour[Row]]) -> dict[str, list[str]]:
    """Record keys by person; a record of nobody yet is a person by its own key."""
    persons: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(neighbours, key=lambda one: one.key):
        if one.key != newcomer:
            persons[one.key if one.person is None else one.person].append(one.key)
    return dict(persons)


@dataclass(slots=True)
class _Growth(Generic[Row]):
    """The newcomer's group while it grows by whole persons, the best odds first."""

    evidence: Evidence[Row]
    newcomer: str
    group: list[str]
    persons: dict[str, list[str]]
    hidden: frozenset[str]
    joined: dict[str, float] = field(default_factory=dict[str, float])
    """person -> odds at which it joined"""
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    """person -> the records that together would not have been one piece"""

    def run(self) -> None:
        """Join whatever joins."""
        near = self._near()
        self._join_judged()
        while True:
            odds = {person: self._odds(person) for person in near if self._is_free(person)}
            best = min(odds, key=lambda person: (-odds[person], person), default=None)
            if best is None or odds[best] < self.evidence.thresholds.join:
                return
            self._try(best, odds[best])

    def _near(self) -> list[str]:
        """The persons of whom a record is near enough to the newcomer for a join to be possible at all."""
        self.evidence.weigh(self.newcomer, [key for records in self.persons.values() for key in records])
        least = self.evidence.thresholds.least_useful
        return [
            person
            for person, records in self.persons.items()
            if max(self.evidence.weight(self.newcomer, key) for key in records) >= least
        ]

    def _is_free(self, person: str) -> bool:
        if person in self.joined or person in self.refused:
            return False
        records = self.persons[person]
        return not self._would_bridge(records) and not self.evidence.first_apart(self.group, records)

    def _would_bridge(self, records: Sequence[str]) -> bool:
        """Would a sealed newcomer make two open persons one?"""
        if self.newcomer not in self.hidden:
            return False
        return not self.hidden.issuperset(records) and not self.hidden.issuperset(self.group)

    def _odds(self, person: str) -> float:
        return self.evidence.odds(self.group, self.persons[person])

    def _join_judged(self) -> None:
        """A human's SAME joins without a look at weights; a rule between others of the two persons still stops it."""
        while True:
            judged = [
                person
                for person, records in self.persons.items()
                if person not in self.joined
                and person not in self.refused
                and not self._would_bridge(records)
                and self.evidence.same(self.group, records)
            ]
            if not judged:
                return
            for person in judged:
                if self.evidence.first_apart(self.group, self.persons[person]):
                    self.refused[person] = (*self.group, *self.persons[person])
                else:
                    self._join(person, self._odds(person))

    def _try(self, person: str, odds: float) -> None:
        """Look at the would-be person as a whole before anything is joined."""
        records = self.persons[person]
        together = wholeness(self._parts((*self.group, *records)), self.evidence)
        if together.one or self._was_torn(records, len(together.pieces)):
            self._join(person, odds)
        else:
            self.refused[person] = (*self.group, *records)

    def _was_torn(self, records: Sequence[str], pieces: int) -> bool:
        """A person who is not one piece already waits for a human. One more record that goes with one of the
        parts does not change the question; turned away, every later record would begin a person of its own."""
        return len(self.group) == 1 and pieces <= len(wholeness(self._parts(records), self.evidence).pieces)

    def _parts(self, records: Sequence[str]) -> list[list[str]]:
        """How average linkage starts: every record alone, but for a sealed newcomer the open ones are one part,
        because nothing that a sealed record says may change what they are."""
        if self.newcomer not in self.hidden:
            return [[key] for key in records]
        seen = [key for key in records if key not in self.hidden]
        return [[key] for key in records if key in self.hidden] + ([seen] if seen else [])

    def _join(self, person: str, odds: float) -> None:
        self.joined[person] = odds
        self.group += self.persons[person]

    def doubts(self) -> Iterable[Doubt]:
        """What a human should look at, after `run`."""
        for person, records in sorted(self.refused.items()):
            yield self._refusal(person, records)
        for person in sorted(self.persons):
            if person not in self.refused and not self._would_bridge(self.persons[person]):
                yield from self._narrow(person)
        yield from self._contested()
        yield from self._broken()

    def _refusal(self, person: str, records: tuple[str, ...]) -> Doubt:
        pair = self.evidence.best_pair((self.newcomer,), self.persons[person])
        return Doubt(
            DoubtKind.REFUSED_JOIN,
            *pair,
            tuple(sorted(records)),
            self.evidence.weight(*pair),
            "together they would not be one piece",
        )

    def _narrow(self, person: str) -> Iterable[Doubt]:
        """Was it a near thing that this person joined, or did not?"""
        records, join = self.persons[person], self.evidence.thresholds.join
        pair = self.evidence.best_pair((self.newcomer,), records)
        if self.evidence.weight(*pair) < self.evidence.thresholds.least_useful:
            return
        others = [key for key in self.group if key not in records]
        odds = self.joined[person] if person in self.joined else self.evidence.odds(others, records)
        apart = None if person in self.joined else self.evidence.first_apart(others, records)
        if apart is not None and apart[2] == TWO_NUMBERS and odds >= join:
            yield self._doubt(
                DoubtKind.CONTESTED_ID, apart[:2], "two lasting citizen ids, and all else agrees"
            )
        elif apart is None and abs(odds - join) < BAND:
            said = "held to be one person" if person in self.joined else "kept as two persons"
            yield self._doubt(DoubtKind.PAIR, pair, f"{said}, by a narrow margin")

    def _contested(self) -> Iterable[Doubt]:
        for pair in sorted(self.evidence.contested):
            if self.newcomer in pair:
                yield self._doubt(DoubtKind.CONTESTED_ID, pair, CONTESTED)

    def _doubt(self, kind: DoubtKind, pair: tuple[str, str], reason: str) -> Doubt:
        return Doubt(kind, *pair, tuple(sorted(pair)), self.evidence.weight(*pair), reason)

    def _broken(self) -> Iterable[Doubt]:
        """Is the newcomer's person, or one whose number it contests, no longer one piece?"""
        touched = {key for pair in self.evidence.contested if self.newcomer in pair for key in pair}
        circles = [self.group] if len(self.group) > 1 else []
        circles += [
            records
            for person, records in self.persons.items()
            if person not in self.joined and touched.intersection(records) and len(records) > 1
        ]
        for records in circles:
            state = wholeness(self._parts(records), self.evidence)
            if state.broken:
                yield Doubt(
                    DoubtKind.BROKEN,
                    state.left[0],
                    state.right[0],
                    tuple(sorted(records)),
                    self.evidence.weight(state.left[0], state.right[0]),
                    "held to be one person, but no longer one piece",
                )
