"""OPS, 1300 hotline intake: what an informant said on the phone, often no number, a nickname, an age guessed."""

from __future__ import annotations

from datetime import date
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

CALLED_ABOUT = 0.3
CALLS = (0.62, 0.28, 0.10)
NICKNAME_TOLD = 0.35
PROBLEMS = ("ความยากจน", "ไม่มีที่อยู่อาศัย", "เจ็บป่วย", "ตกงาน")


def plan(world: World, dice: Dice) -> Iterator[list[Entry]]:
    """A form for each call."""
    for person in world.persons:
        if not dice.chance(CALLED_ABOUT):
            continue
        for _ in range(dice.choices((1, 2, 3), CALLS)[0]):
            day = dice.day_between(date(2020, 1, 1), REFERENCE_DAY)
            if person.alive_on(day):
                entry = entry_of(person, day)
                if not dice.chance(NICKNAME_TOLD):
                    entry.nickname = ""
                entry.attributes["problem"] = dice.choice(_problems(person, day))
                yield [entry]


def _problems(person: Person, day: date) -> tuple[str, ...]:
    """What somebody of this age and health is reported for."""
    age = person.age_on(day)
    own = ("เด็กถูกทอดทิ้ง",) if age < 15 else ("ผู้สูงอายุถูกทอดทิ้ง",) if age >= 60 else PROBLEMS
    return (*own, "คนพิการขาดผู้ดูแล") if person.disability else own


def row(entry: Entry, record_id: str, dice: Dice) -> dict[str, str]:
    """Thai columns, the street address in one column, birth as said."""
    living = entry.living
    return {
        "เลขรับแจ้ง": record_id,
        "วันที่รับแจ้ง": write_day(entry.on, "buddhist"),
        "บัตรประชาชน": entry.citizen_id,
        "คำนำหน้าชื่อ": words.title(entry, dice, short=0.7),
        "ชื่อผู้ประสบปัญหา": words.given(entry, dice, short=0.7),
        "สกุล": entry.family,
        "ชื่อเล่น": entry.nickname,
        "เพศ": {"male": "ชาย", "female": "หญิง"}.get(entry.sex, ""),
        "วันเกิด/อายุ": write_birth(entry.birth, "buddhist", dice),
        "เบอร์ติดต่อ": words.dashed_phone(entry.phone, dice, share=0.4),
        "ที่อยู่": words.one_line(living),
        "ตำบล/แขวง": living.sub_district,
        "อำเภอ/เขต": living.district,
        "จังหวัด": living.province,
        "ปัญหา": entry.attributes.get("problem", ""),
    }


REGISTER = Register(
    source="ops_1300",
    file_name="ops_1300.csv",
    encoding="utf-8",
    delimiter=";",
    plan=plan,
    row=row,
    record_id="1300-{:06d}".format,
    bad_rows=2,
)
