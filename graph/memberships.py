"""Who lives or lived in which household: what is asserted now, and what stays as the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.digest import with_digest
from graph.steps import Step
from graph.versions import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from graph.versions import CurrentVersion
    from identity.resolution import Household, Membership

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
    if not any(known.has_changed(record) for record in row["properties"]["records"]):
        return set()
    return {holder for holder in holders_of(row, known) if known.compartments[holder] == row["compartment"]}


def holders_of(row: Mapping[str, Any], known: Known) -> set[str]:
    """Whom the records that a membership rests on identify now."""
    keys = map(key_of, row["properties"]["records"])
    return {known.whose[key] for key in keys if key in known.whose}


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
