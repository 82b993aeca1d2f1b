"""Thai places by name: sub-district, district and province to their codes, exact first, then nearly so."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import geothai
from rapidfuzz import fuzz, process

from identity.standardise.gazetteer import (
    LEVEL_WORDS,
    abolished_sub_districts,
    current_code,
    districts,
    name_key,
    provinces,
    sub_districts,
)
from identity.standardise.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(NamedTuple):
    """Names as written officially where they were recognised, else as cleaned; codes where recognised."""

    sub_district: str | None = None
    district: str | None = None
    province: str | None = None
    sub_district_code: str | None = None
    district_code: str | None = None
    province_code: str | None = None


# Percent of rapidfuzz's ratio (indel distance over code points). One letter off in a name of five is 80.
_NEAR_ENOUGH = 80.0
_CLEARLY_BETTER = 4.0
_SHORTEST_FUZZY_NAME = 4


def _nearest(name: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The codes of the one name clearly nearest to this one; none where none is near or two are about as near."""
    if len(name) < _SHORTEST_FUZZY_NAME:
        return ()
    found = process.extract(name, names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=3)
    if not found:
        return ()
    best, score, _ = found[0]
    rivals = [other for other, rival, _ in found[1:] if score - rival < _CLEARLY_BETTER]
    return names[best] if all(names[other] == names[best] for other in rivals) else ()


def _codes(name: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return names.get(name) or _nearest(name, names)


def _stated_code(name: str, digits: int) -> str | None:
    """Some registers send the code in place of the name."""
    return current_code(name) if len(name) == digits and name.isdigit() else None


@lru_cache(maxsize=4096)
def _province_code(name: str) -> str | None:
    if (code := _stated_code(name, 2)) is not None:
        return code
    return _single(_codes(name, provinces()))


@lru_cache(maxsize=1 << 14)
def _district_code(name: str, province_code: str | None) -> str | None:
    if (code := _stated_code(name, 4)) is not None:
        return code
    known = districts(province_code)
    # Across the whole country a misspelt district is as near to one as to another.
    return _single(_codes(name, known) if province_code else known.get(name, ()))


def _sub_district_code(
    name: str, *, district_code: str | None, province_code: str | None, postcode: str | None
) -> str | None:
    if (code := _stated_code(name, 6)) is not None:
        return code
    parent = district_code or province_code or ""
    below = sub_districts(parent)
    return (
        _single(below.get(name, ()), postcode)
        or _successor(name, parent)
        or (_single(_nearest(name, below), postcode) if parent else None)
        or (_single(sub_districts(province_code).get(name, ()), postcode) if province_code else None)
    )


def _successor(name: str, parent: str) -> str | None:
    """The one sub-district in force that took over from an abolished one of this name below the parent."""
    old = [code for code in abolished_sub_districts().get(name, ()) if parent and code.startswith(parent)]
    successors = {current_code(code) for code in old} - {None}
    return successors.pop() if len(successors) == 1 else None


def _single(codes: tuple[str, ...], postcode: str | None = None) -> str | None:
    if len(codes) > 1 and postcode:
        codes = tuple(code for code in codes if _has_postcode(code, postcode))
    return codes[0] if len(codes) == 1 else None


def _has_postcode(code: str, postcode: str) -> bool:
    area = geothai.subdistrict(code)
    return area is not None and postcode in area.postal_codes


def resolve_place(
    sub_district: str | None, district: str | None, *, province: str | None, postcode: str | None = None
) -> Place:
    """The place these names or codes mean. Names may carry their level (`ต.`, `แขวง`), be English or misspelt.

    What is not recognised stays as written and has no code; a wider area may be recognised where a narrower is
    not. A place is never guessed between two. Abolished areas become their successor where there is one.
    """
    return _resolved(sub_district, district, province, postcode)


@lru_cache(maxsize=1 << 15)
def _resolved(
    sub_district: str | None, district: str | None, province: str | None, postcode: str | None
) -> Place:
    stated = {"sub_district": sub_district, "district": district, "province": province}
    names = [name_key(clean(name), level) if name else "" for level, name in stated.items()]
    province_code = _province_code(names[2]) if names[2] else None
    district_code = _district_code(names[1], province_code) if names[1] else None
    code = None
    if names[0]:
        code = _sub_district_code(
            names[0], district_code=district_code, province_code=province_code, postcode=postcode
        )
    if code is not None:
        district_code, province_code = code[:4], code[:2]
    elif district_code is not None:
        province_code = district_code[:2]
    return Place(
        sub_district=_official_sub_district(code) or _plain(sub_district, "sub_district"),
        district=_official_district(district_code) or _plain(district, "district"),
        province=_official_province(province_code) or _plain(province, "province"),
        sub_district_code=code,
        district_code=district_code,
        province_code=province_code,
    )


def _plain(name: str | None, level: str) -> str | None:
    return (LEVEL_WORDS[level].sub("", clean(name)) or None) if name else None


def _official_sub_district(code: str | None) -> str | None:
    area = geothai.subdistrict(code) if code else None
    return area.name_th if area else None


def _official_district(code: str | None) -> str | None:
    area = geothai.district(code) if code else None
    return area.name_th.removeprefix("เขต") if area else None


def _official_province(code: str | None) -> str | None:
    area = geothai.province(code) if code else None
    return area.name_th if area else None
