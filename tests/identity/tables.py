"""Small standardised tables for tests: only the columns a rule speaks of need to be given."""

from __future__ import annotations

import pyarrow as pa

from identity.records import standard_schema
from identity.resolution import SourceTraits

SOURCES = {
    "survey": SourceTraits("open", 60),
    "roll": SourceTraits("open", 80),
    "grant": SourceTraits("open", 70),
    "hotline": SourceTraits("open", 20),
    "shelter": SourceTraits("violence", 70),
    "clinic": SourceTraits("health", 70),
}


def row(key: str, **cells: str | int) -> dict[str, str | int]:
    """One row; `given` and `family` fill the name, its fold and its sound."""
    source, _, record_id = key.partition("/")
    filled: dict[str, str | int] = {"key": key, "source": source, "record_id": record_id}
    for part in ("given", "family"):
        if part in cells:
            name = cells.pop(part)
            filled |= {
                f"{part}_name": name,
                f"{part}_fold": str(name).upper(),
                f"{part}_sound": str(name)[:3].upper(),
            }
    if "birth_date" in cells:
        filled |= {"birth_year": int(str(cells["birth_date"])[:4]), "birth_precision": "day"}
    if "household_id" in cells:
        cells["household_id"] = f"{source}:{cells['household_id']}"
    return filled | cells


def at(number: str, township: str = "4", area: str = "301406") -> dict[str, str]:
    """A living address."""
    return {"building_number": number, "township_number": township, "sub_district_code": area}


def registered_at(number: str, township: str = "4", area: str = "301406") -> dict[str, str]:
    """The address in the house register."""
    return {f"registered_{name}": value for name, value in at(number, township, area).items()}


def table(*rows: dict[str, str | int]) -> pa.Table:
    """A table of the standard schema."""
    return pa.Table.from_pylist(list(rows), schema=standard_schema())


def one_each(*rows: dict[str, str | int], **same: str) -> dict[str, str]:
    """Clusters in which every record is a person of its own, except those said to be the same: a="b c"."""
    clusters = {str(each["key"]): str(each["key"]) for each in rows}
    for label, keys in same.items():
        clusters |= dict.fromkeys(keys.split(), label)
    return clusters
