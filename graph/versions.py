"""The current version of each source record, as publishing needs it: its id, whose it is and how secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.driver import Database


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """`id` is `key@version`."""

    id: str
    agency: str
    compartment: str


def current_versions(db: Database) -> dict[str, CurrentVersion]:
    """Record key -> its current version."""
    return {
        row["key"]: CurrentVersion(row["id"], row["agency"], row["compartment"])
        for row in db.stream("list_record_owners")
    }


def key_of(record_id: str) -> str:
    """The key of a record version: `source/record@2` -> `source/record`."""
    return record_id.rpartition("@")[0]
