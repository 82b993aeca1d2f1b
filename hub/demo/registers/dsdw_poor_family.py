"""DSDW, relief for poor families: a case with the head and, often, the members; one column for the whole name."""

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
    from hub.demo.people import Person
    from hub.demo.world import World

MEMBERS_LISTED = 0.6
RELIEF = (1000, 2000, 2000, 3000)
"""Baht a time, 3,000 at most."""


def plan(world: World, dice: Dice) -> Iterator[list[Entry]]:
    """One to three reliefs for each poor household."""
    homes: dict[str, list[Person]] = {}
    for person in world.persons:
        home = person.household.last
        if home is not None and home.poor:
            homes.setdefault(home.id, []).append(person)
    number = 0
    for members in homes.values():
        day = dice.day_between(date(2019, 10, 1), date(2026, 6, 1))
        for _ in range(dice.choices((1, 2, 3), (50, 33, 17))[0]):
            number += 1
            form = _relief(members, day, f"SW{number:06d}", dice)
            if form:
                yield form
            day += timedelta(days=dice.randint(60, 900))


def _relief(members: list[Person], day: date, case: str, dice: Dice) -> list[Entry]:
    present = [p for p in members if p.alive_on(day) and p.household.on(day) is p.household.last]
    if not present or day > REFERENCE_DAY:
        return []
    home = present[0].household.last
    head = (
        home.head
        if home is not None and home.head in present
        else min(present, key=lambda person: person.born)
    )
    listed = (
        [head, *(p for p in present if p is not head and dice.chance(0.85))]
        if dice.chance(MEMBERS_LISTED)
        else [head]
    )
    entries: list[Entry] = []
    for person in listed:
        entry = entry_of(person, day)
        entry.household_id, entry.relationship = case, words.relationship(person, head)
        if person is head:
            entry.since, entry.amount = day, dice.choice(RELIEF)
        entries.append(entry)
    return entries


def row(entry: Entry, record_id: str, dice: Dice) -> dict[str, str]:
    """A Parquet file of text columns, dates as 25070912, the whole name in one column."""
    living = entry.living
    return {
        "request_id": record_id,
        "case_no": entry.household_id,
        "relation_to_head": entry.relationship,
        "national_id": words.dashed(entry.citizen_id, dice, share=0.15),
        "fullname": words.full_name(entry, dice, short=0.5),
        "gender": {"male": "M", "female": "F"}.get(entry.sex, ""),
        "birthdate": write_birth(entry.birth, "eight_digits", dice),
        "phone_no": words.dashed_phone(entry.phone, dice, share=0.5),
        "house_number": living.building_number,
        "moo": living.township_number,
        "soi": living.lane,
        "street": living.street_name,
        "tambol": living.sub_district,
        "amphur": living.district,
        "province": living.province,
        "postcode": living.postcode,
        "paid_on": write_day(entry.since, "eight_digits"),
        "amount": str(entry.amount or ""),
        "visit_date": write_day(entry.on, "eight_digits"),
    }


REGISTER = Register(
    source="dsdw_poor_family",
    file_name="dsdw_poor_family.parquet",
    encoding="parquet",
    delimiter="",
    plan=plan,
    row=row,
    record_id="R{:06d}".format,
    bad_rows=1,
)
