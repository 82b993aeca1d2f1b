"""DEP, disability register: one row a card, with the type of disability."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hub.demo.entry import entry_of
from hub.demo.people import REFERENCE_DAY
from hub.demo.registers import words
from hub.demo.registers.dates import write_birth, write_day
from hub.demo.registers.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry
    from hub.demo.world import World

CARD_YEARS = 8
CARDS = (0.5, 0.35, 0.15)
"""One, two or three cards within the register's years: lost, renewed, or moved to another province."""


def plan(world: World, dice: Dice) -> Iterator[list[Entry]]:
    """A form for each card issued."""
    for person in world.persons:
        if not person.disability:
            continue
        issued = dice.day_between(max(person.born + timedelta(days=500), date(2018, 1, 4)), REFERENCE_DAY)
        for _ in range(dice.choices((1, 2, 3), CARDS)[0]):
            if not person.alive_on(issued) or issued > REFERENCE_DAY:
                break
            entry = entry_of(person, issued)
            entry.attributes["disability_type"] = person.disability
            entry.since, entry.until = (
                issued,
                issued.replace(year=issued.year + CARD_YEARS, day=min(issued.day, 28)),
            )
            entry.amount = 1000 if person.age_on(issued) < 18 else 800
            yield [entry]
            issued += timedelta(days=dice.randint(200, 1600))


def row(entry: Entry, record_id: str, dice: Dice) -> dict[str, str]:
    """English columns in capitals, sex as 1 and 2, dates as 12/09/2507."""
    living = entry.living
    return {
        "CARD_NO": record_id,
        "PID": entry.citizen_id,
        "PREFIX": words.title(entry, dice, short=0.8),
        "FNAME": words.given(entry, dice, short=0.8),
        "LNAME": entry.family,
        "SEX": {"male": "1", "female": "2"}.get(entry.sex, ""),
        "DOB": write_birth(entry.birth, "buddhist", dice),
        "TEL": entry.phone,
        "HNO": living.building_number,
        "MOO": living.township_number,
        "SOI": living.lane,
        "ROAD": living.street_name,
        "TAMBON": living.sub_district,
        "AMPHUR": living.district,
        "CHANGWAT": living.province,
        "ZIP": living.postcode,
        "DISABILITY_TYPE": entry.attributes.get("disability_type", ""),
        "ISSUE_DATE": write_day(entry.since, "buddhist"),
        "EXPIRE_DATE": write_day(entry.until, "buddhist"),
        "ALLOWANCE": str(entry.amount),
    }


REGISTER = Register(
    source="dep_disability",
    file_name="dep_disability.txt",
    encoding="cp874",
    delimiter="|",
    plan=plan,
    row=row,
    record_id="D{:08d}".format,
    bad_rows=1,
)
