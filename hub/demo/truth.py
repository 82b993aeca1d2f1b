"""The truth about the population's records: for evaluation only, the resolver never reads it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from hub.demo.people import siblings_of
from hub.demo.strata import Crowd, strata_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from hub.demo.entry import Entry
    from hub.demo.people import Person
    from hub.demo.world import World


def write_truth(world: World, entries: list[Entry], directory: Path) -> dict[str, Path]:
    """Write truth.csv, households_truth.csv, kin_truth.csv and strata.csv; name -> path.

    Records are named as in the files of `hub link`, so that `hub evaluate` can compare them. The true household is the
    one the person lives in at the end. A record may be in several strata, and in one several times where it could be
    taken for several persons: each row then names another `counterpart`, by the label that person has in truth.csv."""
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
    crowd = Crowd.of(world, entries)
    strata = (
        (_record_id(e), name, _source(e), other if other in seen else "")
        for e in entries
        for name, other in strata_of(e, crowd)
    )
    _write(paths["strata"], ("record_id", "stratum", "source", "counterpart"), strata)
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


def _source(entry: Entry) -> str:
    return entry.key.partition("/")[0]


def _record_id(entry: Entry) -> str:
    return entry.key.partition("/")[2]


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
