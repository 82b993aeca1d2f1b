"""How a Thai name sounds, as far as spellings of one name agree."""

from __future__ import annotations

import re

from identity.standardise.folding import fold

_MARKS = re.compile("[\u0e47-\u0e4b\u0e4d\u0e4e\u0e3a\\s.]")
_SILENT = re.compile("(?:(?<=จัน)[ทธ]ร์|(?<=จัน)ท์|[ก-ฮ][ิุ]?์)")
_RULES = (
    (re.compile("^ทร"), "ซ"),
    (re.compile("ศร|สร(?=[้าะ])|ซร"), "ส"),
    (re.compile("รร(?=[ก-ฮ])"), "ั"),
    (re.compile("รร"), "ัน"),
    (re.compile("ฤ"), "ริ"),
    (re.compile("[ไใ]([ก-ฮ])ย?"), "\\1ัย"),
    (re.compile("([ก-ฮ])\\1"), "\\1"),
)
_SHORT = str.maketrans({"ี": "ิ", "ื": "ึ", "ู": "ุ", "ะ": None})


def _classes(groups: str) -> dict[int, str]:
    return {ord(letter): group[0] for group in groups.split() for letter in group}


_INITIAL = _classes("คขฃฅฆ ชฉฌ สซศษ ยญ ดฎ ตฏ ทฐฑฒถธ นณ พผภ ฟฝ ลฬ หฮ")
_FINAL = _classes("กขคฆ ดจชซฌฎฏฐฑฒตถทธศษส นญณรลฬ บปผพฟภ")
_FINAL_CONSONANT = re.compile("(?<=[ัาิึุก-ฮ])[ก-ฮ](?=$|[เแโใไก-ฮ])")
_REPEATED = re.compile(r"(.)\1+")


def thai_sound(text: str) -> str:
    """The ASCII key of a cleaned Thai text.

    Tone marks and silent letters go, consonants of one sound fall together (by their place in the syllable),
    vowels lose their length, รร ไ ใ ฤ are written out.
    """
    text = _SILENT.sub("", _MARKS.sub("", text))
    for pattern, plain in _RULES:
        text = pattern.sub(plain, text)
    text = text.translate(_SHORT)
    text = _FINAL_CONSONANT.sub(lambda final: final[0].translate(_FINAL), text)
    return fold(_REPEATED.sub(r"\1", text.translate(_INITIAL)))
