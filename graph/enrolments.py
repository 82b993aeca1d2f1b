"""A person's taking part in a programme, as far as a source record tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from identity.standardise import clean, parse_date

if TYPE_CHECKING:
    from datetime import date

    from graph.sources import Source
    from identity.records import RawRecord

_AMOUNT = re.compile(r"\d+(?:\.\d+)?")


def enrolment_row(record: RawRecord, record_id: str, *, source: Source, on: date) -> dict[str, Any]:
    """The enrolment that a record of a source with a programme speaks of, `record_id` being the record's version.

    Dates become ISO 8601 days, None where no whole day is stated. It counts as ended when its last day lies
    before `on`. It is as secret as its source.
    """
    until = _day(record.values.get("enrolled_until"), source.locale, on)
    ended = until is not None and until < on.isoformat()
    return {
        "id": record.key,
        "record": record_id,
        "properties": {
            "since": _day(record.values.get("enrolled_since"), source.locale, on),
            "until": until,
            "amount": amount_in_baht(record.values.get("benefit_amount")),
            "status": "ended" if ended else "active",
            "agency": source.agency,
            "programme": source.programme,
            "compartment": source.compartment,
        },
    }


def amount_in_baht(text: str | None) -> float | None:
    """The one amount a text states, in baht: `1,200.50 บาท` -> 1200.5; None where it states none or several."""
    amounts = _AMOUNT.findall(clean(text or "").replace(",", ""))
    return float(amounts[0]) if len(amounts) == 1 else None


def _day(text: str | None, locale: str, on: date) -> str | None:
    found = parse_date(text, locale=locale, as_of=on) if text else None
    return None if found is None else found.iso
