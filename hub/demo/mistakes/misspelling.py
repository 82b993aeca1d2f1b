"""How Thai names get misspelt: by ear, by a slipping finger, by old software."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.demo.chance import Dice

TONE_MARKS = "\u0e48\u0e49\u0e4a\u0e4b"

SOUND_ALIKE = (
    ("ณ", "น"), ("น", "ณ"), ("ศ", "ส"), ("ษ", "ส"), ("ส", "ศ"), ("ศ", "ษ"), ("ฐ", "ท"), ("ธ", "ท"), ("ท", "ธ"), ("ฑ", "ท"),
    ("ภ", "พ"), ("พ", "ภ"), ("ญ", "ย"), ("ฎ", "ด"), ("ฏ", "ต"), ("ฬ", "ล"), ("ฌ", "ช"), ("รร", "ัน"), ("รรณ", "ัณ"), ("ัน", "รร"),
    ("ไ", "ใ"), ("ใ", "ไ"), ("ัย", "ัยย์"), ("ิตติ", "ิติ"), ("ัตติ", "ัติ"), ("ิ์", ""), ("ุ์", ""), ("ะ", ""), ("็", ""), ("นท์", "น"),
    ("ทร์", "น"), ("ร์", ""), ("ย์", ""), ("ต์", ""), ("ท์", ""), ("ม์", ""), ("ธ์", ""), ("ศ์", ""), ("น์", ""), ("ี", "ิ"),
    ("ิ", "ี"), ("ู", "ุ"), ("ุ", "ู"), ("ว", "วร"), ("ทร", "ซ"), ("ศรี", "สี"), ("ร", "ล"), ("วัฒ", "วัต"), ("พงศ์", "พงษ์"), ("พงษ์", "พงศ์"),
    ("พันธุ์", "พันธ์"), ("พันธ์", "พันธุ์"), ("ศักดิ์", "ศักด์"), ("วงศ์", "วงษ์"), ("วงษ์", "วงศ์"), ("เพชร", "เพ็ชร"), ("เพ็ชร", "เพชร"),
    ("ลักษณ์", "ลักษ์"), ("รัตน์", "รัตณ์"), ("ชัย", "ไชย"), ("ไชย", "ชัย"), ("ฤ", "ริ"), ("ำ", "ัม"), ("จันทร์", "จันทน์"), ("ณี", "นี"), ("ฒน", "ฒ"),
)  # fmt: skip
"""Spellings that sound alike, as (written, also written)."""

_KEYBOARD = (
    "ๆไำพะัีรนยบลฃ",
    "ฟหกดเ้่าสวง",
    "ผปแอิืทมใฝ",
)
"""Three rows of the Kedmanee keyboard, unshifted."""

NEIGHBOURS = {
    key: [row[at + step] for step in (-1, 1) if 0 <= at + step < len(row)]
    for row in _KEYBOARD
    for at, key in enumerate(row)
}
_CONSONANT = "\u0e01", "\u0e2e"


def sound_alike(text: str, dice: Dice) -> str:
    """One spelling replaced by another of the same sound; the text itself where none fits."""
    fitting = [pair for pair in SOUND_ALIKE if pair[0] in text and text.replace(pair[0], pair[1], 1) != text]
    if not fitting:
        return text
    written, also = dice.choice(fitting)
    changed = text.replace(written, also, 1)
    return changed if len(changed) > 1 else text


def without_tone_mark(text: str, dice: Dice) -> str:
    """One tone mark dropped."""
    places = [at for at, letter in enumerate(text) if letter in TONE_MARKS]
    return _without(text, dice.choice(places)) if places else text


def neighbour_key(text: str, dice: Dice) -> str:
    """One letter replaced by the key beside it, consonants by consonants so that it can be read."""
    places = [at for at, letter in enumerate(text) if _beside(letter)]
    if not places:
        return text
    at = dice.choice(places)
    return text[:at] + dice.choice(_beside(text[at])) + text[at + 1 :]


def letter_dropped(text: str, dice: Dice) -> str:
    """One consonant gone, never the first of the name."""
    places = [at for at, letter in enumerate(text) if at > 1 and _is_consonant(letter)]
    return _without(text, dice.choice(places)) if places and len(text) > 3 else text


def broken_thai(text: str, dice: Dice, *, legacy: bool) -> str:
    """What looks right on the screen and is not: two เ for แ, a split ำ, tone before vowel, a doubled mark, a
    zero-width space (which CP874, the `legacy` encoding, cannot hold)."""
    forms = [("แ", "เเ"), ("ำ", "ํา"), ("่", "่่"), ("้", "้้"), ("ิ", "ิิ"), ("ั", "ัั")]
    forms += [(vowel + tone, tone + vowel) for vowel in "ัิีึืุู" for tone in "่้"]
    fitting = [pair for pair in forms if pair[0] in text]
    if fitting:
        written, broken = dice.choice(fitting)
        return text.replace(written, broken, 1)
    return text + "\u00a0" if legacy else text[:2] + "\u200b" + text[2:]


def wrong_digit(number: str, dice: Dice) -> str:
    """One digit misread, or two neighbours exchanged."""
    places = [at for at in range(1, len(number)) if number[at].isdigit()]
    at = dice.choice(places)
    if dice.chance(0.3) and number[at] != number[at - 1] and number[at - 1].isdigit():
        return number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :]
    return (
        number[:at] + dice.choice([digit for digit in "0123456789" if digit != number[at]]) + number[at + 1 :]
    )


def _without(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]


def _is_consonant(letter: str) -> bool:
    return _CONSONANT[0] <= letter <= _CONSONANT[1]


def _beside(letter: str) -> list[str]:
    return [other for other in NEIGHBOURS.get(letter, []) if _is_consonant(other) and _is_consonant(letter)]
