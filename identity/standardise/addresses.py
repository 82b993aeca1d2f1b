"""Addresses in the parts of the ministry's data standard, Thai places resolved to their codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from identity.records import ADDRESS_FIELDS
from identity.standardise.address_text import split_address
from identity.standardise.identifiers import standardise_house_code
from identity.standardise.places import resolve_place
from identity.standardise.text import clean_attribute, clean_value

PART_FIELDS = tuple(name for name in ADDRESS_FIELDS if name not in {"house_code", "address"})
"""The parts of a written address, in the order in which `standardise_address` takes them."""


@dataclass(frozen=True, slots=True)
class Address:
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


@lru_cache(maxsize=1 << 16)
def standardise_address(
    parts: tuple[str | None, ...],
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
    code = standardise_house_code(house_code) if house_code else None
    stated = [clean_value(part) if part else None for part in parts]
    if text:
        read = split_address(text)
        stated = [part or read.get(name) for name, part in zip(PART_FIELDS, stated, strict=True)]
    return _thai(code, **_named(stated))


def _named(parts: list[str | None]) -> dict[str, str | None]:
    return dict(zip(PART_FIELDS, parts, strict=True))


def _thai(house_code: str | None, **parts: str | None) -> Address:
    postcode = _first(_POSTCODE, parts["postcode"])
    place = resolve_place(
        parts["sub_district"], parts["district"], province=parts["province"], postcode=postcode
    )
    return Address(
        house_code=house_code,
        building_number=_building_number(parts["building_number"]),
        township_number=_township_number(parts["township_number"]),
        sub_lane=_unlabelled(parts["sub_lane"]),
        lane=_unlabelled(parts["lane"]),
        street_name=_unlabelled(parts["street_name"]),
        sub_district=place.sub_district,
        district=place.district,
        province=place.province,
        sub_district_code=place.sub_district_code,
        district_code=place.district_code,
        province_code=place.province_code,
        postcode=postcode,
    )


def _first(pattern: re.Pattern[str], text: str | None) -> str | None:
    found = pattern.search(text) if text else None
    return found[0] if found else None


def _building_number(text: str | None) -> str | None:
    if text is None:
        return None
    text = _AROUND_SLASH.sub(r"\1", _LABEL.sub("", text.casefold()))
    return _first(_BUILDING_NUMBER, text) or text or None


def _township_number(text: str | None) -> str | None:
    found = _NUMBER.search(text) if text else None
    return found[1] if found else None


def _unlabelled(text: str | None) -> str | None:
    return (_LABEL.sub("", text) or None) if text else None
