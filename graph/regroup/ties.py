"""Who has to do with the persons of a region: their households, their kin and their families, read in one go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.driver import Row, Transaction

NO_MARKS = Marks()
CROWD = 300
"""Records of one mark that are looked at. A mark with more is a dormitory's or a register office's: who lives there
with whom is left to the next whole resolution."""

Relation = tuple[str, str, str]
"""One person, another, and what the one is to the other."""


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in a family as it is written, and the household they live in, if any is known."""

    family: str
    compartment: str
    digest: str
    person: str
    household: str | None


@dataclass(slots=True)
class Ties:
    """`memberships` are rows of {person, household, compartment, properties} for everybody in the households concerned;
    `written` is id -> digest of these households and of their houses. `kin` is relation -> digest, `families` who is
    part of which: all there is of the persons `asked`, and the kin of everybody in their families."""

    memberships: list[Row] = field(default_factory=list["Row"])
    written: dict[str, str] = field(default_factory=dict[str, str])
    kin: dict[Relation, str] = field(default_factory=dict[Relation, str])
    families: frozenset[Part] = frozenset()
    asked: frozenset[str] = frozenset()

    def kin_of(self, persons: Collection[str]) -> dict[Relation, str]:
        """The relations in which any of these stand."""
        return {
            relation: digest
            for relation, digest in self.kin.items()
            if relation[0] in persons or relation[1] in persons
        }

    def families_of(self, persons: Collection[str]) -> list[Part]:
        """All parts of the families that any of these are part of, sorted by family and person."""
        theirs = {part.family for part in self.families if part.person in persons}
        found = [part for part in self.families if part.family in theirs]
        return sorted(found, key=lambda part: (part.family, part.person))

    def ask_for(self, tx: Transaction, persons: Collection[str]) -> None:
        """Read the kin and families of persons who were not asked for yet."""
        missing = set(persons) - self.asked
        if missing:
            further = read_ties(tx, missing)
            self.add(replace(further, memberships=[], written={}))

    def add(self, further: Ties) -> None:
        """What was read of others, too."""
        known = {(row["person"], row["household"]) for row in self.memberships}
        self.memberships += [
            row for row in further.memberships if (row["person"], row["household"]) not in known
        ]
        self.written |= further.written
        self.kin |= further.kin
        self.families |= further.families
        self.asked |= further.asked


def read_ties(tx: Transaction, persons: Collection[str]) -> Ties:
    """The households, kin and families of `persons`, and nobody around them."""
    return ties_of(ask_around(tx, persons), asked=persons)


def ask_around(
    tx: Transaction,
    persons: Collection[str],
    *,
    compartment: str | None = None,
    marks: Marks = NO_MARKS,
    further: Marks = NO_MARKS,
) -> Row:
    """The row of `read_surroundings` for these persons; without a compartment there is nobody around them."""
    near = {
        "compartment": compartment,
        "persons": sorted(persons),
        "most": CROWD,
        **marks.asked,
        "further": further.asked,
    }
    [row] = tx.run("read_surroundings", near=near)
    return row


def ties_of(row: Row, *, asked: Collection[str]) -> Ties:
    """The ties of the persons `asked` in a row of `read_surroundings`."""
    return Ties(
        memberships=[
            _membership(*one) for one in sorted(row["memberships"], key=lambda one: (one[1], one[0]))
        ],
        written=dict(row["written"]),
        kin={(person, other, relation): digest for person, other, relation, digest in sorted(row["kin"])},
        families=frozenset(Part(*one) for one in row["families"]),
        asked=frozenset(asked),
    )


def _membership(person: str, household: str, compartment: str, properties: Mapping[str, Any]) -> Row:
    return {"person": person, "household": household, "compartment": compartment, "properties": properties}
