"""Words departments write: titles in full or short, sex, relationship, numbers with dashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.demo.people import siblings_of

if TYPE_CHECKING:
    from hub.demo.chance import Dice
    from hub.demo.entry import Address, Entry
    from hub.demo.people import Person

SHORT_TITLES = {"เด็กชาย": "ด.ช.", "เด็กหญิง": "ด.ญ.", "นางสาว": "น.ส."}


def title(entry: Entry, dice: Dice, *, short: float) -> str:
    """The title column: empty where the title was written into the name."""
    return "" if entry.glued else _title(entry, dice, short)


def given(entry: Entry, dice: Dice, *, short: float) -> str:
    """The given-name column, with the title where it was glued to the name."""
    return _title(entry, dice, short) + entry.given if entry.glued else entry.given


def full_name(entry: Entry, dice: Dice, *, short: float) -> str:
    """Title, given and family name in one column; a title that is not glued to the name has a blank behind it."""
    blank = "" if entry.glued else " "
    return f"{_title(entry, dice, short)}{blank}{entry.given} {entry.family}".strip()


def _title(entry: Entry, dice: Dice, short: float) -> str:
    return SHORT_TITLES.get(entry.title, entry.title) if dice.chance(short) else entry.title


def dashed(number: str, dice: Dice, *, share: float) -> str:
    """A citizen id as on the card, 1-2345-67890-12-1, in a share of the rows."""
    if len(number) != 13 or not number.isdigit() or not dice.chance(share):
        return number
    return f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}"


def dashed_phone(number: str, dice: Dice, *, share: float) -> str:
    """A phone number as 081-234-5678 in a share of the rows."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}" if len(number) == 10 and dice.chance(share) else number


def one_line(address: Address) -> str:
    """Everything before the sub-district in one column."""
    parts = (
        address.building_number,
        f"ม.{address.township_number}" if address.township_number else "",
        f"ซ.{address.lane}" if address.lane else "",
        f"ถ.{address.street_name}" if address.street_name else "",
    )
    return " ".join(part for part in parts if part)


def relationship(person: Person, head: Person) -> str:
    """What the person is to the head of the household, in the words of the survey form."""
    if person is head:
        return "หัวหน้าครัวเรือน"
    if person is head.spouse:
        return "คู่สมรส"
    if person in head.children:
        return "บุตร"
    if head in person.children:
        return "บิดา/มารดา"
    if any(person in child.children for child in head.children):
        return "หลาน"
    if any(head in child.children for child in person.children):
        return "ปู่ย่าตายาย"
    if person in siblings_of(head):
        return "พี่น้อง"
    if person.spouse in head.children:
        return "บุตรเขย" if person.sex == "male" else "บุตรสะใภ้"
    return "ญาติ" if person.kindred == head.kindred else "ผู้อาศัย"
