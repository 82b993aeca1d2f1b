"""DCY, child support grant: an application with two rows, the applicant and the child."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hub.demo.entry import entry_of
from hub.demo.people import REFERENCE_DAY, parents_of
from hub.demo.registers import words
from hub.demo.registers.dates import write_birth, write_day
from hub.demo.registers.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry
    from hub.demo.people import Person
    from hub.demo.world import World

BORN_SINCE = date(2017, 6, 1)
APPLIED_FOR = 0.9
APPLIED_AGAIN = 0.3
"""After a move or a change of guardian the form is filled in anew."""
GRANT = 600


def plan(world: World, dice: Dice) -> Iterator[list[Entry]]:
    """A form for each application."""
    number = 0
    for child in world.persons:
        if child.born < BORN_SINCE or not dice.chance(APPLIED_FOR):
            continue
        applied = child.born + timedelta(days=dice.randint(15, 400))
        while applied <= REFERENCE_DAY and child.age_on(applied) < 6:
            guardian = _guardian(child, applied, dice)
            number += 1
            if guardian is not None:
                yield _application(guardian, child, applied, f"{applied.year + 543 - 2500}-{number:06d}")
            if not dice.chance(APPLIED_AGAIN):
                break
            applied += timedelta(days=dice.randint(200, 900))


def _guardian(child: Person, day: date, dice: Dice) -> Person | None:
    """Mostly the mother, else the father or a grandmother; somebody alive."""
    mother, father = child.mother, child.father
    candidates = [mother, father, mother.mother if mother else None, father.mother if father else None]
    alive = [person for person in candidates if person is not None and person.alive_on(day)]
    return dice.choice(alive) if alive and dice.chance(0.2) else alive[0] if alive else None


def _application(guardian: Person, child: Person, day: date, number: str) -> list[Entry]:
    entries = [entry_of(guardian, day), entry_of(child, day)]
    for entry in entries:
        entry.household_id = number
        entry.relationship = "ผู้ยื่นคำขอ"
    applicant, beneficiary = entries
    beneficiary.relationship = "บุตร" if guardian in parents_of(child) else "หลาน"
    # The sixth birthday ends the grant. The child has no phone, the applicant's stands in both rows.
    beneficiary.since, beneficiary.until = day, sixth_birthday(child.born)
    beneficiary.amount = GRANT
    beneficiary.phone = applicant.phone
    return entries


def sixth_birthday(born: date) -> date:
    """Six years after birth; the 29th to 31st of a month end on its 28th."""
    return born.replace(year=born.year + 6, day=min(born.day, 28))


def row(entry: Entry, record_id: str, dice: Dice) -> dict[str, str]:
    """Snake-case columns, ISO dates."""
    living = entry.living
    return {
        "row_id": record_id,
        "application_no": entry.household_id,
        "person_role": entry.relationship,
        "citizen_id": words.dashed(entry.citizen_id, dice, share=0.05),
        "title_name": words.title(entry, dice, short=0.2),
        "first_name": words.given(entry, dice, short=0.2),
        "last_name": entry.family,
        "birth_date": write_birth(entry.birth, "iso", dice),
        "mobile": words.dashed_phone(entry.phone, dice, share=0.1),
        "house_no": living.building_number,
        "village_no": living.township_number,
        "soi": living.lane,
        "road": living.street_name,
        "subdistrict": living.sub_district,
        "district": living.district,
        "province": living.province,
        "zipcode": living.postcode,
        "start_date": write_day(entry.since, "iso"),
        "end_date": write_day(entry.until, "iso"),
        "monthly_amount": str(entry.amount or ""),
        "created_at": write_day(entry.on, "iso"),
    }


REGISTER = Register(
    source="dcy_child_grant",
    file_name="dcy_child_grant.csv",
    encoding="utf-8",
    delimiter=",",
    plan=plan,
    row=row,
    record_id="CG-{:06d}".format,
    bad_rows=1,
)
