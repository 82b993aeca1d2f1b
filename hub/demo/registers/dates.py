"""Birth dates and days as each department writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from hub.demo.chance import Dice
    from hub.demo.entry import Birth

Style = Literal["buddhist", "thai_digits", "month_name", "iso", "eight_digits"]
"""12/09/2507, ๑๒/๐๙/๒๕๐๗, 12 ก.ย. 2507, 1964-09-12, 25070912 or, where only the year is known, their short forms."""

BUDDHIST = 543
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


def write_day(day: date | None, style: Style) -> str:
    """A day of the register itself; empty for None."""
    return _compose(day.year, day.month, day.day, style, slip=0) if day else ""


def write_birth(birth: Birth, style: Style, dice: Dice) -> str:
    """A birth date as stated, with its slip of era; empty where none is stated."""
    if not birth.stated:
        return ""
    if birth.age is not None:
        return _write_age(birth, dice)
    return _compose(birth.year, birth.month, birth.day, style, slip=birth.slip)


def _compose(year: int, month: int | None, day: int | None, style: Style, *, slip: int) -> str:
    written = year + _offset(style, slip)
    if month is None or day is None:
        return f"00/00/{written}" if style == "buddhist" and slip == 0 else f"{written}"
    if style == "iso":
        return f"{written}-{month:02d}-{day:02d}"
    if style == "eight_digits":
        return f"{written}{month:02d}{day:02d}"
    if style == "month_name":
        return f"{day} {MONTHS[month - 1]} {written}"
    text = f"{day:02d}/{month:02d}/{written}"
    return text.translate(THAI_DIGITS) if style == "thai_digits" else text


def _offset(style: Style, slip: int) -> int:
    """What stands between the year CE and the year written: the other era at slip 1, a doubled one at slip 2."""
    if style == "iso":
        return (0, BUDDHIST, -BUDDHIST)[slip]
    return (BUDDHIST, 0, 2 * BUDDHIST)[slip]


def _write_age(birth: Birth, dice: Dice) -> str:
    """An informant's guess: an age (counted at the call), or about which Buddhist year."""
    if dice.chance(0.3):
        return f"{dice.choice(('ประมาณ ', '~'))}{birth.year + BUDDHIST}"
    return f"อายุ {birth.age} ปี"
