"""One world a compartment: its persons, and all that follows from them, out of its own records and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from identity.canonical import Either, keep_ids, retirements
from identity.compartments import circles_of, held_in, source_of
from identity.family import find_families
from identity.household import find_dwellings, gather_evidence
from identity.kin import find_kin
from identity.lodging import lodge
from identity.membership import Homes
from identity.pins import pins_by_record, pins_of
from identity.resolution import OPEN, Person, Resolution
from identity.survivorship import Survivorship

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from identity.columns import Columns
    from identity.compartments import Circle
    from identity.lodging import Lodging
    from identity.pins import Pin
    from identity.resolution import Family, House, Household, Kin, Retirement, SourceTraits


@dataclass(frozen=True, slots=True)
class OnFile:
    """What is written of a person of whom nothing changes but perhaps where they are held to live."""

    address: Mapping[str, str]
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before: the sources, the ids in force (record key -> person id, record key -> household id),
    every id ever given out, and what humans said of values and of who lives with whom."""

    sources: Mapping[str, SourceTraits]
    previous: Mapping[str, str]
    households: Mapping[str, str]
    taken: Container[str]
    pins: tuple[Pin, ...] = ()
    lodgings: tuple[Lodging, ...] = ()
    on_file: Mapping[str, OnFile] = field(default_factory=dict[str, OnFile])
    """Person id -> what need not be chosen anew unless the address would be another."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The rows to resolve. `beside` (person id -> rows) are those of further persons, who are where they are said to be
    and keep their ids; what they are worth themselves is not asked."""

    columns: Columns
    beside: Mapping[str, Sequence[int]]

    @property
    def own_keys(self) -> Sequence[str]:
        """The keys of the rows to resolve: the first ones, those beside come after them."""
        beside = sum(len(rows) for rows in self.beside.values())
        return self.columns.keys[: len(self.columns) - beside]

    def among(self, compartment: str, sources: Mapping[str, SourceTraits]) -> Scene:
        """The same with those beside of one compartment alone."""
        keys = self.columns.keys
        kept = {
            person: [row for row in rows if sources[source_of(keys[row])].compartment == compartment]
            for person, rows in self.beside.items()
        }
        return Scene(self.columns, {person: rows for person, rows in kept.items() if rows})


@dataclass(frozen=True, slots=True)
class World:
    """What one compartment knows: its persons and all that follows from them."""

    persons: tuple[Person, ...]
    households: tuple[Household, ...]
    houses: tuple[House, ...]
    kin: tuple[Kin, ...]
    families: tuple[Family, ...]


def resolve(scene: Scene, clusters: Mapping[str, str], known: Known, *, model: str) -> Resolution:
    """Resolve every compartment as a world of its own: what one sees never depends on records sealed in another."""
    circles = circles_of(scene.own_keys, clusters, known.sources)
    persons_before = held_in(known.previous, known.sources)
    households_before = held_in(known.households, known.sources)
    used = Either(known.taken, {*known.previous.values(), *known.households.values()})
    worlds: list[World] = []
    for compartment in sorted(circles, key=lambda name: (name != OPEN, name)):
        before = (persons_before.get(compartment, {}), households_before.get(compartment, {}))
        world = _resolve_world(
            scene.among(compartment, known.sources) if scene.beside else scene,
            circles[compartment],
            known,
            compartment=compartment,
            before=before,
            taken=used,
        )
        used.own.update(person.id for person in world.persons)
        used.own.update(household.id for household in world.households)
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
    scene: Scene,
    circles: Sequence[Circle],
    known: Known,
    *,
    compartment: str,
    before: tuple[Mapping[str, str], Mapping[str, str]],
    taken: Container[str],
) -> World:
    """Name the persons, see where they live, choose their values, then settle households and kin."""
    columns = scene.columns
    persons_before, households_before = before
    records = {
        str(number): [columns.keys[row] for row in circle.rows] for number, circle in enumerate(circles)
    }
    ids = keep_ids(records, previous=persons_before, taken=taken, prefix="P")
    people = {ids[str(number)]: circle.rows for number, circle in enumerate(circles)}
    attached = {ids[str(number)]: circle.attached for number, circle in enumerate(circles)}
    evidence, together, since = gather_evidence(columns, {**scene.beside, **people}), None, None
    if known.lodgings:
        evidence, together, since = lodge(evidence, known.lodgings)
    trust = [known.sources[source_of(key)].trust for key in columns.keys]
    survivorship = Survivorship(columns, trust, evidence.rows_at_home())
    pins = pins_by_record(known.pins)

    def named(person: str) -> Person:
        rows = people[person]
        records = tuple(sorted(columns.keys[row] for row in (*rows, *attached[person])))
        written = known.on_file.get(person)
        if written is not None and survivorship.living_address(rows) == written.address:
            return Person(person, compartment, {}, records, as_on_file=True)
        pinned = pins_of((columns.keys[row] for row in rows), pins)
        return Person(person, compartment, survivorship.golden_values(rows, pinned), records)

    persons = [named(person) for person in sorted(people)]
    households, houses = Homes(evidence, since).settle(
        find_dwellings(evidence, together), compartment=compartment, previous=households_before, taken=taken
    )
    kin = find_kin(columns, evidence.forms, _birth_years(persons, known))
    families = find_families(kin, households, compartment=compartment)
    return World(tuple(persons), households, houses, kin, families)


def _birth_years(persons: Iterable[Person], known: Known) -> dict[str, int]:
    years: dict[str, int] = {}
    for person in persons:
        golden = person.values.get("birth_year")
        year = known.on_file[person.id].birth_year if person.as_on_file else golden and golden.value
        if isinstance(year, int):
            years[person.id] = year
    return years


def _retired(worlds: Iterable[World], before: Mapping[str, Mapping[str, str]]) -> tuple[Retirement, ...]:
    """Every id of before that no person keeps. Whom the records of an open id went to is told by its open records."""
    now = {key: person.id for world in worlds for person in world.persons for key in person.records}
    found = [retired for held in before.values() for retired in retirements(held, now)]
    return tuple(sorted(found, key=lambda retired: retired.person_id))
