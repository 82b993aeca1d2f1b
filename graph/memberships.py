"""Who lives or lived in which household: what is asserted now, and what stays as the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.digest import with_digest
from graph.steps import Step, write_steps
from graph.versions import key_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from graph.driver import Database
    from graph.versions import CurrentVersion
    from identity.resolution import Household, Membership, Resolution

ORDER = ("withdraw_memberships", "write_memberships")


@dataclass(frozen=True, slots=True)
class Known:
    """What the new resolution says of records and persons: record key -> person id, person id -> compartment."""

    whose: Mapping[str, str]
    compartments: Mapping[str, str]
    versions: Mapping[str, CurrentVersion]

    def has_changed(self, record_id: str) -> bool:
        """Whether the record has spoken again since this version of it."""
        return self.versions[key_of(record_id)].id != record_id


def publish_memberships(
    db: Database, resolution: Resolution, versions: Mapping[str, CurrentVersion], *, at: datetime
) -> Counter[str]:
    """Write the memberships that changed; rows written by query.

    A membership that is no longer asserted becomes past if a record it rests on has since said something
    else: the person has moved. It then belongs to whomever those records identify, also after a merge or a
    split. If no record changed, nobody moved but the hub has changed its mind: the membership is withdrawn,
    and kept as WITHDRAWN_MEMBER_OF for whoever must explain what was once shown.
    """
    known = Known(
        whose={key: person.id for person in resolution.persons for key in person.records},
        compartments={person.id: person.compartment for person in resolution.persons},
        versions=versions,
    )
    before = {(row["person"], row["household"]): row for row in db.stream("list_memberships")}
    steps = membership_steps(resolution.households, before, known, at=at)
    return write_steps(db, steps, order=ORDER, at=at)


def membership_steps(
    households: Iterable[Household],
    before: Mapping[tuple[str, str], Mapping[str, Any]],
    known: Known,
    *,
    at: datetime,
) -> Iterator[Step]:
    """What brings the memberships `before` ((person, household) -> row) to those these households assert."""
    asserted = {
        (member.person_id, household.id): _properties(member, known.versions)
        for household in households
        for member in household.members
    }
    yield from _asserted_steps(asserted, before)
    yield from _former_steps(asserted, before, known, at=at)


def _properties(member: Membership, versions: Mapping[str, CurrentVersion]) -> dict[str, Any]:
    return with_digest(
        {
            "role": member.role,
            "since": member.since,
            "until": member.until,
            "livesHere": member.lives_here,
            "registeredHere": member.registered_here,
            "records": [versions[key].id for key in member.records],
        }
    )


def _write(person: str, household: str, properties: Mapping[str, Any]) -> Step:
    return Step(
        "write_memberships",
        household,
        {"person": person, "household": household, "properties": properties},
    )


def _asserted_steps(
    asserted: Mapping[tuple[str, str], Mapping[str, Any]], before: Mapping[tuple[str, str], Mapping[str, Any]]
) -> Iterator[Step]:
    for pair, properties in asserted.items():
        if pair not in before or before[pair]["properties"]["digest"] != properties["digest"]:
            yield _write(*pair, properties)


def _former_steps(
    asserted: Mapping[tuple[str, str], Mapping[str, Any]],
    before: Mapping[tuple[str, str], Mapping[str, Any]],
    known: Known,
    *,
    at: datetime,
) -> Iterator[Step]:
    for (person, household), row in before.items():
        if (person, household) in asserted:
            continue
        holders = _holders(row, known)
        if person not in holders:
            withdrawn = {"person": person, "household": household}
            yield Step("withdraw_memberships", household, withdrawn)
        past = _ended(row["properties"], at=at)
        for holder in sorted(holders):
            if (holder, household) not in asserted and past["digest"] != _digest_of(
                before, holder, household
            ):
                yield _write(holder, household, past)


def _holders(row: Mapping[str, Any], known: Known) -> set[str]:
    """To whom a membership that is no longer asserted belongs as their past; to nobody if it was a mistake."""
    records: list[str] = row["properties"]["records"]
    if not any(known.has_changed(record) for record in records):
        return set()
    holders = {known.whose[key] for record in records if (key := key_of(record)) in known.whose}
    return {holder for holder in holders if known.compartments[holder] == row["compartment"]}


def _digest_of(
    before: Mapping[tuple[str, str], Mapping[str, Any]], person: str, household: str
) -> str | None:
    row = before.get((person, household))
    return None if row is None else row["properties"]["digest"]


def _ended(properties: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """The membership as past. Where no record gives its last day, that is the day the hub learnt of it."""
    said = {name: value for name, value in properties.items() if name != "digest"}
    until = said.get("until") or at.date().isoformat()
    return with_digest({"since": None, **said, "until": until, "livesHere": False, "registeredHere": False})
