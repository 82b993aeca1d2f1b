"""Families: everybody connected through blood or marriage, in however many households."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from identity.canonical import content_id
from identity.components import DisjointSets
from identity.resolution import Family

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from identity.resolution import Household, Kin

NOT_OF_THE_FAMILY = frozenset({"guardian", "ward"})
"""A guardian may be the head of a children's home: care alone makes no family."""


def find_families(
    kin: Collection[Kin], households: Iterable[Household], *, compartment: str
) -> tuple[Family, ...]:
    """The connected components over kin. A family's id follows from its smallest person id."""
    related = [link for link in kin if link.relation not in NOT_OF_THE_FAMILY]
    families = DisjointSets(person for link in related for person in (link.from_id, link.to_id))
    for link in related:
        families.join(link.from_id, link.to_id)
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for household in households:
        for member in household.members:
            if member.lives_here:
                homes[member.person_id].add(household.id)
    return tuple(
        Family(
            id=content_id("F", persons[0]),
            person_ids=tuple(persons),
            household_ids=tuple(sorted(set[str]().union(*(homes[person] for person in persons)))),
            compartment=compartment,
        )
        for persons in families.sets()
    )
