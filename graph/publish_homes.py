"""Publishing households: who makes them up, who lives or lived there, and what became of those given up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graph import memberships
from graph.golden import agencies_of
from graph.households import DISSOLVED, changed, household_row
from graph.memberships import Known, holders_of, membership_steps
from graph.publish_changes import household_changes, told
from graph.steps import Step, write_steps
from identity.components import DisjointSets

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from graph.decisions import Decisions
    from graph.driver import Database, Transaction
    from graph.steps import Batch
    from graph.versions import CurrentVersion
    from identity.resolution import Resolution

    Memberships = Mapping[tuple[str, str], Mapping[str, Any]]
    """(person id, household id) -> row of `list_memberships`."""

ORDER = ("write_households", "dissolve_households", *memberships.ORDER, "emit_changes")


def publish_homes(
    db: Database,
    resolution: Resolution,
    versions: Mapping[str, CurrentVersion],
    *,
    at: datetime,
    decided: Decisions,
) -> Counter[str]:
    """Write the households and memberships that changed, empty what the resolution no longer knows, and tell the
    outbox; rows written by query.

    All that happens to one household, and to those its people live in instead, happens in one transaction. Raises
    Overtaken where more was decided than `decided` when it begins. A membership that is no longer asserted becomes past if a record it rests on has since said
    something else: the person has moved. It then belongs to whomever those records identify, also after a merge or a
    split. If no record changed, nobody moved but the hub has changed its mind: the membership is withdrawn,
    and kept as WITHDRAWN_MEMBER_OF for whoever must explain what was once shown.
    """
    known = Known(
        whose={key: person.id for person in resolution.persons for key in person.records},
        compartments={person.id: person.compartment for person in resolution.persons},
        versions=versions,
    )
    before = {(row["person"], row["household"]): row for row in db.stream("list_memberships")}
    written = {row["id"]: row["digest"] for row in db.stream("list_households")}
    # Of people whom the resolution does not know it would take their homes away.
    decided.check(db)
    circles = DisjointSets({*written, *(household.id for household in resolution.households)})
    steps = [
        *_written_steps(resolution, written, versions),
        *_dissolved_steps(resolution, written, before, known, circles, at=at),
        *membership_steps(resolution.households, before, known, at=at),
        *told(household_changes(resolution, before, at=at)),
    ]

    def check(tx: Transaction, _: Batch) -> None:
        decided.check_within(tx)

    return write_steps(db, steps, order=ORDER, at=at, together=circles.find, check=check)


def _written_steps(
    resolution: Resolution, written: Mapping[str, str | None], versions: Mapping[str, CurrentVersion]
) -> Iterator[Step]:
    agencies = {person.id: agencies_of(person, versions) for person in resolution.persons}
    rows = [household_row(household, agencies) for household in resolution.households]
    for row in changed(rows, written):
        yield Step("write_households", row["id"], row)


def _dissolved_steps(
    resolution: Resolution,
    written: Mapping[str, str | None],
    before: Memberships,
    known: Known,
    circles: DisjointSets,
    *,
    at: datetime,
) -> Iterator[Step]:
    """The households that the resolution no longer knows. `circles` comes to say which became which."""
    named = {household.id for household in resolution.households}
    gone = sorted(name for name in written.keys() - named if written[name] != DISSOLVED)
    became = _moved_to(resolution, before, known)
    for household in gone:
        homes = sorted(became.get(household, ()))
        circles.join_all((household, *homes))
        row = {"id": household, "digest": DISSOLVED, "at": at, "became": homes}
        yield Step("dissolve_households", household, row)


def _moved_to(resolution: Resolution, before: Memberships, known: Known) -> dict[str, set[str]]:
    """Household id -> the households where those live now who lived there before."""
    lives_in = resolution.lives_in
    retired = {one.person_id: one.became for one in resolution.retirements}
    moved: defaultdict[str, set[str]] = defaultdict(set)
    for (person, household), row in before.items():
        if row["properties"]["livesHere"]:
            now = (person,) if person in known.compartments else retired.get(person)
            # Of one who was retired by a publishing that broke off after the persons, the records tell who it is now.
            successors = holders_of(row, known) if now is None else now
            moved[household] |= {lives_in[one] for one in successors if one in lives_in}
    return moved
