"""The last look before publishing: nothing sealed may carry what stands outside its compartment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import CompartmentBreach
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.versions import CurrentVersion
    from identity.resolution import Person, Resolution


def check_compartments(resolution: Resolution, versions: Mapping[str, CurrentVersion]) -> None:
    """Raise CompartmentBreach if any person, household, family or kin rests on a record of another compartment.

    Linking and survivorship keep this already; a defect in them must not become somebody's address in the
    wrong hands. A sealed record may be attached to an open person: it only may not carry anything there.
    """
    persons = {person.id: person.compartment for person in resolution.persons}

    def rests(keys: Iterable[str], compartment: str) -> bool:
        return all(versions[key].compartment == compartment for key in keys)

    def live(ids: Iterable[str], compartment: str) -> bool:
        return all(persons[person_id] == compartment for person_id in ids)

    breaches = {
        "person": sum(not rests(_carrying(person), person.compartment) for person in resolution.persons),
        "household": sum(
            not rests((key for member in household.members for key in member.records), household.compartment)
            or not live((member.person_id for member in household.members), household.compartment)
            for household in resolution.households
        ),
        "family": sum(not live(family.person_ids, family.compartment) for family in resolution.families),
        "kin": sum(
            not rests(kin.records, persons[kin.from_id]) or persons[kin.from_id] != persons[kin.to_id]
            for kin in resolution.kin
        ),
    }
    found = [f"{count} {kind}" for kind, count in breaches.items() if count]
    if found:
        raise CompartmentBreach(f"The resolution crosses sealed compartments: {', '.join(found)}.")


def _carrying(person: Person) -> Iterator[str]:
    """The records that make the person what it is: all of a sealed person, the golden values' of an open one."""
    if person.compartment != OPEN:
        yield from person.records
    for golden in person.values.values():
        yield from golden.supports
        yield from golden.contradicts
