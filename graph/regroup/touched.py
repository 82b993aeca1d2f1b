"""Which households a regrouping bears on, and what was said of them before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.driver import Row
    from graph.regroup.after import After
    from graph.regroup.region import Region
    from identity.resolution import Household, Resolution


@dataclass(frozen=True, slots=True)
class Touched:
    """Households the regrouping bears on: `now` as they will be, `gone` the ids nobody lives under any more, and
    `before` the memberships to compare with, (person id, household id) -> row."""

    now: tuple[Household, ...]
    gone: tuple[str, ...]
    before: Mapping[tuple[str, str], Row]


def touched_by(region: Region, resolution: Resolution, after: After) -> Touched:
    """The households in which those regrouped have a part now or had one before, those in the same house, and those
    which anybody leaves or comes to because of that."""
    own_before, own_now = held_before(region) - after.unstirred.keys(), after.own_ids
    if not own_now and not own_before:
        return Touched((), (), {})
    whole = {person.id for person in after.all} | own_before
    part_of = {
        household.id
        for household in resolution.households
        if any(member.person_id in own_now for member in household.members)
    }
    had_part_of = {row["household"] for row in region.memberships if row["person"] in own_before}
    moves = _moves(region, resolution, whole)
    ids = _all_touched(part_of | had_part_of, moves, resolution)
    now = {household.id: household for household in resolution.households if household.id in ids}
    left = ids & {row["household"] for row in region.memberships}
    gone = left - now.keys() - _inhabited_beyond(region, whole)
    before = {
        (row["person"], row["household"]): row
        for row in region.memberships
        if (row["household"] in now.keys() | gone and row["person"] in whole)
        or (row["household"] in left and row["person"] in own_before | moves.keys())
    }
    return Touched(tuple(now.values()), tuple(sorted(gone)), before)


def _moves(region: Region, resolution: Resolution, whole: Collection[str]) -> dict[str, frozenset[str]]:
    """Whoever will not live where it is written: person id -> the household they leave and the one they come to."""
    homes = resolution.lives_in
    written = {
        row["person"]: row["household"] for row in region.memberships if row["properties"]["livesHere"]
    }
    return {
        person: frozenset(one[person] for one in (written, homes) if person in one)
        for person in whole
        if written.get(person) != homes.get(person)
    }


def _all_touched(
    touched: Collection[str], moves: Mapping[str, Collection[str]], resolution: Resolution
) -> set[str]:
    """These households, those in the same house, for who belongs with whom there depends on everybody, and where people
    move to or from one of them."""
    ids = set(touched)
    count = 0
    while count != len(ids):
        count = len(ids)
        houses = {one.house_id for one in resolution.households if one.id in ids} - {None}
        ids |= {one.id for one in resolution.households if one.house_id in houses}
        ids |= {one for ends in moves.values() if not ids.isdisjoint(ends) for one in ends}
    return ids


def held_before(region: Region) -> set[str]:
    """The persons whom the records to be regrouped identify so far."""
    return {one.person for one in region.own.values() if one.person is not None}


def _inhabited_beyond(region: Region, whole: Collection[str]) -> set[str]:
    """Households in which somebody lives of whom too little was read to say where they live."""
    return {
        row["household"]
        for row in region.memberships
        if row["properties"]["livesHere"] and row["person"] not in whole
    }
