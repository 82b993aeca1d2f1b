"""What publishing tells the outbox: each person and household that is not as it was, once, and nothing of the others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graph.outbox import (
    HOUSEHOLD_CHANGED,
    PERSON_CHANGED,
    PERSON_CREATED,
    PERSON_RETIRED,
    Change,
    change_rows,
)
from graph.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from graph.identifications import Held
    from identity.resolution import Resolution


def told(changes: Iterable[Change]) -> Iterator[Step]:
    """A step for each change, together with whatever else happens to its subject."""
    for change in changes:
        [row] = change_rows([change])
        yield Step("emit_changes", change.subject, row)


def person_changes(
    steps: Sequence[Step], resolution: Resolution, before: Held, *, at: datetime
) -> Iterator[Change]:
    """What these steps are to the persons they are about: founded, retired, or changed in values or records.

    A sealed record that comes to an open person, or goes, changes nothing about that person.
    """
    compartments = {**before.compartments, **{one.id: one.compartment for one in resolution.persons}}
    retired = {step.row["id"] for step in steps if step.query == "retire_persons"}
    concerned = {step.row["id"] for step in steps if step.query == "write_persons"} | {
        step.row["person"]
        for step in steps
        if step.query in ("join_enrolments", "leave_enrolments")
        and before.versions[step.row["key"]].compartment == compartments[step.row["person"]]
    }
    for person in sorted(concerned | retired):
        if person in retired:
            kind = PERSON_RETIRED
        else:
            kind = PERSON_CHANGED if person in before.persons else PERSON_CREATED
        yield Change(at, kind, person, compartments[person])


def household_changes(
    resolution: Resolution, before: Mapping[tuple[str, str], Mapping[str, Any]], *, at: datetime
) -> Iterator[Change]:
    """The households in which others live than `before` ((person, household) -> row of `list_memberships`)."""
    residents: defaultdict[str, set[str]] = defaultdict(set)
    compartments: dict[str, str] = {}
    for (person, household), row in before.items():
        if row["properties"]["livesHere"]:
            residents[household].add(person)
            compartments[household] = row["compartment"]
    now: dict[str, set[str]] = {}
    for household in resolution.households:
        now[household.id] = {member.person_id for member in household.members if member.lives_here}
        compartments[household.id] = household.compartment
    for household in sorted(residents.keys() | now.keys()):
        if residents.get(household, set()) != now.get(household, set()):
            yield Change(at, HOUSEHOLD_CHANGED, household, compartments[household])
