"""Thai places by name: sub-district, district and province to their codes, exact first, then nearly so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import geothai
from geothai import abolished
from rapidfuzz import fuzz, process

from identity.standardise.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Place:
    """Names as written officially where they were recognised, else as cleaned; codes where recognised."""

    sub_district: str | None = None
    district: str | None = None
    province: str | None = None
    sub_district_code: str | None = None
    district_code: str | None = None
    province_code: str | None = None


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
_LEVEL_WORDS = re.compile(
    r"^(?:จังหวัด|จว\.|จ\.|กิ่งอำเภอ|กิ่งอ\.|อำเภอ|อ\.|เขต(?!.*เขต)|ข\.|ตำบล|ต\.|แขวง|ขว\.|เทศบาล(?:นคร|เมือง|ตำบล))\s*"
)
_MARKS = re.compile(r"[\s.'\-]")
_CAPITAL = "เมือง"
_NEAR_ENOUGH = 82.0
_CLEARLY_BETTER = 4.0


def _name_key(text: str) -> str:
    return _MARKS.sub("", _LEVEL_WORDS.sub("", text.casefold()))


@cache
def _provinces() -> Mapping[str, str]:
    names = {
        _name_key(name): area.code for area in geothai.provinces() for name in (area.name_th, area.name_en)
    }
    return names | _ALIASES


@cache
def _districts(province_code: str | None) -> Mapping[str, tuple[str, ...]]:
    areas = [area for code in _province_codes(province_code) for area in geothai.districts(code)]
    pairs = [(_name_key(name), area.code) for area in areas for name in (area.name_th, area.name_en)]
    if province_code not in (None, BANGKOK):
        pairs += [(word, f"{province_code}01") for word in (_CAPITAL, "mueang")]
    return _grouped(pairs)


def _province_codes(province_code: str | None) -> list[str]:
    return [province_code] if province_code else [area.code for area in geothai.provinces()]


@cache
def _sub_districts(parent: str) -> Mapping[str, tuple[str, ...]]:
    """Name key to codes of the sub-districts below a district or province code; every one for an empty code."""
    if len(parent) == 4:
        areas = geothai.subdistricts(parent)
        pairs = [(_name_key(name), area.code) for area in areas for name in (area.name_th, area.name_en)]
    else:
        districts = [area for code in _province_codes(parent or None) for area in geothai.districts(code)]
        below = [_sub_districts(area.code).items() for area in districts]
        pairs = [(name, code) for items in below for name, codes in items for code in codes]
    return _grouped(pairs)


@cache
def _abolished_sub_districts() -> Mapping[str, tuple[str, ...]]:
    areas = [area for area in abolished.abolished_areas() if area.level == "subdistrict"]
    return _grouped([(_name_key(area.name_th), area.code) for area in areas])


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


def _nearest(name: str, names: Iterable[str]) -> str | None:
    """The one name clearly nearest to this one; None if none is near or two are about as near."""
    if len(name) < 3:
        return None
    found = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=2)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < _CLEARLY_BETTER):
        return None
    return found[0][0]


def _codes(name: str, names: Mapping[str, tuple[str, ...]], *, fuzzy: bool) -> tuple[str, ...]:
    if name in names or not fuzzy:
        return names.get(name, ())
    near = _nearest(name, names)
    return names[near] if near else ()


def _coded(name: str, digits: int) -> str | None:
    return current_code(name) if len(name) == digits and name.isdigit() else None


def _province_code(name: str) -> str | None:
    if (code := _coded(name, 2) or _provinces().get(name)) is not None:
        return code
    near = _nearest(name, _provinces())
    return _provinces()[near] if near else None


def _district_code(name: str, province_code: str | None) -> str | None:
    if (code := _coded(name, 4)) is not None:
        return code
    codes = _codes(name, _districts(province_code), fuzzy=province_code is not None)
    return codes[0] if len(codes) == 1 else None


def _sub_district_code(
    name: str, parent: str, *, province_code: str | None, postcode: str | None
) -> str | None:
    if (code := _coded(name, 6)) is not None:
        return code
    for below in dict.fromkeys((parent, province_code or parent)):
        codes = _codes(name, _sub_districts(below), fuzzy=below != "")
        chosen = _single(codes, postcode)
        if chosen is not None:
            return chosen
    old = [code for code in _abolished_sub_districts().get(name, ()) if parent and code.startswith(parent)]
    successors = {current_code(code) for code in old} - {None}
    return successors.pop() if len(successors) == 1 else None


def _single(codes: tuple[str, ...], postcode: str | None) -> str | None:
    if len(codes) > 1 and postcode:
        codes = tuple(code for code in codes if _has_postcode(code, postcode))
    return codes[0] if len(codes) == 1 else None


def _has_postcode(code: str, postcode: str) -> bool:
    area = geothai.subdistrict(code)
    return area is not None and postcode in area.postal_codes


@lru_cache(maxsize=1 << 16)
def resolve_place(
    sub_district: str | None, district: str | None, *, province: str | None, postcode: str | None = None
) -> Place:
    """The place these names or codes mean. Names may carry their level (`ต.`, `แขวง`), be English or misspelt.

    What is not recognised stays as written and has no code; a wider area may be recognised where a narrower is
    not. A place is never guessed between two. Abolished areas become their successor where there is one.
    """
    names = [_name_key(clean(name)) if name else "" for name in (sub_district, district, province)]
    province_code = _province_code(names[2]) if names[2] else None
    district_code = _district_code(names[1], province_code) if names[1] else None
    parent = district_code or province_code or ""
    code = (
        _sub_district_code(names[0], parent, province_code=province_code, postcode=postcode)
        if names[0]
        else None
    )
    if code is not None:
        district_code, province_code = code[:4], code[:2]
    elif district_code is not None:
        province_code = district_code[:2]
    return Place(
        sub_district=_official_sub_district(code) or _plain(sub_district),
        district=_official_district(district_code) or _plain(district),
        province=_official_province(province_code) or _plain(province),
        sub_district_code=code,
        district_code=district_code,
        province_code=province_code,
    )


def _plain(name: str | None) -> str | None:
    return (_LEVEL_WORDS.sub("", clean(name)) or None) if name else None


def _official_sub_district(code: str | None) -> str | None:
    area = geothai.subdistrict(code) if code else None
    return area.name_th if area else None


def _official_district(code: str | None) -> str | None:
    area = geothai.district(code) if code else None
    return area.name_th.removeprefix("เขต") if area else None


def _official_province(code: str | None) -> str | None:
    area = geothai.province(code) if code else None
    return area.name_th if area else None
