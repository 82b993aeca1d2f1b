"""A steward's office for tests: acts a minute apart, and what may be asked of the graph after them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from graph.stewardship import Outcome, Steward, Wish, perform, preview
from identity.resolution import OPEN
from tests.graph.small_world import SHELTER, TUESDAY

if TYPE_CHECKING:
    from graph.driver import Database

ONE, OTHER = "ops_logbook/00", "ops_logbook/10"
"""Heads of two homes, each with a record of another department too."""


def steward(minutes: int = 0, *, sealed: bool = False, by: str = "somsri") -> Steward:
    compartments = {OPEN, SHELTER} if sealed else {OPEN}
    return Steward(by, TUESDAY + timedelta(minutes=minutes), "Seen on paper.", frozenset(compartments))


def act(
    db: Database, wish: Wish, minutes: int = 0, *, token: str | None = None, sealed: bool = False
) -> Outcome:
    return perform(db, wish, steward(minutes, sealed=sealed), token=token)


def look(db: Database, wish: Wish, minutes: int = 0) -> Outcome:
    return preview(db, wish, steward(minutes))


def resolves(db: Database) -> dict[str, list[str]]:
    """Every id ever given out -> the active ids it stands for."""
    rows = db.execute(
        "MATCH (p:Person) RETURN p.id AS id, COLLECT { MATCH (p)-[:BECAME*0..]->(q:Person {status: 'active'})"
        " RETURN DISTINCT q.id ORDER BY q.id } AS now"
    )
    return {row["id"]: row["now"] for row in rows}
