"""Citizen ids: left out, out of date, damaged, or somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.demo.mistakes.misspelling import wrong_digit
from hub.demo.mistakes.mistake import Desk, Mistake, blank

if TYPE_CHECKING:
    from hub.demo.entry import Entry
    from hub.demo.people import Person

PARENT_OF_A_CHILD = 15
"""Up to this age the number on a form is a parent's rather than any other relative's."""


def _intact(entry: Entry) -> bool:
    return bool(entry.citizen_id) and not entry.mistakes & {"relative_number", "wrong_digit"}


def _has_older_number(entry: Entry) -> bool:
    return bool(entry.citizen_id) and bool(entry.person.number.before(entry.on))


def _write_old_number(entry: Entry, _: Desk) -> None:
    entry.citizen_id = entry.person.number.before(entry.on)[-1]


def _numbered_relatives(entry: Entry) -> list[Person]:
    person = entry.person
    relatives = [person.mother, person.father, person.twin]
    if person.age_on(entry.on) >= PARENT_OF_A_CHILD:
        relatives += [person.spouse, *person.children]
    return [each for each in relatives if each is not None and each.number.on(entry.on)]


def _write_relatives_number(entry: Entry, desk: Desk) -> None:
    entry.citizen_id = desk.dice.choice(_numbered_relatives(entry)).number.on(entry.on) or ""


def _misread_digit(entry: Entry, desk: Desk) -> None:
    entry.citizen_id = wrong_digit(entry.citizen_id, desk.dice)


def _damage_in_spreadsheet(entry: Entry, desk: Desk) -> None:
    """What Excel does to a number: scientific notation, no leading zero, fifteen digits and a fraction."""
    number = entry.citizen_id
    if number.startswith("0") and desk.dice.chance(0.6):
        entry.citizen_id = number.lstrip("0")
    else:
        entry.citizen_id = f"{float(number):.5E}" if desk.dice.chance(0.8) else number[:-1] + "0.00"


NUMBER_MISTAKES = (
    Mistake("old_number", _has_older_number, _write_old_number),
    Mistake("relative_number", lambda entry: bool(_numbered_relatives(entry)), _write_relatives_number),
    Mistake("id_left_out", _intact, blank("citizen_id")),
    Mistake("wrong_digit", _intact, _misread_digit),
    Mistake(
        "spreadsheet_number",
        lambda entry: _intact(entry) and entry.citizen_id.isdigit(),
        _damage_in_spreadsheet,
    ),
)
"""In the order in which they happen."""
