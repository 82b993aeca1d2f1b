"""From clusters of records to one whole resolution: persons, households, houses, kin and families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.canonical import keep_ids, retirements
from identity.columns import columns_of
from identity.compartments import circles_of, held_in, source_of
from identity.family import find_families
from identity.household import find_dwellings, gather_evidence
from identity.kin import find_kin
from identity.membership import Homes
from identity.resolution import OPEN, Person, Resolution
from identity.survivorship import Survivorship

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pyarrow as pa

    from identity.columns import Columns
    from identity.compartments import Circle
    from identity.resolution import Family, House, Household, Kin, Retirement, SourceTraits


@dataclass(frozen=True, slots=True)
class World:
    """What one compartment knows: its persons and all that follows from them."""

    persons: tuple[Person, ...]
    households: tuple[Household, ...]
    houses: tuple[House, ...]
    kin: tuple[Kin, ...]
    families: tuple[Family, ...]


def resolve_persons(
    table: pa.Table,
    clusters: Mapping[str, str],
    *,
    sources: Mapping[str, SourceTraits],
    previous: Mapping[str, str],
    taken: Collection[str],
    model: str,
    previous_households: Mapping[str, str] | None = None,
) -> Resolution:
    """Make the golden world from a standardised table and its clusters (record key -> label).

    `previous` is record key -> person id now in force, `previous_households` record key -> household id, `taken`
    every id ever given out. The same input gives the same result, whatever the order of rows and labels. What one
    compartment sees never depends on records sealed in another, so each is resolved as a world of its own.
    """
    columns = columns_of(table)
    circles = circles_of(columns.keys, clusters, sources)
    persons_before = held_in(previous, sources)
    households_before = held_in(previous_households or {}, sources)
    used = {*taken, *previous.values(), *(previous_households or {}).values()}
    trust = [sources[source_of(key)].trust for key in columns.keys]
    worlds: list[World] = []
    for compartment in sorted(circles, key=lambda name: (name != OPEN, name)):
        before = (persons_before.get(compartment, {}), households_before.get(compartment, {}))
        world = _resolve_world(
            columns, trust, circles[compartment], compartment=compartment, before=before, taken=used
        )
        used.update(person.id for person in world.persons)
        used.update(household.id for household in world.households)
        worlds.append(world)
    return Resolution(
        model=model,
        persons=tuple(person for world in worlds for person in world.persons),
        retirements=_retired(worlds, persons_before),
        houses=tuple(house for world in worlds for house in world.houses),
        households=tuple(household for world in worlds for household in world.households),
        families=tuple(family for world in worlds for family in world.families),
        kin=tuple(link for world in worlds for link in world.kin),
    )


def _resolve_world(
    columns: Columns,
    trust: Sequence[int],
    circles: Sequence[Circle],
    *,
    compartment: str,
    before: tuple[Mapping[str, str], Mapping[str, str]],
    taken: Collection[str],
) -> World:
    """Name the persons, see where they live, choose their values, then settle households and kin."""
    persons_before, households_before = before
    records = {
        str(number): [columns.keys[row] for row in circle.rows] for number, circle in enumerate(circles)
    }
    ids = keep_ids(records, previous=persons_before, taken=taken, prefix="P")
    people = {ids[str(number)]: circle.rows for number, circle in enumerate(circles)}
    attached = {ids[str(number)]: circle.attached for number, circle in enumerate(circles)}
    evidence = gather_evidence(columns, people)
    survivorship = Survivorship(columns, trust, evidence.rows_at_home())
    persons = [
        Person(
            person,
            compartment,
            survivorship.golden_values(people[person]),
            tuple(sorted(columns.keys[row] for row in (*people[person], *attached[person]))),
        )
        for person in sorted(people)
    ]
    households, houses = Homes(evidence).settle(
        find_dwellings(evidence), compartment=compartment, previous=households_before, taken=taken
    )
    kin = find_kin(columns, evidence.forms, _birth_years(persons))
    families = find_families(kin, households, compartment=compartment)
    return World(tuple(persons), households, houses, kin, families)


def _birth_years(persons: Iterable[Person]) -> dict[str, int]:
    years: dict[str, int] = {}
    for person in persons:
        golden = person.values.get("birth_year")
        if golden is not None and isinstance(golden.value, int):
            years[person.id] = golden.value
    return years


def _retired(worlds: Iterable[World], before: Mapping[str, Mapping[str, str]]) -> tuple[Retirement, ...]:
    """Every id of before that no person keeps. Whom the records of an open id went to is told by its open records."""
    now = {key: person.id for world in worlds for person in world.persons for key in person.records}
    found = [retired for held in before.values() for retired in retirements(held, now)]
    return tuple(sorted(found, key=lambda retired: retired.person_id))
