"""What a record says of place and company that others may say too, kept beside it so that neighbours find each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from identity.columns import columns_of_rows
from identity.house import doors_and_codes

if TYPE_CHECKING:
    from collections.abc import Mapping

DOORS = ("markDoor", "markRegisteredDoor")
CODES = ("markCode", "markRegisteredCode")
FORM = "markForm"
MARKS = (*DOORS, *CODES, FORM)
"""Properties of a source record: area and house number, house code, and the form it stands on."""


def mark_properties(row: Mapping[str, Any]) -> dict[str, str]:
    """The marks of a standardised row; what it does not state is absent."""
    found = doors_and_codes(columns_of_rows([row]), 0)
    marks = {
        "markDoor": found.get("door"),
        "markRegisteredDoor": found.get("registered_door"),
        "markCode": found.get("code"),
        "markRegisteredCode": found.get("registered_code"),
        FORM: row.get("household_id"),
    }
    return {name: mark for name, mark in marks.items() if mark}
