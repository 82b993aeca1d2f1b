"""How a golden person is written down: its properties, and on which side of them each record stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.digest import digest, with_digest
from graph.naming import property_name
from identity.standardise import sound_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.versions import CurrentVersion
    from identity.resolution import Person

ACTIVE = "active"


def person_properties(person: Person, versions: Mapping[str, CurrentVersion]) -> dict[str, Any]:
    """All properties of a person's node but the times."""
    properties: dict[str, Any] = {
        property_name(field): list(golden.value) if isinstance(golden.value, tuple) else golden.value
        for field, golden in person.values.items()
    }
    properties |= {
        "id": person.id,
        "status": ACTIVE,
        "compartment": person.compartment,
        "agencies": agencies_of(person, versions),
        "rules": sorted(f"{property_name(field)}={golden.rule}" for field, golden in person.values.items()),
    }
    for field, sound in (("givenName", "givenSound"), ("familyName", "familySound")):
        if field in properties:
            properties[sound] = sound_key(properties[field])
    return with_digest(properties)


def sides_of(person: Person) -> dict[str, dict[str, Any]]:
    """Record key -> `supports` and `contradicts`, the properties on either side of which the record stands,
    with their `digest`. Every record of the person is there, with empty lists if it speaks of nothing golden."""
    supports: dict[str, list[str]] = {key: [] for key in person.records}
    contradicts: dict[str, list[str]] = {key: [] for key in person.records}
    for field in sorted(person.values):
        golden = person.values[field]
        for key in golden.supports:
            supports[key].append(property_name(field))
        for key in golden.contradicts:
            contradicts[key].append(property_name(field))
    return {
        key: {
            "supports": supports[key],
            "contradicts": contradicts[key],
            "digest": digest({"supports": supports[key], "contradicts": contradicts[key]}),
        }
        for key in person.records
    }


def agencies_of(person: Person, versions: Mapping[str, CurrentVersion]) -> list[str]:
    """The agencies with a record of the person in the person's own compartment, sorted.

    A sealed record of an open person does not even show that its agency knows the person.
    """
    records = [versions[key] for key in person.records]
    return sorted({record.agency for record in records if record.compartment == person.compartment})
