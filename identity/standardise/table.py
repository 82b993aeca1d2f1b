"""The flat table of comparable columns: one row a record, whatever the record lacks."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from identity.records import ATTRIBUTE_PREFIX, standard_schema
from identity.standardise.addresses import EMPTY, PART_FIELDS, Address, standardise_address
from identity.standardise.dates import parse_date
from identity.standardise.emails import standardise_email
from identity.standardise.identifiers import standardise_identifier
from identity.standardise.names import standardise_name
from identity.standardise.phones import standardise_phone
from identity.standardise.relationships import standardise_relationship
from identity.standardise.sex import standardise_sex
from identity.standardise.text import clean_attribute, clean_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from identity.records import RawRecord


_NAME = ("title", "sex", "given_name", "middle_name", "family_name", "full_name", "nickname")
_COMPARABLE_NAME = ("given_fold", "middle_fold", "family_fold", "full_fold", "given_sound", "family_sound")
_DATES = (
    "birth_date",
    "birth_precision",
    "birth_year",
    "birth_month",
    "birth_day",
    "death_date",
    "recorded_on",
)
_NUMBERS = ("citizen_id", "citizen_id_kind", "phone", "email")
_LIVING = Address._fields
_REGISTERED = (
    "registered_house_code",
    "registered_building_number",
    "registered_township_number",
    "registered_sub_district_code",
    "registered_district_code",
    "registered_province_code",
)
_HOUSEHOLD = ("household_id", "relationship")
_COLUMNS = (
    "key",
    "source",
    "record_id",
    *_NAME,
    *_COMPARABLE_NAME,
    *_DATES,
    *_NUMBERS,
    *_LIVING,
    *_REGISTERED,
    *_HOUSEHOLD,
)
"""The order in which a row is put together; the schema has its own."""

_Cell = str | int | None


def standardise_records(
    records: Sequence[RawRecord], *, locale: str, attributes: tuple[str, ...] = ()
) -> pa.RecordBatch:
    """The records as a batch of exactly `standard_schema(attributes)`, one row each, in their order.

    A value that cannot be read is null here and stays in the record; no value raises. An age counts from the
    record's own `recorded_on`. Locale is `th` or `en`. Pure and picklable: chunks may go to worker processes.
    """
    schema = standard_schema(attributes)
    names = _names(attributes)
    rows = [_row(record, locale, attributes) for record in records]
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    arrays = [pa.array(columns[column.name], type=column.type) for column in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def standardise_record(
    record: RawRecord, *, locale: str, attributes: tuple[str, ...] = ()
) -> dict[str, str | int]:
    """One record's row of what `standardise_records` makes: column -> value; a column without one is absent."""
    cells = zip(_names(attributes), _row(record, locale, attributes), strict=True)
    return {name: cell for name, cell in cells if cell is not None}


def _names(attributes: tuple[str, ...]) -> tuple[str, ...]:
    return (*_COLUMNS, *[ATTRIBUTE_PREFIX + name for name in attributes])


def _row(record: RawRecord, locale: str, attributes: tuple[str, ...]) -> tuple[_Cell, ...]:
    values = record.values
    return (
        record.key,
        record.source,
        record.record_id,
        *_name(values),
        *_dates(values, locale),
        *_numbers(values, locale),
        *_address(values, _ADDRESS, locale),
        *_registered(_address(values, _REGISTERED_ADDRESS, locale)),
        *_household(record),
        *(_attribute(record, name) for name in attributes),
    )


def _name(values: Mapping[str, str]) -> tuple[_Cell, ...]:
    get = values.get
    name = standardise_name(
        get("given_name"),
        middle=get("middle_name"),
        family=get("family_name"),
        full=get("full_name"),
        title=get("title"),
        nickname=get("nickname"),
    )
    stated = get("sex")
    sex = standardise_sex(stated) if stated else None
    return name if sex is None or sex == name.sex else name._replace(sex=sex)


def _dates(values: Mapping[str, str], locale: str) -> tuple[_Cell, ...]:
    written, born, died = values.get("recorded_on"), values.get("birth_date"), values.get("death_date")
    recorded_on, day = _day(written, locale) if written else (None, None)
    birth = _birth(born, locale, day) if born else _NEVER
    return (*birth, _day(died, locale)[0] if died else None, recorded_on)


_NEVER: tuple[_Cell, ...] = (None,) * 5


def _birth(text: str, locale: str, as_of: date | None) -> tuple[_Cell, ...]:
    """ISO date, precision, year, month and day; the day of writing is asked only where the reading depends on it."""
    return _dated(text, locale, None if as_of is None or _is_certain(text, locale) else as_of)


@lru_cache(maxsize=1 << 16)
def _is_certain(text: str, locale: str) -> bool:
    found = parse_date(text, locale=locale)
    return found is not None and not found.ambiguous


@lru_cache(maxsize=1 << 16)
def _dated(text: str, locale: str, as_of: date | None) -> tuple[_Cell, ...]:
    found = parse_date(text, locale=locale, as_of=as_of)
    return (found.iso, found.precision, found.year, found.month, found.day) if found else _NEVER


@lru_cache(maxsize=1 << 14)
def _day(text: str, locale: str) -> tuple[str | None, date | None]:
    """The date in ISO 8601, and a day near the end of what is known of it, where that is less than a day."""
    found = parse_date(text, locale=locale)
    return (found.iso, date(found.year, found.month or 12, found.day or 28)) if found else (None, None)


def _numbers(values: Mapping[str, str], locale: str) -> tuple[_Cell, ...]:
    number, phone, email = values.get("citizen_id"), values.get("phone"), values.get("email")
    return (
        *(_identifier(number, locale) if number else (None, None)),
        standardise_phone(phone, locale) if phone else None,
        standardise_email(email) if email else None,
    )


@lru_cache(maxsize=1 << 16)
def _identifier(text: str, locale: str) -> tuple[str | None, str | None]:
    found = standardise_identifier(text, locale)
    return (found.value, found.kind) if found else (None, None)


_ADDRESS = (*PART_FIELDS, "house_code", "address")
_REGISTERED_ADDRESS = tuple(f"registered_{name}" for name in _ADDRESS)


def _address(values: Mapping[str, str], names: tuple[str, ...], locale: str) -> Address:
    *parts, code, whole = stated = tuple(map(values.get, names))
    if not any(stated):
        return EMPTY
    return standardise_address(parts, house_code=code, text=whole, locale=locale)


def _registered(address: Address) -> tuple[_Cell, ...]:
    return (
        address.house_code,
        address.building_number,
        address.township_number,
        address.sub_district_code,
        address.district_code,
        address.province_code,
    )


def _household(record: RawRecord) -> tuple[_Cell, ...]:
    household, relationship = record.values.get("household_id"), record.values.get("relationship")
    household = clean_value(household) if household else None
    return (
        f"{record.source}:{household}" if household else None,
        standardise_relationship(relationship) if relationship else None,
    )


def _attribute(record: RawRecord, name: str) -> str | None:
    value = record.attributes.get(name)
    return clean_attribute(value) if value else None
