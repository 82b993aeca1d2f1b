"""The standardised row of a record as it is kept beside what was sent: `SourceRecord.standard`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from identity.standardise import standardise_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from identity.records import RawRecord

Standard = dict[str, Any]
"""Column of `identity.records.standard_schema` -> value; a column without a value is absent."""


def standard_rows(records: Sequence[RawRecord], *, locale: str) -> list[Standard]:
    """The standardised row of each record, in their order. Every attribute that a record carries is a column."""
    return [
        standardise_record(record, locale=locale, attributes=tuple(record.attributes)) for record in records
    ]


def to_text(row: Mapping[str, Any]) -> str:
    """The row as JSON, columns in alphabetical order: equal rows are equal texts."""
    plain = {name: value for name, value in row.items() if value is not None}
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()


def from_text(text: str) -> Standard:
    """What `to_text` wrote."""
    return orjson.loads(text)
