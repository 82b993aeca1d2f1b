"""Publishing a resolution: the graph is brought to say what the resolution says, writing only what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.compartments import check_compartments
from graph.decisions import Decisions
from graph.households import publish_houses
from graph.identifications import check_accounts, held, publish_persons
from graph.kinship import publish_families, publish_kin
from graph.publish_homes import publish_homes
from graph.versions import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from graph.driver import Database
    from identity.resolution import Resolution


@dataclass(frozen=True, slots=True)
class Assignment:
    """The ids in use, as `identity.persons.resolve_persons` wants them.

    `previous` is record key -> person id now in force, `households` record key -> household id; `taken` is
    every person and household id ever given out, retired ones too.
    """

    previous: Mapping[str, str]
    taken: frozenset[str]
    households: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing wrote: rows (nodes or relationships) by the kind of thing; kinds without a row are absent."""

    counts: Mapping[str, int]

    @property
    def rows(self) -> int:
        """Rows written in all; 0 when the graph said everything already."""
        return sum(self.counts.values())


KINDS = {
    "write_persons": "persons",
    "open_identifications": "identifications begun",
    "close_identifications": "identifications ended",
    "revise_identifications": "identifications revised",
    "join_enrolments": "enrolments given",
    "leave_enrolments": "enrolments taken",
    "retire_persons": "persons retired",
    "write_households": "households",
    "dissolve_households": "households given up",
    "write_memberships": "memberships",
    "withdraw_memberships": "memberships withdrawn",
    "write_families": "families",
    "delete_families": "families ended",
    "clear_families": "families cleared",
    "join_families": "family members",
    "house_families": "family households",
    "emit_changes": "changes told",
}
"""What the rows of a query are to a reader of the counts."""


def assignment(db: Database) -> Assignment:
    """Read which ids are in force and which were ever given out."""
    persons = {row["id"] for row in db.stream("list_persons")}
    households = {row["id"] for row in db.stream("list_households")}
    return Assignment(
        previous={row["key"]: row["person"] for row in db.stream("list_identifications")},
        taken=frozenset(persons | households),
        households=households_of_records(db.stream("list_memberships")),
    )


def publish(
    db: Database, resolution: Resolution, *, at: datetime, began: Decisions | None = None
) -> Published:
    """Bring the graph to say what the resolution says. `at` becomes the system time of all that changes; `began` are the
    decisions before the first of what the resolution rests on was read.

    Everything is compared first and only differences are written, so publishing the same again writes
    nothing, and publishing again after a failure half-way, with the same `at`, ends in the same graph.
    Raises UnknownRecord, ResolutionRefused or CompartmentBreach before anything is written; and Overtaken, also in
    the middle, where somebody else decides about persons at the same time.
    """
    began = began or Decisions.until_now(db)
    before = held(db)
    began.check(db)
    check_accounts(resolution, before)
    check_compartments(resolution, before.versions)
    counts: Counter[str] = Counter()
    counts["houses"] = publish_houses(db, resolution)
    persons = publish_persons(db, resolution, before, at=at)
    decided = began.and_own(persons["open_identifications"])
    homes = publish_homes(db, resolution, before.versions, at=at, decided=decided)
    counts += _by_kind(persons) + _by_kind(homes)
    counts["kin"] = publish_kin(db, resolution, before.versions)
    counts += _by_kind(publish_families(db, resolution, at=at))
    return Published({kind: rows for kind, rows in counts.items() if rows})


def _by_kind(rows_by_query: Mapping[str, int]) -> Counter[str]:
    return Counter({KINDS[query]: rows for query, rows in rows_by_query.items()})


def households_of_records(memberships: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Record key -> household. Where a record tells of several: the one its person lives in now, else the one the
    person left, and one the person is merely registered in last, so that each household finds its own records."""
    claims: dict[str, tuple[int, str]] = {}
    for row in memberships:
        member = row["properties"]
        registered_only = member["registeredHere"] and member.get("until") is None
        claim = (0 if member["livesHere"] else 2 if registered_only else 1, row["household"])
        for record in member["records"]:
            claims[key_of(record)] = min(claim, claims.get(key_of(record), claim))
    return {record: household for record, (_, household) in claims.items()}
