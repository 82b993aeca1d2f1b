"""From a grouping of records to a plan: what is read, what identity decides on it, and what follows for the graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from graph.errors import RegroupRefused, UnknownRecord
from graph.people import households_of_records
from graph.regroup.after import look_ahead
from graph.regroup.consequences import consequences
from graph.regroup.region import read_own
from graph.regroup.surroundings import read_surroundings
from graph.regroup.taken import TakenIds
from identity.persons import resolve_region
from identity.resolution import OPEN
from identity.worlds import Known

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import datetime

    from graph.driver import Transaction
    from graph.regroup.plans import Plan
    from graph.regroup.region import Region, Stated
    from identity.resolution import Resolution, SourceTraits

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Which ids records had at an earlier time that is to be restored: record key -> person id, household id."""

    persons: Mapping[str, str] = field(default_factory=dict[str, str])
    households: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Grouping:
    """The records by what the new grouping means to them: `clusters` is record key -> label of those to be resolved;
    `stirred` compartment -> keys of the persons that change or are no more; `unstirred` person id -> keys of one that
    does not, for whom sealed records alone come or go."""

    clusters: Mapping[str, str]
    stirred: Mapping[str, tuple[str, ...]]
    unstirred: Mapping[str, tuple[str, ...]]


def plan(
    tx: Transaction,
    groups: Sequence[Sequence[str]],
    *,
    sources: Mapping[str, SourceTraits],
    at: datetime,
    decided_by: str,
    earlier: Earlier | None = None,
    again: bool = False,
    own: Region | None = None,
) -> Plan:
    """Think through what it means that each group of record keys is one person; nothing is written.

    Together the groups must be whole persons, and any number of records that are nobody's yet. `decided_by` is
    what identifications that begin now will say of themselves. They begin at `at`, or just after the last change of the
    persons concerned where a clock is behind: history must not run backwards, each compartment's as far as it sees.
    `again` recomputes persons even where
    the grouping is as it was, because something else about them has changed. `own` are these persons and newcomers,
    where they have been read already. Raises UnknownRecord, and RegroupRefused when a
    person would be torn: when it has a record that no group names, or a record is in two groups.
    """
    region = own or read_own(tx, {key for group in groups for key in group})
    _check_whole(groups, region)
    moments = {place: _moment(region, at, place) for place in _places(region)}
    grouping = _sort_out(groups, region, again=again or earlier is not None)
    read_surroundings(tx, region, grouping.stirred)
    resolution = _resolve(tx, region, grouping, sources, earlier or Earlier())
    after = look_ahead(tx, region, resolution, grouping.unstirred, sources)
    only = next(iter(grouping.stirred)) if len(grouping.stirred) == 1 else OPEN
    return consequences(
        tx, region, resolution, after, at=moments[only], moments=moments, decided_by=decided_by
    )


def _places(region: Region) -> set[str]:
    return {OPEN, *(one.version.compartment for one in region.own.values())}


def _moment(region: Region, at: datetime, compartment: str) -> datetime:
    """Just after the last change that is seen from a compartment: what is sealed must not show in an instant either."""
    seen = {OPEN, compartment}
    past = [
        one.since for one in region.own.values() if one.since is not None and one.version.compartment in seen
    ]
    past += [
        changed
        for golden in region.golden.values()
        if golden["compartment"] in seen and (changed := golden.get("updatedAt")) is not None
    ]
    past += [] if region.latest is None else [region.latest]
    return max([at, *(last + _TICK for last in past)])


def _check_whole(groups: Sequence[Sequence[str]], region: Region) -> None:
    named = [key for group in groups for key in group]
    unknown = sum(key not in region.own for key in named)
    if unknown:
        raise UnknownRecord(f"The grouping names {unknown} records that are not in the graph.")
    if len(named) != len(set(named)):
        raise RegroupRefused("A record is in two groups.")
    passed_over = len(region.own.keys() - set(named))
    if passed_over:
        raise RegroupRefused(f"{passed_over} records of the persons concerned are in no group.")


def _sort_out(groups: Sequence[Sequence[str]], region: Region, *, again: bool) -> Grouping:
    clusters: dict[str, str] = {}
    stirred: defaultdict[str, list[str]] = defaultdict(list)
    unstirred: dict[str, tuple[str, ...]] = {}
    sizes = _sizes(region)
    for group in groups:
        records = [region.own[key] for key in group]
        circles = _circles(records)
        for one in _given_up(records, circles, region):
            stirred[one.version.compartment].append(one.key)
        same = (
            None if again or len(circles) != 1 else _same_person(next(iter(circles.values())), region, sizes)
        )
        if same is not None:
            unstirred[same] = tuple(group)
            continue
        clusters.update(dict.fromkeys(group, min(group)))
        for compartment, circle in circles.items():
            stirred[compartment] += [one.key for one in circle]
    return Grouping(clusters, {name: tuple(keys) for name, keys in stirred.items()}, unstirred)


def _circles(records: Sequence[Stated]) -> dict[str, list[Stated]]:
    """The records that make persons, by compartment: the open ones, where there are any."""
    circles: defaultdict[str, list[Stated]] = defaultdict(list)
    for one in records:
        circles[one.version.compartment].append(one)
    return {OPEN: circles[OPEN]} if OPEN in circles else dict(circles)


def _given_up(records: Sequence[Stated], circles: Container[str], region: Region) -> list[Stated]:
    """The records that made a sealed person and are to be attached to an open one: others may have lived with them."""
    return [
        one
        for one in records
        if one.person is not None
        and one.version.compartment not in circles
        and region.golden[one.person]["compartment"] == one.version.compartment
    ]


def _sizes(region: Region) -> dict[tuple[str, str], int]:
    """How many records of a compartment identify a person: (person id, compartment) -> number."""
    sizes: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in region.own.values():
        if one.person is not None:
            sizes[one.person, one.version.compartment] += 1
    return dict(sizes)


def _same_person(
    circle: Sequence[Stated], region: Region, sizes: Mapping[tuple[str, str], int]
) -> str | None:
    """The person who already consists of exactly these records as they are now, if there is one."""
    persons = {one.person for one in circle}
    person = next(iter(persons))
    if len(persons) != 1 or person is None or any(one.held != one.version.id for one in circle):
        return None
    compartment = circle[0].version.compartment
    whole = sizes[person, compartment] == len(circle)
    return person if whole and region.golden[person]["compartment"] == compartment else None


def _resolve(
    tx: Transaction,
    region: Region,
    grouping: Grouping,
    sources: Mapping[str, SourceTraits],
    earlier: Earlier,
) -> Resolution:
    taking_part = {key: region.own[key] for key in grouping.clusters} | region.near
    clusters = {key: f"person {one.person}" for key, one in region.near.items()} | dict(grouping.clusters)
    # Those who do not change are told too: whose an id is, is said by all of its records.
    # Sealed records that are attached have no say in it, also where the person takes back the id of another.
    previous = {
        key: one.person
        for key, one in region.all.items()
        if one.person is not None and region.golden[one.person]["compartment"] == one.version.compartment
    }
    beside = {row["key"] for rows in region.beside.values() for row in rows}
    households = {
        key: household
        for key, household in households_of_records(region.memberships).items()
        if key in taking_part or key in beside
    }
    known = Known(
        sources,
        previous={**previous, **{key: earlier.persons[key] for key in taking_part if key in earlier.persons}},
        households={
            **households,
            **{key: earlier.households[key] for key in taking_part if key in earlier.households},
        },
        taken=TakenIds(tx, region.free),
        pins=tuple(pin for one in taking_part.values() for pin in one.pins),
        lodgings=tuple(
            one
            for one in region.lodgings.values()
            if not taking_part.keys().isdisjoint((*one.members, one.beside))
        ),
        on_file=region.on_file(),
    )
    return resolve_region(
        [one.row for one in taking_part.values()], clusters, known, beside=region.beside, model="regroup"
    )
