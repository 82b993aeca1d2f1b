"""Values that a human fixed: a pin outranks every rule of survivorship until it is taken back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.records import RawRecord
from identity.standardise import standardise_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

BIRTH, ADDRESS = "birth", "address"
"""What is pinned as a whole: a day, month and year of birth, or all parts of an address, belong together."""

PINNABLE = (
    "title",
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "sex",
    "death_date",
    "citizen_id",
    "phone",
    "email",
    BIRTH,
    ADDRESS,
)

PINNED = "pinned"
"""The rule by which a pinned value won."""


@dataclass(frozen=True, slots=True)
class Pin:
    """`field` of the person whom `record` identifies, whoever that is at the time, is `value`, or whatever the
    record `origin` says: exactly one of the two is given. `value` is in standard form; a birth is an ISO 8601 day
    or a year. An address is pinned by `origin` alone. `by`, `at` (timezone-aware) and `reason` say who decided."""

    id: str
    record: str
    field: str
    value: str | None
    origin: str | None
    by: str
    at: datetime
    reason: str


def standard_value(field: str, text: str, *, locale: str = "th") -> str | None:
    """A value typed by a human in standard form, as the same text in a record would be read; None where it cannot be.

    A birth comes out as a day or, where only the year is known, as that; half a date is refused.
    """
    column = "birth_date" if field == BIRTH else field
    batch = standardise_records([RawRecord("steward", "typed", {column: text})], locale=locale)
    row = {name: batch.column(name)[0].as_py() for name in (*_READ_BACK, column)}
    if field != BIRTH:
        return row[column]
    if row["birth_date"] is not None:
        return row["birth_date"]
    return f"{row['birth_year']:04d}" if row["birth_precision"] == "year" else None


_READ_BACK = ("birth_date", "birth_year", "birth_precision")


def pins_by_record(pins: Iterable[Pin]) -> dict[str, tuple[Pin, ...]]:
    """The pins by the record each goes with, in the order in which they were made."""
    gathered: defaultdict[str, list[Pin]] = defaultdict(list)
    for pin in sorted(pins, key=lambda pin: (pin.at, pin.id)):
        gathered[pin.record].append(pin)
    return {record: tuple(those) for record, those in gathered.items()}


def pins_of(records: Iterable[str], pins: Mapping[str, tuple[Pin, ...]]) -> dict[str, Pin]:
    """Field -> the pin in force for the person of these records: the latest of each field."""
    if not pins:
        return {}
    latest: dict[str, Pin] = {}
    for pin in sorted(
        (pin for record in records for pin in pins.get(record, ())), key=lambda pin: (pin.at, pin.id)
    ):
        latest[pin.field] = pin
    return latest
