"""Titles before a Thai name: every spelling on the forms, what it stands for, and the sex it tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from identity.standardise.text import DEPENDENT, clean, words


@dataclass(frozen=True, slots=True)
class Title:
    """A title in its full form, and the sex where the title says it."""

    name: str
    sex: str | None = None


# Full form: sex (m, f or -), then spellings. One marked * may be glued to the name; other words need a blank,
# because names begin like them (คุณภัทร). Abbreviations may lack some or all of their dots; `_UNDOTTED` says
# which are safe to read so before a name.
_TABLE: dict[str, str] = {
    "นาย": "m นาย*",
    "นาง": "f นาง*",
    "นางสาว": "f นางสาว* น.ส. นส. นาวสาว*",
    "เด็กชาย": "m เด็กชาย* ด.ช.",
    "เด็กหญิง": "f เด็กหญิง* ด.ญ.",
    "คุณ": "- คุณ",
    "คุณหญิง": "f คุณหญิง*",
    "ท่านผู้หญิง": "f ท่านผู้หญิง*",
    "หม่อม": "- หม่อม",
    "หม่อมหลวง": "- หม่อมหลวง* ม.ล.",
    "หม่อมราชวงศ์": "- หม่อมราชวงศ์* ม.ร.ว.",
    "หม่อมเจ้า": "- หม่อมเจ้า* ม.จ.",
    "พระ": "m พระ*",
    "พระใบฎีกา": "m พระใบฎีกา*",
    "พระสมุห์": "m พระสมุห์*",
    "พระปลัด": "m พระปลัด*",
    "พระครูปลัด": "m พระครูปลัด*",
    "พระครูสมุห์": "m พระครูสมุห์*",
    "พระครูใบฎีกา": "m พระครูใบฎีกา*",
    "พระมหา": "m พระมหา*",
    "พระครู": "m พระครู*",
    "พระภิกษุ": "m พระภิกษุ*",
    "พระอธิการ": "m พระอธิการ*",
    "สามเณร": "m สามเณร* ส.ณ.",
    "แม่ชี": "f แม่ชี*",
    "ซิสเตอร์": "f ซิสเตอร์*",
    "บาทหลวง": "m บาทหลวง*",
    "ดอกเตอร์": "- ดอกเตอร์ ดร.",
    "ศาสตราจารย์": "- ศาสตราจารย์ ศ.",
    "รองศาสตราจารย์": "- รองศาสตราจารย์ ร.ศ.",
    "ผู้ช่วยศาสตราจารย์": "- ผู้ช่วยศาสตราจารย์ ผ.ศ.",
    "อาจารย์": "- อาจารย์* อ.",
    "นายแพทย์": "m นายแพทย์* น.พ.",
    "แพทย์หญิง": "f แพทย์หญิง* พ.ญ.",
    "ทันตแพทย์": "m ทันตแพทย์ ท.พ.",
    "ทันตแพทย์หญิง": "f ทันตแพทย์หญิง* ท.พ.ญ.",
    "สัตวแพทย์": "m สัตวแพทย์ น.สพ.",
    "สัตวแพทย์หญิง": "f สัตวแพทย์หญิง* ส.พ.ญ.",
    "เภสัชกร": "m เภสัชกร ภ.ก.",
    "เภสัชกรหญิง": "f เภสัชกรหญิง* ภ.ญ.",
    "พลเอก": "- พลเอก* พล.อ.",
    "พลโท": "- พลโท พล.ท.",
    "พลตรี": "- พลตรี พล.ต.",
    "พันเอก": "- พันเอก พ.อ.",
    "พันโท": "- พันโท พ.ท.",
    "พันตรี": "- พันตรี พ.ต.",
    "ร้อยเอก": "- ร้อยเอก* ร.อ.",
    "ร้อยโท": "- ร้อยโท* ร.ท.",
    "ร้อยตรี": "- ร้อยตรี* ร.ต.",
    "จ่าสิบเอก": "- จ่าสิบเอก* จ.ส.อ.",
    "จ่าสิบโท": "- จ่าสิบโท* จ.ส.ท.",
    "จ่าสิบตรี": "- จ่าสิบตรี* จ.ส.ต.",
    "สิบเอก": "- สิบเอก* ส.อ.",
    "สิบโท": "- สิบโท* ส.ท.",
    "สิบตรี": "- สิบตรี* ส.ต.",
    "พลทหาร": "m พลทหาร* พลฯ",
    "พลตำรวจเอก": "- พลตำรวจเอก* พล.ต.อ.",
    "พลตำรวจโท": "- พลตำรวจโท* พล.ต.ท.",
    "พลตำรวจตรี": "- พลตำรวจตรี* พล.ต.ต.",
    "พันตำรวจเอก": "- พันตำรวจเอก* พ.ต.อ.",
    "พันตำรวจโท": "- พันตำรวจโท* พ.ต.ท.",
    "พันตำรวจตรี": "- พันตำรวจตรี* พ.ต.ต.",
    "ร้อยตำรวจเอก": "- ร้อยตำรวจเอก* ร.ต.อ.",
    "ร้อยตำรวจโท": "- ร้อยตำรวจโท* ร.ต.ท.",
    "ร้อยตำรวจตรี": "- ร้อยตำรวจตรี* ร.ต.ต.",
    "ดาบตำรวจ": "- ดาบตำรวจ* ด.ต.",
    "จ่าสิบตำรวจ": "- จ่าสิบตำรวจ* จ.ส.ต.",
    "สิบตำรวจเอก": "- สิบตำรวจเอก* ส.ต.อ.",
    "สิบตำรวจโท": "- สิบตำรวจโท* ส.ต.ท.",
    "สิบตำรวจตรี": "- สิบตำรวจตรี* ส.ต.ต.",
    "พลเรือเอก": "- พลเรือเอก* พล.ร.อ.",
    "นาวาเอก": "- นาวาเอก* น.อ.",
    "นาวาโท": "- นาวาโท* น.ท.",
    "นาวาตรี": "- นาวาตรี* น.ต.",
    "เรือเอก": "- เรือเอก* ร.อ.",
    "เรือโท": "- เรือโท* ร.ท.",
    "เรือตรี": "- เรือตรี* ร.ต.",
    "พันจ่าเอก": "- พันจ่าเอก* พ.จ.อ.",
    "จ่าเอก": "- จ่าเอก* จ.อ.",
    "นาวาอากาศเอก": "- นาวาอากาศเอก*",
    "นาวาอากาศโท": "- นาวาอากาศโท*",
    "นาวาอากาศตรี": "- นาวาอากาศตรี*",
    "เรืออากาศเอก": "- เรืออากาศเอก*",
    "เรืออากาศโท": "- เรืออากาศโท*",
    "เรืออากาศตรี": "- เรืออากาศตรี*",
    "พันจ่าอากาศเอก": "- พันจ่าอากาศเอก* พ.อ.อ.",
    "จ่าอากาศเอก": "- จ่าอากาศเอก* จ.อ.อ.",
    "Mr": "m mr mr. mister",
    "Mrs": "f mrs mrs.",
    "Miss": "f miss",
    "Ms": "f ms ms.",
    "Master": "m master",
}
_SEXES = {"m": "male", "f": "female", "-": None}
_ALONE = {"ชาย": "male", "หญิง": "female", "ญ": "female", "ช": "male"}

# Two letters without a dot are a title only where no name is written so: จอ, นอ and พอ are highland names.
_UNDOTTED = words("นส ดช ดญ ดร ผศ รศ นพ พญ ทพญ มล มรว mr mrs ms")
_ACTING = "ว่าที่"
_WOMAN = re.compile(r"\(?หญิง\)?\s*(?=\S)|\(?หญิง\)?$")
_DOTS_AND_BLANKS = re.compile(r"[\s.]")
_SHORTEST_NAME = 2


def _bare(spelling: str) -> str:
    return _DOTS_AND_BLANKS.sub("", spelling).casefold()


def _spellings() -> dict[str, Title]:
    known: dict[str, Title] = {}
    for name, entry in _TABLE.items():
        sex, *spellings = entry.split()
        for spelling in (name, *spellings):
            known.setdefault(_bare(spelling.rstrip("*")), Title(name, _SEXES[sex]))
    return known


_BY_SPELLING = _spellings()


def _pattern(spelling: str) -> str:
    if spelling.endswith("*"):
        return f"{spelling[:-1]}\\.?(?![{DEPENDENT}])"
    if "." not in spelling:
        return f"{spelling}(?:\\.|(?=\\s|$))"
    letters = spelling.rstrip(".").split(".")
    dotted = r"\s*\.\s*".join(letters) + (r"\s*\." if len(letters) == 1 else rf"(?:\s*\.|(?![{DEPENDENT}]))")
    joined = "".join(letters)
    undotted = r"(?:\.|(?=\s|$))" if joined in _UNDOTTED or len(letters) > 2 else r"\."
    return f"{dotted}|{joined}{undotted}"


def _leading_title() -> re.Pattern[str]:
    spellings = {spelling for entry in _TABLE.values() for spelling in entry.split()[1:]}
    longest_first = sorted(spellings, key=lambda spelling: (-len(_bare(spelling)), spelling))
    return re.compile(rf"(?:{_ACTING}\s*)?(?:{'|'.join(map(_pattern, longest_first))})", re.IGNORECASE)


_LEADING_TITLE = _leading_title()


def _lookup(spelling: str) -> Title | None:
    bare = _bare(spelling.replace("*", ""))
    if bare.startswith(_ACTING):
        rank = _BY_SPELLING.get(bare.removeprefix(_ACTING))
        return None if rank is None else Title(_ACTING + rank.name, rank.sex)
    return _BY_SPELLING.get(bare)


def _first_title(text: str) -> tuple[Title, str] | None:
    match = _LEADING_TITLE.match(text)
    title = _lookup(match[0]) if match else None
    if match is None or title is None:
        return None
    rest = text[match.end() :].lstrip(" .")
    if title.sex is None and (woman := _WOMAN.match(rest)):
        return Title(title.name + "หญิง", "female"), rest[woman.end() :]
    return title, rest


def split_title(text: str) -> tuple[Title | None, str]:
    """The titles a cleaned name begins with, as one, and the name after them.

    A text that would leave less than two letters is no title but a name, and comes back whole.
    """
    found: list[Title] = []
    while (step := _first_title(text)) is not None and len(step[1]) >= _SHORTEST_NAME:
        title, text = step
        found.append(title)
    return _joined(found), text


@lru_cache(maxsize=4096)
def standardise_title(text: str) -> Title | None:
    """The title a title column states, in full form; unknown words are kept as they are."""
    text = clean(text).strip(" -/")
    if text in _ALONE:
        return Title("", _ALONE[text])
    if (known := _lookup(text)) is not None:
        return known
    found: list[Title] = []
    while (step := _first_title(text)) is not None:
        title, text = step
        found.append(title)
    if text and found:
        found.append(Title(text))
    return _joined(found) or (Title(text) if text else None)


def _joined(titles: list[Title]) -> Title | None:
    if not titles:
        return None
    sex = next((title.sex for title in titles if title.sex), None)
    return Title(" ".join(title.name for title in titles), sex)
