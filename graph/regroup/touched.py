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
    their housemates leave."""
    own_before, own_now = held_before(region) - after.unstirred.keys(), after.own_ids
    if not own_now and not own_before:
        return Touched((), (), {})
    now = {
        household.id: household
        for household in resolution.households
        if any(member.person_id in own_now for member in household.members)
    }
    residents = {
        member.person_id for household in now.values() for member in household.members if member.lives_here
    }
    left = {
        row["household"]
        for row in region.memberships
        if row["person"] in own_before or (row["person"] in residents and row["properties"]["livesHere"])
    }
    # Who belongs with whom in a house depends on everybody there.
    houses = {household.house_id for household in now.values()} - {None}
    now |= {
        household.id: household
        for household in resolution.households
        if household.id in left or household.house_id in houses
    }
    whole = {person.id for person in after.all} | own_before
    gone = left - now.keys() - _inhabited_beyond(region, whole)
    before = {
        (row["person"], row["household"]): row
        for row in region.memberships
        if (row["household"] in now.keys() | gone and row["person"] in whole)
        or (row["household"] in left and row["person"] in own_before)
    }
    return Touched(tuple(now.values()), tuple(sorted(gone)), before)


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
