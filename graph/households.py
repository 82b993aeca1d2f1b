"""Houses and households as rows: the buildings, and who makes up the people living together in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.digest import digest, with_digest
from graph.naming import property_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.driver import Database
    from identity.resolution import House, Household, Resolution

DISSOLVED = digest({"dissolved": True})
"""Stands for what was last written of a household that the resolution no longer knows."""


def publish_houses(db: Database, resolution: Resolution) -> int:
    """Write the houses that changed; how many. A house in which nobody lives any more stays: it still stands."""
    written = {row["id"]: row["digest"] for row in db.stream("list_houses")}
    rows = [house_row(house) for house in resolution.houses]
    return db.write_rows("write_houses", changed(rows, written))


def changed(rows: Sequence[dict[str, Any]], written: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The rows that say something else than was last written under their ids (id -> digest)."""
    return [row for row in rows if written.get(row["id"]) != row["properties"]["digest"]]


def house_row(house: House) -> dict[str, Any]:
    """A house as `write_houses` wants it."""
    properties: dict[str, Any] = {property_name(field): value for field, value in house.address.items()}
    properties |= {"id": house.id, "compartment": house.compartment, "houseCode": house.code}
    return {"id": house.id, "properties": with_digest(properties)}


def household_row(household: Household, agencies: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A household as `write_households` wants it.

    `agencies` and `size` look at those who live here now: having once lived in a house, or being written
    in its register, opens to nobody's agency who lives there today.
    """
    residents = [
        member.person_id for member in household.members if member.lives_here and member.until is None
    ]
    properties: dict[str, Any] = {property_name(field): value for field, value in household.address.items()}
    properties |= {
        "id": household.id,
        "compartment": household.compartment,
        "agencies": sorted({agency for person_id in residents for agency in agencies[person_id]}),
        "size": len(residents),
    }
    digested = {**properties, "digest": digest({**properties, "house": household.house_id})}
    return {"id": household.id, "house": household.house_id, "properties": digested}
