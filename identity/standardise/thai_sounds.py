"""How a Thai name sounds, as far as spellings of one name agree."""

from __future__ import annotations

import re

from identity.standardise.folding import fold

_MARKS = re.compile("[\u0e47-\u0e4b\u0e4d\u0e4e\u0e3a\\s.]")
_SILENT = re.compile("(?:(?<=จัน)[ทธ]ร์|(?<=จัน)ท์|[ก-ฮ][ิุ]?์)")
# What a text must hold for the rule to change it, which is found faster; the rule; and what it writes.
_RULES = (
    ("ทร", re.compile("^ทร"), "ซ"),
    ("ร", re.compile("ศร(?=ี)|(?<=เ)ศร|ซร"), "ส"),
    ("", re.compile("(?<=[ัา])([ตธ])[ิุ]$"), "\\1"),
    ("ียรติ", re.compile("ียรติ"), "ียต"),
    ("ูมิ", re.compile("ูมิ$"), "ูม"),
    ("รร", re.compile("รร(?=[ก-ฮ])"), "ั"),
    ("รร", re.compile("รร"), "ัน"),
    ("ำ", re.compile("ำ"), "ัม"),
    ("ฤ", re.compile("ฤ"), "ริ"),
    ("", re.compile("[ไใ]([ก-ฮ])ย?"), "\\1ัย"),
    ("ญญ", re.compile("ญญ"), "นย"),
    ("ัลล", re.compile("ัลล"), "ันล"),
    ("", re.compile("([ก-ฮ])\\1|ก(?=ข)|จ(?=ฉ)|ช(?=ฌ)|ฏ(?=ฐ)|ต(?=ถ)|ท(?=ธ)|พ(?=ภ)"), "\\1"),
    # จักร, ภัทร, มิตร: an r after a closed syllable is not heard unless a vowel follows.
    ("ร", re.compile("([ัิีุู][กคชตท])ร(?=$|[เแโใไก-ฮ])"), "\\1"),
)
_SHORT = str.maketrans({"ี": "ิ", "ื": "ึ", "ู": "ุ", "ะ": None})


def _classes(groups: str) -> dict[int, str]:
    return {ord(letter): group[0] for group in groups.split() for letter in group}


_INITIAL = _classes("คขฃฅฆ ชฉฌ สซศษ ยญ ดฎ ตฏ ทฐฑฒถธ นณ พผภ ฟฝ ลฬ หฮ")
_FINAL = _classes("กขคฆ ดจชซฌฎฏฐฑฒตถทธศษส นญณรลฬ บปผพฟภ")
# Read from the left: a consonant that opens a syllable, its vowel sign, and a consonant that no vowel follows.
_CLOSED_SYLLABLE = re.compile("([เแโ]?[ก-ฮ][ัาิึุ]?)([ก-ฮ])(?=$|[เแโใไก-ฮ])")
_REPEATED = re.compile(r"(.)\1+")


def thai_sound(text: str) -> str:
    """The ASCII key of a cleaned Thai text.

    Tone marks and silent letters go, consonants of one sound fall together (by their place in the syllable),
    vowels lose their length, รร ำ ไ ใ ฤ are written out.
    """
    text = _SILENT.sub("", _MARKS.sub("", text))
    for needed, pattern, plain in _RULES:
        if needed in text:
            text = pattern.sub(plain, text)
    text = _CLOSED_SYLLABLE.sub(_close, text.translate(_SHORT))
    return fold(_REPEATED.sub(r"\1", text.translate(_INITIAL)))


def _close(syllable: re.Match[str]) -> str:
    opening, final = syllable[1], syllable[2]
    # With no vowel written, r is heard as -on and every other final after a short o: พร is not พล.
    if len(opening) == 1 and final == "ร":
        return f"{opening}อน"
    return opening + final.translate(_FINAL)
