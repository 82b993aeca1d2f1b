"""What a person was held to be over time: the records under its id and those that became it, and how they did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from graph.driver import Database


@dataclass(frozen=True, slots=True)
class Held:
    """A version of a record, `key@version`, was held to be the person from `since` to `until` (None: it is now), whose
    id at that time was `person`."""

    person: str
    record: str
    since: datetime
    until: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Became:
    """An id was retired in favour of another; `reason` is `merged` or `split`."""

    person: str
    into: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Both, the earliest first."""

    held: tuple[Held, ...]
    became: tuple[Became, ...]


def timeline(db: Database, person_id: str, *, compartments: Collection[str]) -> Timeline:
    """The timeline of an id, in use or retired, as it is to those for whom these compartments are all there is."""
    asked = {"id": person_id, "compartments": sorted(compartments)}
    held = db.read("read_timeline", **asked)
    became = db.read("read_mergers", **asked)
    return Timeline(
        tuple(
            Held(row["person"], row["record"], row["since"], row["until"], row["decidedBy"]) for row in held
        ),
        tuple(Became(row["person"], row["into"], row["at"], row["reason"]) for row in became),
    )


def stands_for(db: Database, person_id: str, *, compartments: Collection[str]) -> tuple[str, ...]:
    """The ids in use that an id stands for, sorted, as it is to those for whom these compartments are all there is."""
    rows = db.read("find_successors_within", id=person_id, compartments=sorted(compartments))
    return tuple(row["id"] for row in rows)
