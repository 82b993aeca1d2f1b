"""Reading who is around the persons of a region: neighbours whole, those beside as far as they live somewhere, their ties."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graph.lodgings import lodging_of
from graph.marks import Marks, mark_properties
from graph.pins import pin_of
from graph.regroup.region import Stated, read_whole, standard_of
from graph.regroup.ties import CROWD, NO_MARKS, ask_around, read_ties, ties_of
from graph.versions import CurrentVersion, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.driver import Row, Transaction
    from graph.regroup.region import Region
    from identity.pins import Pin


def read_surroundings(tx: Transaction, region: Region, stirred: Mapping[str, Collection[str]]) -> None:
    """Add the neighbours of the records that were stirred (compartment -> record keys), and what is said beside."""
    for compartment, keys in sorted(stirred.items()):
        marks = Marks.of(mark for key in keys for mark in region.own[key].marks)
        _read(tx, region, compartment, marks)
        lodged = _read_lodged(tx, region, compartment)
        if lodged:
            further = Marks.of(mark for one in lodged for mark in one.marks).beyond(marks)
            _read(tx, region, compartment, NO_MARKS, further=further)
    if region.golden and not stirred:
        region.ties = read_ties(tx, region.golden)


def _read(
    tx: Transaction, region: Region, compartment: str, marks: Marks, *, further: Marks = NO_MARKS
) -> None:
    """The neighbours by these marks and by the households of everybody in the region, and whoever is beside these or
    shares one of the `further` marks."""
    if not (marks or further or region.golden):
        return
    found = ask_around(tx, region.golden, compartment=compartment, marks=marks, further=further)
    region.lodgings |= {one["id"]: lodging_of(one) for one in found["lodgings"]}
    region.golden |= {one["id"]: one for one in found["golden"]}
    neighbours = dict(_neighbours(found))
    region.near |= neighbours
    region.beside |= _beside(found["beside"])
    region.ties.add(ties_of(found, asked=region.golden))
    # Where others live does not depend on what sealed records that are attached to some of them say.
    here = [one for one in neighbours.values() if one.version.compartment == compartment]
    region.crowded = region.crowded or _is_crowded(here)


def _neighbours(found: Row) -> Iterable[tuple[str, Stated]]:
    pins: dict[str, list[Pin]] = {}
    for one in found["pins"]:
        pins.setdefault(one["record"], []).append(pin_of(one))
    for identity, agency, compartment, standard, sent, held, digest, person in sorted(found["rows"]):
        key = key_of(identity)
        yield (
            key,
            Stated(
                key=key,
                version=CurrentVersion(identity, agency, compartment),
                row=standard_of(standard, sent),
                person=person,
                held=held or identity,
                digest=digest,
                pins=tuple(pins.get(key, ())),
            ),
        )


def _beside(rows: Iterable[tuple[str, str | None, list[Any] | None]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for person, standard, sent in rows:
        found.setdefault(person, []).append(standard_of(standard, sent))
    return {person: sorted(found[person], key=lambda row: row["key"]) for person in sorted(found)}


def _read_lodged(tx: Transaction, region: Region, compartment: str) -> list[Stated]:
    """Whoever lives with these by a human's word may have nothing else in common with them."""
    named = {key for one in region.lodgings.values() for key in (*one.members, one.beside) if key}
    missing = sorted(named - region.all.keys())
    if not missing:
        return []
    lodged = read_whole(tx, region, missing, compartment=compartment)
    region.near |= lodged
    return [one for one in lodged.values() if one.version.compartment == compartment]


def _is_crowded(near: Collection[Stated]) -> bool:
    if len(near) < CROWD:
        return False
    counts = Counter(mark for one in near for mark in mark_properties(one.row).items())
    return bool(counts) and max(counts.values()) >= CROWD
