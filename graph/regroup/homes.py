"""What a regrouping means for households: which are touched, and what to write of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.golden import agencies_of
from graph.households import DISSOLVED, changed, house_row, household_row
from graph.memberships import Known, membership_steps
from graph.regroup.plans import HouseholdChange
from graph.regroup.touched import Touched, held_before, touched_by
from graph.versions import CurrentVersion, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from graph.driver import Row, Transaction
    from graph.regroup.after import After
    from graph.regroup.region import Region
    from identity.resolution import Household, Resolution


@dataclass(frozen=True, slots=True)
class Homes:
    """`rows` are query name -> rows; `houses` the ids of houses that were not known; `residents` the persons who live in a
    household that is touched; `lives_in` is person id -> household id, for the persons of the region."""

    rows: Mapping[str, list[dict[str, Any]]]
    houses: tuple[str, ...]
    changes: tuple[HouseholdChange, ...]
    residents: frozenset[str]
    lives_in: Mapping[str, str]


def homes_of(tx: Transaction, region: Region, resolution: Resolution, after: After, *, at: datetime) -> Homes:
    """Compare the households of a region with the graph. In a crowd, where not everybody was looked at, the
    memberships of those regrouped are all that changes."""
    touched = touched_by(region, resolution, after)
    versions = _versions(tx, region, touched)
    known = Known(
        whose={key: person.id for person in after.all for key in person.records} | dict(after.person_of),
        compartments={person.id: person.compartment for person in after.all}
        | {person: region.golden[person]["compartment"] for person in after.unstirred},
        versions=versions,
    )
    lives_in = _lived_in(region, after.unstirred) | resolution.lives_in
    rows: dict[str, list[dict[str, Any]]] = {}
    written: dict[str, str] = {}
    asserted, before = _compared(region, resolution, touched, after)
    for step in membership_steps(asserted, before, known, at=at):
        if not region.crowded or step.row["person"] in after.own_ids | held_before(region):
            rows.setdefault(step.query, []).append(dict(step.row))
    if not region.crowded:
        agencies = {person.id: agencies_of(person, versions) for person in after.all}
        agencies |= _agencies_beside(tx, touched, agencies)
        written = _written(tx, region, _house_ids(resolution, touched), touched)
        rows |= _household_rows(resolution, touched, agencies, written)
        rows["dissolve_households"] = [
            {**row, "at": at, "became": _moved_to(row["id"], region, after, lives_in)}
            for row in rows["dissolve_households"]
        ]
    return Homes(
        rows=rows,
        houses=tuple(row["id"] for row in rows.get("write_houses", ()) if row["id"] not in written),
        changes=_changes(region, touched),
        residents=frozenset(
            member.person_id for household in touched.now for member in household.members if member.lives_here
        ),
        lives_in=lives_in,
    )


def _compared(
    region: Region, resolution: Resolution, touched: Touched, after: After
) -> tuple[list[Household], Mapping[tuple[str, str], Row]]:
    """The households to assert memberships of, and the memberships to compare with. Of those who stay at home and once
    were said to live where others live now, their part at home is told too: which records speak of it has changed."""
    # Of those beside too little was read to say more of their part than that they live there.
    whole = {person.id for person in after.all}
    now = {household.id for household in touched.now}
    left = {one.person_id for household in touched.now for one in household.members if not one.lives_here}
    homes = {person: home for person, home in resolution.lives_in.items() if home not in now}
    stays = {
        (row["person"], row["household"]): row
        for row in region.memberships
        if row["person"] in left & whole and homes.get(row["person"]) == row["household"]
    }
    at_home: defaultdict[str, set[str]] = defaultdict(set)
    for person, home in stays:
        at_home[home].add(person)
    asserted = [_among(household, whole) for household in touched.now]
    asserted += [_among(one, at_home[one.id]) for one in resolution.households if one.id in at_home]
    return asserted, {**stays, **touched.before}


def _among(household: Household, persons: Collection[str]) -> Household:
    """The household as if nobody else had a part in it."""
    return replace(household, members=tuple(one for one in household.members if one.person_id in persons))


def _lived_in(region: Region, persons: Collection[str]) -> dict[str, str]:
    """Where those of these persons live who live anywhere, as it is written."""
    return {
        row["person"]: row["household"]
        for row in region.memberships
        if row["person"] in persons and row["properties"]["livesHere"]
    }


def _moved_to(household: str, region: Region, after: After, lives_in: Mapping[str, str]) -> list[str]:
    """Where those live now who lived in a household that is given up."""
    became = {one.person_id: one.became for one in after.retired}
    before = [
        row["person"]
        for row in region.memberships
        if row["household"] == household and row["properties"]["livesHere"]
    ]
    now = {person for one in before for person in became.get(one, (one,))}
    return sorted({lives_in[person] for person in now if person in lives_in})


def _versions(tx: Transaction, region: Region, touched: Touched) -> dict[str, CurrentVersion]:
    """The current version of every record that is spoken of."""
    versions = {key: one.version for key, one in region.all.items()}
    named = {key_of(record) for row in touched.before.values() for record in row["properties"]["records"]}
    missing = sorted(named - versions.keys())
    rows = tx.run("read_current_owners", keys=missing) if missing else []
    return versions | {
        row["key"]: CurrentVersion(row["id"], row["agency"], row["compartment"]) for row in rows
    }


def _house_ids(resolution: Resolution, touched: Touched) -> set[str]:
    return {house.id for house in resolution.houses} & {household.house_id for household in touched.now}


def _household_rows(
    resolution: Resolution,
    touched: Touched,
    agencies: Mapping[str, list[str]],
    written: Mapping[str, str],
) -> dict[str, list[dict[str, Any]]]:
    house_ids = _house_ids(resolution, touched)
    houses = [house_row(house) for house in resolution.houses if house.id in house_ids]
    households = [household_row(household, agencies) for household in touched.now]
    gone = [{"id": name, "digest": DISSOLVED} for name in touched.gone if written.get(name) != DISSOLVED]
    return {
        "write_houses": changed(houses, written),
        "write_households": changed(households, written),
        "dissolve_households": gone,
    }


def _written(tx: Transaction, region: Region, houses: Collection[str], touched: Touched) -> dict[str, str]:
    """What was last written of these houses and of the households touched, id -> digest; most of it was read with the
    memberships."""
    ids = [*sorted(houses), *(household.id for household in touched.now), *touched.gone]
    known = region.ties.written
    unknown = [name for name in ids if name not in known and name not in region.free]
    rows = tx.run("read_written", ids=unknown) if unknown else []
    return known | {row["id"]: row["digest"] for row in rows}


def _agencies_beside(
    tx: Transaction, touched: Touched, known: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """The agencies of those who live in a household that is touched and were not read whole."""
    members = {member.person_id for household in touched.now for member in household.members}
    beside = sorted(members - known.keys())
    found = tx.run("read_person_states", ids=beside) if beside else []
    return {row["golden"]["id"]: row["golden"].get("agencies", []) for row in found}


def _changes(region: Region, touched: Touched) -> tuple[HouseholdChange, ...]:
    residents_before: dict[str, list[str]] = {}
    compartments: dict[str, str] = {}
    for row in region.memberships:
        compartments[row["household"]] = row["compartment"]
        if row["properties"]["livesHere"]:
            residents_before.setdefault(row["household"], []).append(row["person"])
    found = [
        HouseholdChange(
            household.id,
            household.compartment,
            tuple(sorted(residents_before.get(household.id, ()))),
            tuple(sorted(member.person_id for member in household.members if member.lives_here)),
        )
        for household in touched.now
    ]
    found += [
        HouseholdChange(name, compartments[name], tuple(sorted(residents_before.get(name, ()))), ())
        for name in touched.gone
    ]
    differing = [change for change in found if change.before != change.after]
    return tuple(sorted(differing, key=lambda change: change.id))
