"""A Thai address written as one text, taken apart at its labels."""

from __future__ import annotations

import re
from functools import lru_cache

from identity.standardise.gazetteer import districts, name_key, provinces, sub_districts
from identity.standardise.text import clean

# Words that may stand inside another word are labels only at its beginning; หมู่ and ม. only before a number.
_WORDS = {
    "building_number": "บ้านเลขที่ เลขที่บ้าน เลขที่",
    "township_name": "หมู่บ้าน คอนโด",
    "township_number": "หมู่ที่",
    "sub_district": "ตำบล แขวง",
    "district": "กิ่งอำเภอ อำเภอ",
    "province": "จังหวัด",
    "postcode": "รหัสไปรษณีย์",
}
_AT_A_BEGINNING = {
    "township_name": "มบ. บ้าน อาคาร ชั้น ห้อง ชุมชน",
    "sub_lane": "ตรอก ตร.",
    "lane": "ซอย ซ.",
    "street_name": "ถนน ถ.",
    "sub_district": "ต. ขว.",
    "district": "อ. เขต",
    "province": "จ. จว.",
}
_BEFORE_A_NUMBER = {"township_number": "หมู่ ม. ม"}
_PART_BY_LABEL = {
    word: name
    for table in (_WORDS, _AT_A_BEGINNING, _BEFORE_A_NUMBER)
    for name, text in table.items()
    for word in text.split()
}
_CAPITAL = "กทม กรุงเทพ"
_NAMES_BEGIN = frozenset(["หมู่บ้าน", "บ้าน", "อาคาร", "ชั้น", "ห้อง", "ชุมชน", "หมู่", "ตรอก", "ซอย", "ถนน"])
"""Labels that are the beginning of a name where they follow the label of an area: ต.บ้านใหม่, ต.ห้องแซง, ต.ถนนใหญ่."""


def _label_pattern() -> re.Pattern[str]:
    """One flat alternation, longest first: alternatives that begin with a letter are refused fastest."""

    def literals(table: dict[str, str], before: str, after: str) -> list[tuple[str, str]]:
        found = [word for text in table.values() for word in text.split()]
        return [(word, re.escape(word) + before.format(re.escape(word)) + after) for word in found]

    at_beginning = "(?<![ก-๎]{})"
    patterns = literals(_WORDS, "", "") + literals(_AT_A_BEGINNING, at_beginning, "")
    patterns += literals(_BEFORE_A_NUMBER, at_beginning, r"(?=\s*\d)")
    patterns += [(word, f"{word}(?<![ก-๎]{word})") for word in _CAPITAL.split()]
    longest_first = sorted(patterns, key=lambda pattern: -len(pattern[0]))
    return re.compile("|".join(pattern for _, pattern in longest_first) + r"|[1-9]\d{4}(?<!\d\d{5})(?![\d/])")


_LABEL = _label_pattern()
_GLUED_DISTRICT = re.compile("(?<=แขวง)([^เ]*?)\\s*เขต|(?<=[ก-๎])เขต(?=.*(?:กทม|กรุงเทพ))")
_LONE_LETTER = re.compile(r"(?<!\S)([ตอจถซ])\s+(?=[ก-ฮเ-ไ])")
_GLUED_AREAS = re.compile(r"(?<=[ก-๎])(?<!\.[ก-ฮ])([อจ]\.)(?=\s*[ก-ฮเ-ไ])")
_NUMBER_WORD = re.compile(r"[0-9][0-9/\-]*")
_ADDRESS_NUMBER = re.compile(r"[0-9]+(?:\s*[/\-]\s*[0-9]+)*(?:[ก-ฮa-zA-Z](?![ก-๎a-zA-Z.]))?")
_MOST_WORDS = 4
_AREAS = ("sub_district", "district", "province")


@lru_cache(maxsize=1 << 16)
def split_address(text: str) -> dict[str, str]:
    """The labelled parts by canonical field; unlabelled words at the end are read as the areas not yet named.

    The number before the first label is the house's. The same dict is returned for the same text: read it only.
    """
    text = clean(text).replace(",", " ")
    if "แขวง" in text:
        text = _GLUED_DISTRICT.sub(lambda found: f"{found[1] or ''} เขต", text)
    text = _GLUED_AREAS.sub(r" \1", _LONE_LETTER.sub(r"\1.", text))
    labels = _labels(text)
    starts = [label.start() for label in labels] + [len(text)]
    parts: dict[str, str] = {}
    loose = _take_number(text[: starts[0]].split(), parts)
    for label, end in zip(labels, starts[1:], strict=True):
        name = _PART_BY_LABEL.get(label[0])
        start = label.end() if name else label.start()
        name = name or ("postcode" if label[0].isdigit() else "province")
        loose += _take(name, text[start:end].strip(" .:"), parts)
    return parts | dict(_unnamed_areas(loose, parts))


def _labels(text: str) -> list[re.Match[str]]:
    """The labels in order, without those that are the beginning of a name after a label."""
    kept: list[re.Match[str]] = []
    found = [label for label in _LABEL.finditer(text) if not text.endswith("สาม", 0, label.start())]
    stated = any(_PART_BY_LABEL.get(label[0]) == "sub_district" for label in found)
    for label in found:
        before = _PART_BY_LABEL.get(kept[-1][0]) if kept else None
        between = text[kept[-1].end() : label.start()] if kept else ""
        name_of_area = before in _AREAS and not between.strip() and label[0] in _NAMES_BEGIN
        # ถ.อ.อุดม is a street: no blank stands between.
        name_of_street = before in ("street_name", "lane") and not between and label[0] in ("อ.", "จ.", "บ้าน")
        unlabelled = not stated and label[0] in _NAMES_BEGIN and _begins_an_area(text, label)
        if not (name_of_area or name_of_street or unlabelled):
            kept.append(label)
    return kept


def _begins_an_area(text: str, label: re.Match[str]) -> bool:
    """Is the whole word the name of an area with another after it, as in `บ้านใหม่ บางใหญ่ นนทบุรี`?"""
    word, _, after = text[label.start() :].partition(" ")
    return bool(after.strip()) and (word in sub_districts("") or word in districts(None))


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
    if name in _AREAS and rest:
        first, rest = _longest_name([first, *rest], name)
    if name in ("township_number", "postcode", *_AREAS) and first:
        parts.setdefault(name, first)
        return rest
    if name != "township_name" and value:
        parts.setdefault(name, value)
    return []


def _longest_name(words: list[str], level: str) -> tuple[str, list[str]]:
    """The most words that together are a place there is (ต.บ้าน ใหม่), else the first alone; and the rest."""
    known = {"sub_district": sub_districts(""), "district": districts(None), "province": provinces()}[level]
    for count in range(min(len(words), _MOST_WORDS), 1, -1):
        # อ.เมือง is followed by the province.
        if words[0] != "เมือง" and name_key("".join(words[:count]), level) in known:
            return "".join(words[:count]), words[count:]
    return words[0], words[1:]


def _unnamed_areas(words: list[str], parts: dict[str, str]) -> list[tuple[str, str]]:
    missing = [name for name in _AREAS if name not in parts]
    names = [word for word in words if not _NUMBER_WORD.fullmatch(word)]
    if len(missing) > len(names):
        missing = missing[len(missing) - len(names) :] if "province" in missing else missing[: len(names)]
    return list(zip(missing, names[len(names) - len(missing) :], strict=True))
