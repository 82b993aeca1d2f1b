"""The persons a wish is about, as far as the steward may see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import ActConflict, Conflict, UnknownPerson, UnknownRecord
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graph.driver import Transaction


@dataclass(frozen=True, slots=True)
class Whole:
    """A person with every record. `carrying` are those of the person's own compartment, which make the person what it
    is; `sealed` ones (key -> compartment) may be attached to an open person and follow it unseen."""

    id: str
    compartment: str
    carrying: tuple[str, ...]
    sealed: Mapping[str, str]

    @property
    def attached(self) -> tuple[str, ...]:
        """The keys of the sealed records of an open person."""
        return tuple(self.sealed)

    def compartment_of(self, key: str) -> str:
        """From where a record of the person is seen."""
        return self.sealed.get(key, self.compartment)

    @property
    def records(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.carrying, *self.attached)


def persons_in_force(
    tx: Transaction, ids: Iterable[str], *, compartments: Collection[str]
) -> tuple[Whole, ...]:
    """The persons these ids stand for today, locked until the transaction ends, each once.

    Raises UnknownPerson for an id never given out or not to be seen from these compartments, ActConflict for one
    that was split and stands for several, Conflict where one is retired before the lock is had: looked up again,
    the id leads to whoever it stands for then.
    """
    current: list[str] = []
    for asked in ids:
        rows = tx.run("find_successors_within", id=asked, compartments=sorted(compartments))
        if not rows:
            raise UnknownPerson("There is no such person.")
        if len(rows) > 1:
            raise ActConflict("An id stands for several persons since it was split.")
        current.append(rows[0]["id"])
    return _read(tx, sorted(set(current)), compartments)


def persons_of_records(
    tx: Transaction, keys: Iterable[str], *, compartments: Collection[str]
) -> dict[str, Whole]:
    """Record key -> the person it identifies, locked until the transaction ends.

    Raises UnknownRecord for one that is not to be seen, or is nobody's, Conflict where one goes to somebody else before
    the locks are had: the locks are then on the wrong persons.
    """
    asked = sorted(set(keys))
    rows = tx.run("read_current_owners", keys=asked)
    seen = {row["key"]: row["person"] for row in rows if row["compartment"] in compartments and row["person"]}
    if len(seen) < len(asked):
        raise UnknownRecord("There is no such record, or it is not resolved yet.")
    persons = {person.id: person for person in _read(tx, sorted(set(seen.values())), compartments)}
    if any(key not in persons[person_id].records for key, person_id in seen.items()):
        raise Conflict("A record went to another person before its person was locked.")
    return {key: persons[person_id] for key, person_id in seen.items()}


def _read(tx: Transaction, ids: Sequence[str], compartments: Collection[str]) -> tuple[Whole, ...]:
    gathered: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in tx.run("read_person_records", persons=list(ids)):
        gathered[row["person"]].append(row)
    if any(person_id not in gathered for person_id in ids):
        raise Conflict("A person was retired before the lock was had.")
    found = [_whole(person_id, gathered[person_id]) for person_id in ids]
    if any(person.compartment not in compartments for person in found):
        raise UnknownPerson("There is no such person.")
    return tuple(found)


def _whole(person_id: str, rows: Sequence[Mapping[str, str]]) -> Whole:
    compartment = rows[0]["personCompartment"]
    return Whole(
        person_id,
        compartment,
        tuple(row["key"] for row in rows if row["compartment"] == compartment),
        {row["key"]: row["compartment"] for row in rows if row["compartment"] != compartment},
    )


def seen_from(compartments: Iterable[str]) -> str:
    """From where an act on things of these compartments is seen: whoever is not to know of one of them is not to know
    of the act. Raises ActConflict for two sealed compartments, which must not learn of each other."""
    sealed = set(compartments) - {OPEN}
    if len(sealed) > 1:
        raise ActConflict("What two compartments seal is never brought together.")
    return sealed.pop() if sealed else OPEN
