"""Values that humans fixed: appended, withdrawn, never edited."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from identity.pins import Pin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.driver import Database


def in_force(db: Database) -> tuple[Pin, ...]:
    """Every pin that was not taken back, oldest first."""
    return tuple(pin_of(row["properties"]) for row in db.read("list_pins"))


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
