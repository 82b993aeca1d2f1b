"""DOP, old-age allowance roll: the local authorities' lists, by the house register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hub.demo.entry import entry_of
from hub.demo.people import REFERENCE_DAY
from hub.demo.registers import words
from hub.demo.registers.dates import THAI_DIGITS, write_birth, write_day
from hub.demo.registers.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry
    from hub.demo.world import World

ROLLS = (date(2019, 10, 1), date(2022, 10, 1), date(2025, 10, 1))
"""Each fiscal year has its roll; the demo's file was put together from three of them."""
ON_A_ROLL = 0.74
STEPS = ((90, 1000), (80, 800), (70, 700), (60, 600))
"""Baht a month by age (Cabinet resolution of 2011)."""


def allowance(age: int) -> int:
    """The monthly amount at an age; 0 under 60."""
    return next((amount for least, amount in STEPS if age >= least), 0)


def plan(world: World, dice: Dice) -> Iterator[list[Entry]]:
    """A form for each roll a person of 60 or more stands on."""
    for roll in ROLLS:
        for person in world.persons:
            age = person.age_on(roll)
            entitled = age >= 60 and person.alive_on(roll) and person.culture != "migrant"
            if not entitled or not dice.chance(ON_A_ROLL):
                continue
            entry = entry_of(
                person, dice.day_between(roll, min(REFERENCE_DAY, roll.replace(month=12, day=20)))
            )
            entry.since = roll
            entry.until = entry.died = person.died
            entry.amount = allowance(age)
            yield [entry]


def row(entry: Entry, record_id: str, dice: Dice) -> dict[str, str]:
    """Short English columns, dates in Thai digits, the registered address alone."""
    home = entry.registered
    return {
        "running_no": record_id,
        "pid": entry.citizen_id,
        "prefix": words.title(entry, dice, short=0.3),
        "fname": words.given(entry, dice, short=0.3),
        "lname": entry.family,
        "sex": {"male": "ช", "female": "ญ"}.get(entry.sex, ""),
        "dob": write_birth(entry.birth, "thai_digits", dice),
        "tel": entry.phone,
        "hid": home.house_code,
        "house_no": home.building_number.translate(THAI_DIGITS),
        "moo": home.township_number.translate(THAI_DIGITS),
        "tambon": home.sub_district,
        "amphoe": home.district,
        "changwat": home.province,
        "begin_date": write_day(entry.since, "thai_digits"),
        "end_date": write_day(entry.until, "thai_digits"),
        "died_on": write_day(entry.died, "thai_digits"),
        "amount": str(entry.amount).translate(THAI_DIGITS),
        "roll_date": write_day(entry.on, "thai_digits"),
    }


REGISTER = Register(
    source="dop_allowance",
    file_name="dop_allowance.csv",
    encoding="cp874",
    delimiter=",",
    plan=plan,
    row=row,
    record_id="{:06d}".format,
    bad_rows=2,
)
