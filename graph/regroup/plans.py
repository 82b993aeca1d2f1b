"""What a new grouping of records would change: persons, enrolments, households, kin, and the rows to write for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.digest import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from graph.outbox import Change

Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person before and after: properties of the node, None where there is no such person; `became` are the
    successors of one that is retired; `records` are those of its own compartment that identify it afterwards;
    `restored` says that a retired id comes back."""

    id: str
    compartment: str
    before: Properties | None
    after: Properties | None
    records: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    restored: bool = False


@dataclass(frozen=True, slots=True)
class EnrolmentMove:
    """An enrolment (by its id, a record key) that goes from one person to another; `left` None: it was nobody's."""

    enrolment: str
    left: str | None
    joined: str
    compartment: str


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """Who lives in a household before and after, as person ids."""

    id: str
    compartment: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A regrouping thought through to the last row, and nothing written.

    `person_of` is record key -> person id for every record of the groups. `rows` are what to write: query name ->
    rows; `houses` are the ids of houses that it makes known. `tokens` are fingerprints of what was read and follows from
    it, by compartment.
    """

    at: datetime
    person_of: Mapping[str, str]
    persons: tuple[PersonChange, ...]
    enrolments: tuple[EnrolmentMove, ...]
    households: tuple[HouseholdChange, ...]
    rows: Mapping[str, list[Properties]]
    changes: tuple[Change, ...]
    tokens: Mapping[str, str]
    houses: tuple[str, ...] = ()
    households_before: Mapping[str, str] = field(default_factory=dict[str, str])
    persons_before: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def token(self) -> str:
        """The fingerprint of all of it: the same plan made later has the same one unless something has changed."""
        return self.token_for(self.tokens)

    def token_for(self, compartments: Collection[str]) -> str:
        """The same of what is seen from some compartments: whatever changes elsewhere does not show in it."""
        return digest({place: token for place, token in self.tokens.items() if place in compartments})
