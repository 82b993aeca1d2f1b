"""What follows for the graph when some persons are regrouped: every row to write, and what a human wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.digest import digest
from graph.golden import ACTIVE, person_properties
from graph.identifications import Held, person_steps
from graph.outbox import (
    HOUSEHOLD_CHANGED,
    PERSON_CHANGED,
    PERSON_CREATED,
    PERSON_RESTORED,
    PERSON_RETIRED,
    Change,
)
from graph.people import households_of_records
from graph.regroup.company import kin_and_families
from graph.regroup.homes import homes_of
from graph.regroup.plans import EnrolmentMove, PersonChange, Plan
from graph.versions import key_of
from identity.components import DisjointSets
from identity.resolution import Person, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from graph.driver import Transaction
    from graph.regroup.after import After
    from graph.regroup.plans import HouseholdChange
    from graph.regroup.region import Region, Stated

Rows = dict[str, list[dict[str, Any]]]


def consequences(
    tx: Transaction,
    region: Region,
    resolution: Resolution,
    after: After,
    *,
    at: datetime,
    moments: Mapping[str, datetime],
    decided_by: str,
) -> Plan:
    """Compare what was resolved with what the graph holds; only differences become rows. They happen at `at`, but for
    identifications by records of a compartment that has a moment of its own."""
    homes = homes_of(tx, region, resolution, after, at=at)
    rows = _person_rows(region, after, homes.residents, decided_by=decided_by)
    _put_off(rows, region, moments, at=at)
    rows |= homes.rows
    rows |= kin_and_families(tx, region, resolution, after, homes)
    persons = tuple(_person_changes(region, after, rows))
    return Plan(
        at=at,
        person_of=after.person_of,
        persons=persons,
        enrolments=_moves(region, rows),
        households=homes.changes,
        rows={query: written for query, written in rows.items() if written},
        changes=tuple(_changes(persons, homes.changes, at=at)),
        tokens=_tokens(region, persons, homes.changes),
        houses=homes.houses,
        households_before={
            key: household
            for key, household in households_of_records(region.memberships).items()
            if key in region.own or key in region.near
        },
        persons_before={key: one.person for key, one in region.own.items() if one.person is not None},
    )


def _person_rows(region: Region, after: After, residents: frozenset[str], *, decided_by: str) -> Rows:
    """Persons, identifications, enrolments and retirements, as publishing everything would write them."""
    own = after.own_ids
    concerned = [
        person
        for person in after.all
        if person.id in own or (person.id in residents and not person.as_on_file)
    ]
    concerned += [_bearer_of_sealed(person_id, keys, region) for person_id, keys in after.unstirred.items()]
    rechecked = {key for person in concerned for key in person.records}
    known = region.all
    before = Held(
        versions={key: one.version for key, one in known.items()},
        persons={name: (held["status"], held.get("digest")) for name, held in after.golden.items()},
        identified={
            (one.held, one.person): one.digest or ""
            for key, one in known.items()
            if one.held is not None and one.person is not None and key in rechecked
        },
        whose={key: one.person for key, one in known.items() if one.person is not None},
        judgements=(),
    )
    stirred = [person for person in concerned if person.id not in after.unstirred]
    resolution = Resolution("", tuple(concerned), after.retired, (), (), (), ())
    circles = DisjointSets({*after.golden, *(person.id for person in concerned)})
    rows: Rows = {}
    for step in person_steps(resolution, before, circles, decided_by=decided_by):
        if step.query != "write_persons" or step.row["id"] not in after.unstirred:
            rows.setdefault(step.query, []).append(dict(step.row))
    restored = [person.id for person in stirred if _status(after, person.id) not in (None, ACTIVE)]
    if restored:
        rows["restore_persons"] = [{"id": person_id} for person_id in restored]
    return rows


def _put_off(rows: Rows, region: Region, moments: Mapping[str, datetime], *, at: datetime) -> None:
    """Give the rows of identifications that cannot happen at `at` their own moment."""
    for query in ("open_identifications", "close_identifications"):
        for row in rows.get(query, ()):
            stated = region.own.get(key_of(row["record"]))
            moment = at if stated is None else moments[stated.version.compartment]
            if moment != at:
                row["at"] = moment


def _bearer_of_sealed(person_id: str, keys: Sequence[str], region: Region) -> Person:
    """A person of whom nothing changes but which sealed records are attached."""
    person = region.golden[person_id]
    sealed = tuple(
        sorted(key for key in keys if region.own[key].version.compartment != person["compartment"])
    )
    return Person(person_id, person["compartment"], {}, sealed)


def _status(after: After, person_id: str) -> str | None:
    held = after.golden.get(person_id)
    return None if held is None else held["status"]


def _person_changes(
    region: Region, after: After, rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[PersonChange]:
    """Those regrouped, and those neighbours whose golden values change with them."""
    written = {row["id"]: row["properties"] for row in rows.get("write_persons", ())}
    versions = {key: one.version for key, one in region.all.items()}
    # A sealed record that comes to an open person, or goes, changes nothing about that person.
    moved = {
        (one, region.own[key].version.compartment)
        for key, person_id in after.person_of.items()
        if (former := region.own[key].person) != person_id
        for one in (person_id, former)
    }
    retired = {one.person_id: one.became for one in after.retired}
    for person in after.all:
        if person.id in written or (person.id, person.compartment) in moved:
            held = after.golden.get(person.id)
            yield PersonChange(
                id=person.id,
                compartment=person.compartment,
                before=None if held is None or held["status"] != ACTIVE else dict(held),
                after=written.get(person.id) or person_properties(person, versions),
                records=tuple(
                    key for key in person.records if versions[key].compartment == person.compartment
                ),
                restored=held is not None and held["status"] != ACTIVE,
            )
    for person_id, became in retired.items():
        held = after.golden[person_id]
        yield PersonChange(person_id, held["compartment"], dict(held), None, became=became)


def _moves(region: Region, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[EnrolmentMove, ...]:
    left = {row["key"]: row["person"] for row in rows.get("leave_enrolments", ())}
    return tuple(
        EnrolmentMove(
            row["key"], left.get(row["key"]), row["person"], region.own[row["key"]].version.compartment
        )
        for row in sorted(rows.get("join_enrolments", ()), key=lambda row: row["key"])
    )


def _changes(
    persons: Sequence[PersonChange], households: Sequence[HouseholdChange], *, at: datetime
) -> Iterator[Change]:
    for person in persons:
        if person.after is None:
            kind = PERSON_RETIRED
        elif person.restored:
            kind = PERSON_RESTORED
        else:
            kind = PERSON_CREATED if person.before is None else PERSON_CHANGED
        yield Change(at, kind, person.id, person.compartment)
    for household in households:
        yield Change(at, HOUSEHOLD_CHANGED, household.id, household.compartment)


def _tokens(
    region: Region, persons: Sequence[PersonChange], households: Sequence[HouseholdChange]
) -> dict[str, str]:
    """Compartment -> the fingerprint of what the plan rests on and comes to in it, whenever it is made."""
    records = list(region.own.values())
    places = {one.version.compartment for one in records} | {
        one.compartment for one in (*persons, *households)
    }
    return {place: _token(place, records, persons, households) for place in sorted(places)}


def _token(
    place: str,
    records: Sequence[Stated],
    persons: Sequence[PersonChange],
    households: Sequence[HouseholdChange],
) -> str:
    return digest(
        {
            "records": sorted(
                [one.version.id, one.person or "", one.digest or ""]
                for one in records
                if one.version.compartment == place
            ),
            "persons": [
                [
                    person.id,
                    person.before["digest"] if person.before else "",
                    person.after["digest"] if person.after else "",
                ]
                for person in persons
                if person.compartment == place
            ],
            "households": [
                [change.id, *change.before, "->", *change.after]
                for change in households
                if change.compartment == place
            ],
        }
    )
