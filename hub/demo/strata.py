"""Which records are hard to resolve, and for whom each could be taken: the strata of the demo's truth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from hub.demo.entry import Entry
    from hub.demo.people import Person
    from hub.demo.world import World

DAMAGED = frozenset({"relative_number", "wrong_digit", "spreadsheet_number"})
"""Mistakes after which the number on a record is not the person's own."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What all records of one person say, misspellings put right."""

    numbers: Set[str]
    givens: Set[str]
    families: Set[str]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Whom the strata look up: the persons by full name and by number, and what is stated of each."""

    namesakes: Mapping[tuple[str, str], Sequence[Person]]
    holders: Mapping[str, Person]
    stated: Mapping[str, Stated]

    @staticmethod
    def of(world: World, entries: Sequence[Entry]) -> Crowd:
        """Everybody in the world, and what the entries say of them."""
        bearers: dict[tuple[str, str], list[Person]] = {}
        holders: dict[str, Person] = {}
        for person in world.persons:
            for name in dict.fromkeys(name for _, name in person.name.spans):
                bearers.setdefault((name.given, name.family), []).append(person)
            holders.update({number: person for _, number in person.number.spans})
        return Crowd(bearers, holders, _stated(entries))

    def namesakes_of(self, person: Person) -> list[Person]:
        """The others who at some time bore a full name that the person bore at some time."""
        names = {(name.given, name.family) for _, name in person.name.spans}
        return list(
            dict.fromkeys(
                other for name in sorted(names) for other in self.namesakes[name] if other is not person
            )
        )


def strata_of(entry: Entry, crowd: Crowd) -> Iterator[tuple[str, str]]:
    """(stratum, id of the person the record could be taken for, or empty), in alphabetical order of the strata."""
    person, home = entry.person, entry.person.household.last
    families = {name.family for _, name in person.name.spans}
    stated, namesakes = crowd.stated[person.id], crowd.namesakes_of(person)
    conditions = {
        "both_family_names": len(stated.families) > 1,
        "both_given_names": len(stated.givens) > 1,
        "both_numbers": len(stated.numbers) > 1,
        "changed_family_name": len(families) > 1,
        "changed_given_name": len({name.given for _, name in person.name.spans}) > 1,
        "changed_number": len(person.number.spans) > 1,
        "intake": entry.key.startswith("ops_1300/"),
        "moved": len(person.household.spans) > 1 or (home is not None and len(home.house.spans) > 1),
        "namesake": bool(namesakes),
        "no_family_name": families == {""},
        "no_id": not carries_own_number(entry),
        "relative_number": "relative_number" in entry.mistakes,
        "shared_house": home is not None and home.strangers,
        "shared_phone": bool(entry.mistakes & {"volunteers_phone", "relatives_phone"}),
        "stateless": person.stateless,
        "twin": person.twin is not None,
        "with_id": carries_own_number(entry),
    }
    counterparts = {
        "namesake": namesakes,
        "relative_number": _holder(entry, crowd),
        "twin": [person.twin] if person.twin else [],
    }
    for name, holds in conditions.items():
        if holds:
            yield from ((name, other.id if other else "") for other in counterparts.get(name, ()) or (None,))


def carries_own_number(entry: Entry) -> bool:
    """Whether the record carries the person's own number, undamaged."""
    return bool(entry.citizen_id) and not entry.mistakes & DAMAGED


def _holder(entry: Entry, crowd: Crowd) -> list[Person]:
    """Whose number it is, unless a slip has since made it nobody's."""
    holder = crowd.holders.get(entry.citizen_id)
    return [holder] if holder is not None and holder is not entry.person else []


def _stated(entries: Sequence[Entry]) -> dict[str, Stated]:
    numbers: dict[str, set[str]] = defaultdict(set)
    givens: dict[str, set[str]] = defaultdict(set)
    families: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        person, name = entry.person, entry.person.name_on(entry.on)
        own = {name for _, name in person.name.spans}
        if entry.given:
            givens[person.id].add(_meant(entry.given, {one.given for one in own}, name.given))
        if entry.family:
            families[person.id].add(_meant(entry.family, {one.family for one in own}, name.family))
        if carries_own_number(entry):
            numbers[person.id].add(entry.citizen_id)
    ids = {entry.person.id for entry in entries}
    return {one: Stated(numbers[one], givens[one], families[one]) for one in ids}


def _meant(written: str, own: Set[str], on_paper: str) -> str:
    """The name a clerk meant: what is written where it is one of the person's, else the one in force that day."""
    return written if written in own else on_paper
