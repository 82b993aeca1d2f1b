"""Values that humans fixed: appended, withdrawn, never edited."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from graph.errors import UnknownRecord
from identity.pins import Pin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from graph.driver import Database, Transaction


def in_force(db: Database) -> tuple[Pin, ...]:
    """Every pin that was not taken back, oldest first."""
    return tuple(pin_of(row["properties"]) for row in db.read("list_pins"))


def append_within(tx: Transaction, pins: Sequence[Pin], *, act: str) -> None:
    """Add the pins of one act of a steward in the caller's transaction.

    Raises UnknownRecord if the record that one goes with is not in the graph.
    """
    rows = [
        {
            "record": pin.record,
            "properties": {
                "id": pin.id,
                "record": pin.record,
                "field": pin.field,
                "value": pin.value,
                "origin": pin.origin,
                "by": pin.by,
                "at": pin.at,
                "reason": pin.reason,
                "act": act,
            },
        }
        for pin in pins
    ]
    if rows and len(tx.run("append_pins", rows=rows)) < len(rows):
        raise UnknownRecord(f"Act {act} pins a value to a record that is not in the graph.")


def withdraw_within(tx: Transaction, ids: Sequence[str], *, by: str, at: datetime, reason: str) -> None:
    """Take pins back in the caller's transaction. Those taken back before stay as they are."""
    if ids:
        tx.run("withdraw_pins", ids=list(ids), by=by, at=at, reason=reason)


def pin_of(properties: Mapping[str, Any]) -> Pin:
    """The pin as its node holds it."""
    return Pin(
        id=properties["id"],
        record=properties["record"],
        field=properties["field"],
        value=properties.get("value"),
        origin=properties.get("origin"),
        by=properties["by"],
        at=properties["at"].astimezone(UTC),
        reason=properties["reason"],
    )
