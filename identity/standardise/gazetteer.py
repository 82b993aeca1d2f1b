"""The tables of Thai places: name keys to codes in force, aliases, abolished codes to their successors."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import geothai
from geothai import abolished

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BANGKOK = "10"
_ALIASES = {
    "กทม": BANGKOK,
    "กรุงเทพ": BANGKOK,
    "กรุงเทพฯ": BANGKOK,
    "กรุงเทพมหานครฯ": BANGKOK,
    "บางกอก": BANGKOK,
    "พระนคร": BANGKOK,
    "ธนบุรี": BANGKOK,
    "bkk": BANGKOK,
    "อยุธยา": "14",
    "พระนครศรีอยุธยาฯ": "14",
    "โคราช": "30",
    "อุบล": "34",
    "อุดร": "41",
    "แปดริ้ว": "24",
    "สุราษฎร์": "84",
    "สุราษฏร์ธานี": "84",
    "นครศรี": "80",
    "เมืองคอน": "80",
    "ปากน้ำ": "11",
    "เมืองกาญจน์": "71",
    "กาญจน์": "71",
    "ประจวบ": "77",
    "แม่ฮ่องสอน": "58",
}
LEVEL_WORDS = {
    "sub_district": re.compile(r"^(?:ตำบล|ต\.|แขวง|ขว\.|เทศบาลตำบล)\s*"),
    "district": re.compile(r"^(?:กิ่งอำเภอ|กิ่งอ\.|กิ่ง\s|อำเภอ|อ\.|เขต|ข\.|เทศบาล(?:นคร|เมือง))\s*"),
    "province": re.compile(r"^(?:จังหวัด|จว\.|จ\.)\s*"),
}
"""Words and abbreviations that say the level before the name; เขต is one before a district alone."""
_MARKS = re.compile(r"[\s.'\-]")
_CAPITAL = "เมือง"


def name_key(text: str, level: str) -> str:
    """A cleaned place name without its level, blanks and marks: what names are looked up by."""
    return _MARKS.sub("", LEVEL_WORDS[level].sub("", text.casefold()))


@cache
def provinces() -> Mapping[str, tuple[str, ...]]:
    """Name key, English name key or alias to the province's code, alone in its tuple."""
    names = {
        name_key(name, "province"): (area.code,)
        for area in geothai.provinces()
        for name in (area.name_th, area.name_en)
    }
    return names | {alias: (code,) for alias, code in _ALIASES.items()}


@cache
def districts(province_code: str | None) -> Mapping[str, tuple[str, ...]]:
    """Name key to codes of the districts of a province, of the whole country for None."""
    areas = [area for code in _province_codes(province_code) for area in geothai.districts(code)]
    pairs = [
        (name_key(name, "district"), area.code) for area in areas for name in (area.name_th, area.name_en)
    ]
    if province_code not in (None, BANGKOK):
        pairs += [(word, f"{province_code}01") for word in (_CAPITAL, "mueang")]
    return _grouped(pairs)


def _province_codes(province_code: str | None) -> list[str]:
    return [province_code] if province_code else [area.code for area in geothai.provinces()]


@cache
def sub_districts(parent: str) -> Mapping[str, tuple[str, ...]]:
    """Name key to codes of the sub-districts below a district or province code; every one for an empty code."""
    if len(parent) == 4:
        areas = geothai.subdistricts(parent)
        pairs = [
            (name_key(name, "sub_district"), area.code)
            for area in areas
            for name in (area.name_th, area.name_en)
        ]
    else:
        districts = [area for code in _province_codes(parent or None) for area in geothai.districts(code)]
        below = [sub_districts(area.code).items() for area in districts]
        pairs = [(name, code) for items in below for name, codes in items for code in codes]
    return _grouped(pairs)


@cache
def abolished_sub_districts() -> Mapping[str, tuple[str, ...]]:
    """Name key to the codes sub-districts of that name once had."""
    areas = [area for area in abolished.abolished_areas() if area.level == "subdistrict"]
    return _grouped([(name_key(area.name_th, "sub_district"), area.code) for area in areas])


@cache
def _successors() -> Mapping[str, tuple[str, ...]]:
    return {area.code: area.successors for area in abolished.abolished_areas()}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, dict[str, None]] = {}
    for name, code in pairs:
        grouped.setdefault(name, {})[code] = None
    return {name: tuple(codes) for name, codes in grouped.items()}


def current_code(code: str) -> str | None:
    """The code in force for a 2-, 4- or 6-digit code: itself, or the one successor of an abolished code."""
    if geothai.subdistrict(code) or geothai.district(code) or geothai.province(code):
        return code
    successors = _successors().get(code, ())
    return current_code(successors[0]) if len(successors) == 1 and successors[0] != code else None
