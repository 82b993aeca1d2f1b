"""Who lives with whom by a human's word: appended, withdrawn, never edited."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from graph.errors import UnknownRecord
from identity.lodging import Lodging

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from graph.driver import Database, Transaction


def in_force(db: Database) -> tuple[Lodging, ...]:
    """Every lodging that was not taken back, oldest first."""
    return tuple(lodging_of(row["properties"]) for row in db.read("list_lodgings"))


def append_within(tx: Transaction, lodgings: Sequence[Lodging], *, act: str) -> None:
    """Add the lodgings of one act of a steward in the caller's transaction.

    Raises UnknownRecord if a record that one names is not in the graph.
    """
    rows: list[dict[str, Any]] = []
    for one in lodgings:
        properties = {
            "id": one.id,
            "members": list(one.members),
            "beside": one.beside,
            "since": one.since,
            "by": one.by,
            "at": one.at,
            "reason": one.reason,
            "act": act,
        }
        named = sorted({*one.members, *([one.beside] if one.beside else [])})
        rows.append({"records": named, "properties": properties})
    if not rows:
        return
    found = tx.run("append_lodgings", rows=rows)
    if sum(row["records"] for row in found) < sum(len(row["records"]) for row in rows):
        raise UnknownRecord(f"Act {act} lodges the person of a record that is not in the graph.")


def withdraw_within(tx: Transaction, ids: Sequence[str], *, by: str, at: datetime, reason: str) -> None:
    """Take lodgings back in the caller's transaction. Those taken back before stay as they are."""
    if ids:
        tx.run("withdraw_lodgings", ids=list(ids), by=by, at=at, reason=reason)


def lodging_of(properties: Mapping[str, Any]) -> Lodging:
    """The lodging as its node holds it."""
    return Lodging(
        id=properties["id"],
        members=tuple(properties["members"]),
        beside=properties.get("beside"),
        since=properties.get("since"),
        by=properties["by"],
        at=properties["at"].astimezone(UTC),
        reason=properties["reason"],
    )
