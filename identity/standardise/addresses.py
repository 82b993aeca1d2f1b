"""Addresses in the parts of the ministry's data standard, Thai places resolved to their codes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from identity.records import ADDRESS_FIELDS
from identity.standardise.address_text import split_address
from identity.standardise.identifiers import standardise_house_code
from identity.standardise.places import resolve_place
from identity.standardise.text import clean_attribute, clean_value

if TYPE_CHECKING:
    from collections.abc import Sequence

PART_FIELDS = tuple(name for name in ADDRESS_FIELDS if name not in {"house_code", "address"})
"""The parts of a written address, in the order in which `standardise_address` takes them."""


class Address(NamedTuple):
    """A standardised address; codes only where the place was recognised."""

    house_code: str | None = None
    building_number: str | None = None
    township_number: str | None = None
    sub_lane: str | None = None
    lane: str | None = None
    street_name: str | None = None
    sub_district: str | None = None
    district: str | None = None
    province: str | None = None
    sub_district_code: str | None = None
    district_code: str | None = None
    province_code: str | None = None
    postcode: str | None = None


EMPTY = Address()
_LABEL = re.compile(r"^(?:บ้านเลขที่|เลขที่บ้าน|เลขที่|หมู่ที่|หมู่|ม\.|ตรอก|ตร\.|ซอย|ซ\.|ถนน|ถ\.)\s*")
_AROUND_SLASH = re.compile(r"\s*([/\-])\s*")
_BUILDING_NUMBER = re.compile(r"[0-9]+(?:[/\-][0-9]+)*(?:\s?[ก-ฮa-z])?")
_NUMBER = re.compile(r"0*([1-9][0-9]{0,2})(?![0-9])")
_POSTCODE = re.compile(r"(?<![0-9])[1-9][0-9]{4}(?![0-9])")


def standardise_address(
    parts: Sequence[str | None],
    *,
    house_code: str | None = None,
    text: str | None = None,
    locale: str = "th",
) -> Address:
    """The address of `parts` (in the order of PART_FIELDS); `text` is read for the parts that are missing.

    Locale th strips labels and abbreviations and resolves places to codes; other locales are cleaned and
    casefolded, without codes.
    """
    if locale != "th":
        cleaned = [clean_attribute(part) if part else None for part in parts]
        if text and not any(cleaned):
            cleaned[PART_FIELDS.index("street_name")] = clean_attribute(text)
        return Address(house_code=clean_attribute(house_code) if house_code else None, **_named(cleaned))
    stated = [clean_value(part) if part else None for part in parts]
    if text:
        read = split_address(text)
        stated = [part or read.get(name) for name, part in zip(PART_FIELDS, stated, strict=True)]
    return _thai(_house_code(house_code) if house_code else None, *stated)


def _named(parts: list[str | None]) -> dict[str, str | None]:
    return dict(zip(PART_FIELDS, parts, strict=True))


def _thai(house_code: str | None, *parts: str | None) -> Address:
    """The address of cleaned parts, in the order of PART_FIELDS."""
    number, township, sub_lane, lane, street, sub_district, district, province, code = parts
    postcode = _postcode(code) if code else None
    place = resolve_place(sub_district, district, province=province, postcode=postcode)
    return Address(
        house_code,
        _building_number(number) if number else None,
        _township_number(township) if township else None,
        _unlabelled(sub_lane) if sub_lane else None,
        _unlabelled(lane) if lane else None,
        _unlabelled(street) if street else None,
        *place,
        postcode,
    )


_house_code = lru_cache(maxsize=1 << 15)(standardise_house_code)


@lru_cache(maxsize=1 << 12)
def _postcode(text: str) -> str | None:
    found = _POSTCODE.search(text)
    return found[0] if found else None


@lru_cache(maxsize=1 << 14)
def _building_number(text: str) -> str | None:
    text = _AROUND_SLASH.sub(r"\1", _LABEL.sub("", text.casefold()))
    found = _BUILDING_NUMBER.search(text)
    return (found[0] if found else None) or text or None


@lru_cache(maxsize=1 << 12)
def _township_number(text: str) -> str | None:
    found = _NUMBER.search(text)
    return found[1] if found else None


@lru_cache(maxsize=1 << 14)
def _unlabelled(text: str) -> str | None:
    return _LABEL.sub("", text) or None
