"""Values that a human fixed: a pin outranks every rule of survivorship until it is taken back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
