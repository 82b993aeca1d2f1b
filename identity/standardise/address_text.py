"""A Thai address written as one text, taken apart at its labels."""

from __future__ import annotations

import re
from functools import lru_cache

from identity.standardise.text import clean

_BOUNDARY = "(?<![ก-๎])"
_LABELS = {
    "building_number": r"บ้านเลขที่|เลขที่บ้าน|เลขที่",
    "township_name": r"หมู่บ้าน|มบ\.|อาคาร|คอนโด|ชั้น(?:ที่)?|ห้อง(?:ที่)?|ชุมชน|บ้าน(?!เลข)",
    "township_number": rf"หมู่ที่|หมู่(?=\s*\d)|{_BOUNDARY}ม\.(?=\s*\d)|{_BOUNDARY}ม\s(?=\d)",
    "sub_lane": rf"{_BOUNDARY}ตรอก|{_BOUNDARY}ตร\.",
    "lane": rf"{_BOUNDARY}ซอย|{_BOUNDARY}ซ\.",
    "street_name": rf"{_BOUNDARY}ถนน|{_BOUNDARY}ถ\.",
    "sub_district": rf"ตำบล|แขวง|{_BOUNDARY}ต\.|{_BOUNDARY}ขว\.",
    "district": rf"กิ่งอำเภอ|อำเภอ|{_BOUNDARY}อ\.|{_BOUNDARY}เขต",
    "province": rf"จังหวัด|{_BOUNDARY}จ\.|{_BOUNDARY}จว\.|{_BOUNDARY}(?=กทม|กรุงเทพ)",
    "postcode": r"รหัสไปรษณีย์|รหัส(?=\s*\d)|(?<!\d)(?=[1-9]\d{4}(?!\d))",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()))
_GLUED_DISTRICT = re.compile("(?<=แขวง)([^เ]*?)\\s*เขต|(?<=[ก-๎])เขต(?=.*(?:กทม|กรุงเทพ))")
_NUMBER_WORD = re.compile(r"[0-9][0-9/\-]*")
_ADDRESS_NUMBER = re.compile(r"[0-9]+(?:\s*[/\-]\s*[0-9]+)*")
_AREAS = ("sub_district", "district", "province")


@lru_cache(maxsize=1 << 16)
def split_address(text: str) -> dict[str, str]:
    """The labelled parts by canonical field; unlabelled words at the end are read as the areas not yet named.

    The number before the first label is the house's. The same dict is returned for the same text: read it only.
    """
    text = clean(text).replace(",", " ")
    if "แขวง" in text:
        text = _GLUED_DISTRICT.sub(lambda found: f"{found[1] or ''} เขต", text)
    labels = list(_LABEL.finditer(text))
    starts = [label.start() for label in labels] + [len(text)]
    parts: dict[str, str] = {}
    loose = _take_number(text[: starts[0]].split(), parts)
    for label, end in zip(labels, starts[1:], strict=True):
        loose += _take(str(label.lastgroup), text[label.end() : end].strip(" .:"), parts)
    for name, word in _unnamed_areas(loose, parts):
        parts[name] = word
    return parts


def _take_number(words: list[str], parts: dict[str, str]) -> list[str]:
    found = _ADDRESS_NUMBER.match(" ".join(words))
    if found is None:
        return words
    parts["building_number"] = found[0]
    return " ".join(words)[found.end() :].split()


def _take(name: str, value: str, parts: dict[str, str]) -> list[str]:
    """Puts the value where its label says; returns the words that do not belong to it."""
    if name == "building_number":
        return _take_number(value.split(), parts)
    first, *rest = value.split() or [""]
    if name in ("township_number", "postcode", *_AREAS) and first:
        parts.setdefault(name, first)
        return rest
    if name != "township_name" and value:
        parts.setdefault(name, value)
    return []


def _unnamed_areas(words: list[str], parts: dict[str, str]) -> list[tuple[str, str]]:
    missing = [name for name in _AREAS if name not in parts]
    names = [word for word in words if not _NUMBER_WORD.fullmatch(word)]
    if len(missing) > len(names):
        missing = missing[len(missing) - len(names) :] if "province" in missing else missing[: len(names)]
    return list(zip(missing, names[len(names) - len(missing) :], strict=True))
