"""What an id stands for today, and whom a record was held to be on a day in the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from graph.driver import Database


def persons_now(db: Database, person_id: str) -> tuple[str, ...]:
    """The ids in force that an id stands for, sorted: itself, or what it was merged or split into since.

    Empty only for an id that was never given out.
    """
    return tuple(row["id"] for row in db.read("find_successors", id=person_id))


def person_on(db: Database, key: str, *, on: datetime) -> str | None:
    """The id of the person whom the hub held a source record to be at that instant; None if nobody yet."""
    rows = db.read("find_person_at", key=key, on=on)
    return rows[0]["person"] if rows else None


def households_now(db: Database, household_id: str) -> tuple[str, ...]:
    """The household ids that an id stands for, sorted: itself, or those its people live in since it was given up.

    Empty only for an id that was never given out.
    """
    return tuple(row["id"] for row in db.read("find_household_successors", id=household_id))
