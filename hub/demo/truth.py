"""The truth about the population's records: for evaluation only, the resolver never reads it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from hub.demo.people import siblings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from hub.demo.entry import Entry
    from hub.demo.people import Person
    from hub.demo.world import World


def write_truth(world: World, entries: list[Entry], directory: Path) -> dict[str, Path]:
    """Write truth.csv, households_truth.csv, kin_truth.csv and strata.csv; name -> path.

    Records are named as in the files of `hub link`, so that `hub evaluate` can compare them. The true household is the
    one the person lives in at the end."""
    directory.mkdir(parents=True, exist_ok=True)
    paths = {name: directory / f"{name}.csv" for name in ("truth", "households_truth", "kin_truth", "strata")}
    _write(
        paths["truth"],
        ("record_id", "cluster_id", "source"),
        ((_record_id(e), e.person.id, _source(e)) for e in entries),
    )
    households = (
        (_record_id(e), home.id, _source(e)) for e in entries if (home := e.person.household.last) is not None
    )
    _write(paths["households_truth"], ("record_id", "household_cluster_id", "source"), households)
    seen = dict.fromkeys(entry.person.id for entry in entries)
    kin = (row for person in world.persons if person.id in seen for row in _kin(person) if row[1] in seen)
    _write(paths["kin_truth"], ("from_cluster_id", "to_cluster_id", "relation"), kin)
    namesakes = _namesakes(world)
    strata = ((_record_id(e), name, _source(e)) for e in entries for name in _strata(e, namesakes))
    _write(paths["strata"], ("record_id", "stratum", "source"), strata)
    return paths


def _kin(person: Person) -> Iterator[tuple[str, str, str]]:
    """What the person is to each of the others; each pair comes up again from the other side."""
    for child in person.children:
        yield person.id, child.id, "parent"
        for grandchild in child.children:
            yield person.id, grandchild.id, "grandparent"
    for parent in (person.mother, person.father):
        if parent is not None:
            yield person.id, parent.id, "child"
            for grandparent in (parent.mother, parent.father):
                if grandparent is not None:
                    yield person.id, grandparent.id, "grandchild"
    for sibling in siblings_of(person):
        yield person.id, sibling.id, "sibling"
    if person.spouse is not None:
        yield person.id, person.spouse.id, "spouse"


def _strata(entry: Entry, namesakes: set[str]) -> Iterator[str]:
    """The strata a record belongs to, in alphabetical order."""
    person = entry.person
    families = {name.family for _, name in person.name.spans}
    givens = {name.given for _, name in person.name.spans}
    home = person.household.last
    conditions = {
        "changed_family_name": len(families) > 1,
        "changed_given_name": len(givens) > 1,
        "changed_number": len(person.number.spans) > 1,
        "intake": _source(entry) == "ops_1300",
        "moved": len(person.household.spans) > 1 or (home is not None and len(home.house.spans) > 1),
        "namesake": person.id in namesakes,
        "no_family_name": families == {""},
        "no_id": not _usable_number(entry),
        "relative_number": "relative_number" in entry.mistakes,
        "shared_house": home is not None and home.strangers,
        "shared_phone": bool(entry.mistakes & {"volunteers_phone", "relatives_phone"}),
        "stateless": person.stateless,
        "twin": person.twin is not None,
        "with_id": _usable_number(entry),
    }
    yield from (name for name, holds in conditions.items() if holds)


def _usable_number(entry: Entry) -> bool:
    """Whether the record carries the person's own number, undamaged."""
    return bool(entry.citizen_id) and not entry.mistakes & {
        "relative_number",
        "wrong_digit",
        "spreadsheet_number",
    }


def _namesakes(world: World) -> set[str]:
    """Persons who at some time bore the full name some other person bore at some time."""
    bearers: dict[tuple[str, str], set[str]] = {}
    for person in world.persons:
        for _, name in person.name.spans:
            bearers.setdefault((name.given, name.family), set()).add(person.id)
    return {person for same in bearers.values() if len(same) > 1 for person in same}


def _source(entry: Entry) -> str:
    return entry.key.partition("/")[0]


def _record_id(entry: Entry) -> str:
    return entry.key.partition("/")[2]


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
