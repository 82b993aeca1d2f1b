"""OPS, Logbook survey: whole households, with relationship to the head, living and registered address apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hub.demo.entry import entry_of
from hub.demo.registers import words
from hub.demo.registers.dates import write_birth, write_day
from hub.demo.registers.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry
    from hub.demo.homes import Household
    from hub.demo.people import Person
    from hub.demo.world import World

ROUNDS = (date(2022, 1, 10), date(2024, 1, 8), date(2026, 1, 12))
"""Each survey round visits households from this day until September and gives each visit a number of its own."""
VISITED = 0.57
ABSENT = 0.05
OCCUPATIONS = ("เกษตรกร", "รับจ้างทั่วไป", "ค้าขาย", "ว่างงาน", "ลูกจ้างเอกชน", "แม่บ้าน", "ประมง")


def plan(world: World, dice: Dice) -> Iterator[list[Entry]]:
    """One form a household visited, its head first."""
    number = 0
    for begin in ROUNDS:
        homes: dict[str, tuple[Household, list[Person]]] = {}
        for person in world.persons:
            home = person.household.on(begin)
            if home is not None and person.alive_on(begin):
                homes.setdefault(home.id, (home, []))[1].append(person)
        for home, members in homes.values():
            if dice.chance(VISITED):
                number += 1
                yield _visit(
                    home, members, dice.day_between(begin, begin.replace(month=9, day=28)), number, dice
                )


def _visit(home: Household, members: list[Person], day: date, number: int, dice: Dice) -> list[Entry]:
    head = home.head if home.head in members else min(members, key=lambda person: person.born)
    present = [person for person in members if person is head or not dice.chance(ABSENT)]
    entries: list[Entry] = []
    for person in sorted(present, key=lambda person: (person is not head, person.born, person.id)):
        entry = entry_of(person, day)
        entry.household_id = f"HH{day.year + 543}-{number:06d}"
        entry.relationship = words.relationship(person, head)
        entry.attributes["occupation"] = _occupation(person, day, dice)
        entries.append(entry)
    return entries


def _occupation(person: Person, day: date, dice: Dice) -> str:
    age = person.age_on(day)
    return "นักเรียน" if 5 <= age < 19 else "" if age < 5 else dice.choice(OCCUPATIONS)


def row(entry: Entry, record_id: str, dice: Dice) -> dict[str, str]:
    """Thai columns, dates as 12 ก.ย. 2507."""
    living, registered = entry.living, entry.registered
    return {
        "รหัสแบบสำรวจ": record_id,
        "เลขที่ครัวเรือน": entry.household_id,
        "ความสัมพันธ์": entry.relationship,
        "เลขประจำตัวประชาชน": words.dashed(entry.citizen_id, dice, share=0.1),
        "คำนำหน้า": words.title(entry, dice, short=0.4),
        "ชื่อ": words.given(entry, dice, short=0.4),
        "นามสกุล": entry.family,
        "เพศ": {"male": "ชาย", "female": "หญิง"}.get(entry.sex, ""),
        "วันเกิด": write_birth(entry.birth, "month_name", dice),
        "โทรศัพท์": words.dashed_phone(entry.phone, dice, share=0.3),
        "รหัสประจำบ้าน": living.house_code,
        "บ้านเลขที่": living.building_number,
        "หมู่ที่": living.township_number,
        "ซอย": living.lane,
        "ถนน": living.street_name,
        "ตำบล": living.sub_district,
        "อำเภอ": living.district,
        "จังหวัด": living.province,
        "รหัสไปรษณีย์": living.postcode,
        "ทะเบียน_รหัสประจำบ้าน": registered.house_code,
        "ทะเบียน_บ้านเลขที่": registered.building_number,
        "ทะเบียน_หมู่ที่": registered.township_number,
        "ทะเบียน_ตำบล": registered.sub_district,
        "ทะเบียน_อำเภอ": registered.district,
        "ทะเบียน_จังหวัด": registered.province,
        "อาชีพ": entry.attributes.get("occupation", ""),
        "วันที่สำรวจ": write_day(entry.on, "month_name"),
    }


REGISTER = Register(
    source="ops_logbook",
    file_name="ops_logbook.csv",
    encoding="utf-8-sig",
    delimiter=",",
    plan=plan,
    row=row,
    record_id="LB{:07d}".format,
    bad_rows=2,
)
