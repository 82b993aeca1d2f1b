"""The three questions the demo ends with: one person, seen by two departments and traced by an investigator."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hub.errors import HubError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from identity.resolution import Resolution

QUERIES = Path(__file__).parent / "queries"

CASE = {"Hub-Case": "DEMO-1", "Hub-Reason": "Looking around the demo"}


@dataclass(frozen=True, slots=True)
class Example:
    """A question as one kind of user asks it. `headers` are what the purpose demands beside the token."""

    title: str
    agency: str
    role: str
    purpose: str
    query: Path
    variables: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class NobodyToShow(HubError):
    """The population is too small to hold a person whom both departments serve."""

    code = "NOBODY_TO_SHOW"


def examples(resolution: Resolution) -> tuple[Example, Example, Example]:
    """The questions about an older person on the allowance roll who lives with a child on the grant."""
    who = {"id": _shared_person(resolution)}
    person, trace = QUERIES / "person.graphql", QUERIES / "trace.graphql"
    return (
        Example("A caseworker of Older Persons sees", "DOP", "caseworker", "allowance", person, who),
        Example(
            "Children and Youth sees of the same person", "DCY", "caseworker", "child_grant", person, who
        ),
        Example(
            "An investigator traces the household", "OPS", "investigator", "investigation", trace, who, CASE
        ),
    )


def _shared_person(resolution: Resolution) -> str:
    """The first person with a record of DOP whose present household has one of DCY."""
    sources = {person.id: {key.partition("/")[0] for key in person.records} for person in resolution.persons}
    for household in sorted(resolution.households, key=lambda one: one.id):
        members = [one.person_id for one in household.members if one.lives_here and one.until is None]
        served = [one for one in members if "dop_allowance" in sources[one]]
        if served and len(members) > 2 and any("dcy_child_grant" in sources[one] for one in members):
            return min(served)
    raise NobodyToShow(
        "No household of this population is served by both DOP and DCY; make it larger with --persons."
    )
