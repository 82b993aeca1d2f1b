"""Every kind of mistake: where it can happen, and what it does to an entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.demo.entry import Address
from hub.demo.mistakes import misspelling
from hub.demo.people import siblings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry
    from hub.demo.people import Person


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an entry is written: its dice, whether its files are CP874, whose phone the village volunteer has."""

    dice: Dice
    legacy: bool
    volunteers_phone: Callable[[Entry], str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind. `change` returns False (and changes nothing) where the entry gives no occasion for it."""

    kind: str
    possible: Callable[[Entry], bool]
    change: Callable[[Entry, Desk], None]


def _has_id(entry: Entry) -> bool:
    return bool(entry.citizen_id)


def _own_id(entry: Entry) -> bool:
    return bool(entry.citizen_id) and "relative_number" not in entry.mistakes


def _leave_id_out(entry: Entry, desk: Desk) -> None:
    entry.citizen_id = ""


def _take_old_number(entry: Entry, desk: Desk) -> None:
    entry.citizen_id = entry.person.number.before(entry.on)[-1]


def _numbered_relatives(entry: Entry) -> list[Person]:
    person = entry.person
    relatives = [person.mother, person.father, person.spouse, *person.children]
    return [each for each in relatives if each is not None and each.number.on(entry.on)]


def _take_relatives_number(entry: Entry, desk: Desk) -> None:
    entry.citizen_id = desk.dice.choice(_numbered_relatives(entry)).number.on(entry.on) or ""


def _misread_digit(entry: Entry, desk: Desk) -> None:
    entry.citizen_id = misspelling.wrong_digit(entry.citizen_id, desk.dice)


def _damage_number(entry: Entry, desk: Desk) -> None:
    number = entry.citizen_id
    if number.startswith("0") and desk.dice.chance(0.6):
        entry.citizen_id = number.lstrip("0")
    elif number.isdigit():
        entry.citizen_id = f"{float(number):.5E}".replace("E+", "E+")


def _respell(part: str, spell: Callable[[str, Dice], str]) -> Callable[[Entry, Desk], None]:
    def change(entry: Entry, desk: Desk) -> None:
        setattr(entry, part, spell(getattr(entry, part), desk.dice))

    return change


def _respell_either(spell: Callable[[str, Dice], str]) -> Callable[[Entry, Desk], None]:
    given, family = _respell("given", spell), _respell("family", spell)

    def change(entry: Entry, desk: Desk) -> None:
        before = entry.given, entry.family
        (given if desk.dice.chance(0.5) or not entry.family else family)(entry, desk)
        if (entry.given, entry.family) == before:
            given(entry, desk)
        if (entry.given, entry.family) == before:
            family(entry, desk)

    return change


def _break_thai(entry: Entry, desk: Desk) -> None:
    entry.given = misspelling.broken_thai(entry.given, desk.dice, legacy=desk.legacy)


def _glue_title(entry: Entry, desk: Desk) -> None:
    entry.glued = True


def _leave_title_out(entry: Entry, desk: Desk) -> None:
    entry.title = ""


def _keep_old_title(entry: Entry, desk: Desk) -> None:
    entry.title = {"นาง": "นางสาว", "นางสาว": "นาง", "นาย": "เด็กชาย"}[entry.title]


def _swap_names(entry: Entry, desk: Desk) -> None:
    entry.given, entry.family = entry.family, entry.given


def _write_nickname(entry: Entry, desk: Desk) -> None:
    entry.given, entry.family = entry.person.nickname, ""


def _leave_family_out(entry: Entry, desk: Desk) -> None:
    entry.family = ""


def _old_families(entry: Entry) -> list[str]:
    return [
        name.family
        for name in entry.person.name.before(entry.on)
        if name.family and name.family != entry.family
    ]


def _old_givens(entry: Entry) -> list[str]:
    return [name.given for name in entry.person.name.before(entry.on) if name.given != entry.given]


def _write_old_family(entry: Entry, desk: Desk) -> None:
    entry.family = _old_families(entry)[-1]


def _write_old_given(entry: Entry, desk: Desk) -> None:
    entry.given = _old_givens(entry)[-1]


def _leave_sex_out(entry: Entry, desk: Desk) -> None:
    entry.sex = ""


def _turn_sex(entry: Entry, desk: Desk) -> None:
    entry.sex = "female" if entry.sex == "male" else "male"


def _leave_birth_out(entry: Entry, desk: Desk) -> None:
    entry.birth = None


def _whole(entry: Entry) -> bool:
    return entry.birth is not None and entry.birth.whole


def _state_age(entry: Entry, desk: Desk) -> None:
    assert entry.birth is not None
    age = entry.person.age_on(entry.on)
    guess = age + desk.dice.choice((-2, -1, -1, 0, 0, 0, 0, 1, 1, 2))
    entry.birth.age = max(1, guess if age < 45 or desk.dice.chance(0.5) else 5 * round(guess / 5))


def _state_year_only(entry: Entry, desk: Desk) -> None:
    assert entry.birth is not None
    entry.birth.month = entry.birth.day = None


def _state_first_of_january(entry: Entry, desk: Desk) -> None:
    assert entry.birth is not None
    entry.birth.month = entry.birth.day = 1


def _slip_year(entry: Entry, desk: Desk) -> None:
    assert entry.birth is not None
    entry.birth.year += desk.dice.choice((-1, 1))


def _slip_day(entry: Entry, desk: Desk) -> None:
    assert entry.birth is not None
    days = [day for day in range(1, 29) if day != entry.birth.day]
    near = [day for day in days if abs(day - (entry.birth.day or 0)) in (1, 10)]
    entry.birth.day = desk.dice.choice(near if desk.dice.chance(0.7) else days)


def _swap_day_and_month(entry: Entry, desk: Desk) -> None:
    assert entry.birth is not None
    entry.birth.day, entry.birth.month = entry.birth.month, entry.birth.day


def _slip_era(entry: Entry, desk: Desk) -> None:
    assert entry.birth is not None
    # Mostly the other era is written; now and then 543 was added or taken away a second time.
    entry.birth.slip = 1 if desk.dice.chance(0.8) else 2


def _earlier_address(entry: Entry) -> Address | None:
    person = entry.person
    homes = [home for home in person.household.before(entry.on)]
    home = person.household.on(entry.on)
    houses = [home.house_on(entry.on) for home in homes] + (home.house.before(entry.on) if home else [])
    houses = [house for house in houses if house.code != entry.living.house_code]
    return Address.of(houses[-1]) if houses else None


def _write_old_address(entry: Entry, desk: Desk) -> None:
    earlier = _earlier_address(entry)
    assert earlier is not None
    entry.living = earlier


def _slip_house_number(entry: Entry, desk: Desk) -> None:
    for address in (entry.living, entry.registered):
        address.building_number = (
            misspelling.wrong_digit("0" + address.building_number, desk.dice).lstrip("0") or "1"
        )


def _misspell_sub_district(entry: Entry, desk: Desk) -> None:
    for address in (entry.living, entry.registered):
        address.sub_district = misspelling.sound_alike(address.sub_district, desk.dice)


def _leave_address_out(entry: Entry, desk: Desk) -> None:
    for address in (entry.living, entry.registered):
        address.building_number = address.township_number = address.lane = address.street_name = ""
        address.house_code = address.postcode = ""


def _leave_house_code_out(entry: Entry, desk: Desk) -> None:
    entry.living.house_code = entry.registered.house_code = ""


def _has_house_code(entry: Entry) -> bool:
    return bool(entry.living.house_code)


def _slip_house_code(entry: Entry, desk: Desk) -> None:
    wrong = misspelling.wrong_digit(entry.living.house_code, desk.dice)
    if entry.registered.house_code == entry.living.house_code:
        entry.registered.house_code = wrong
    entry.living.house_code = wrong


def _leave_phone_out(entry: Entry, desk: Desk) -> None:
    entry.phone = ""


def _phoned_relatives(entry: Entry) -> list[str]:
    person = entry.person
    relatives = [person.spouse, *person.children, person.mother, person.father, *siblings_of(person)]
    return [phone for each in relatives if each is not None and (phone := each.phone.on(entry.on))]


def _write_relatives_phone(entry: Entry, desk: Desk) -> None:
    entry.phone = _phoned_relatives(entry)[0]


def _write_volunteers_phone(entry: Entry, desk: Desk) -> None:
    entry.phone = desk.volunteers_phone(entry)


def _slip_phone(entry: Entry, desk: Desk) -> None:
    entry.phone = entry.phone[:2] + misspelling.wrong_digit("0" + entry.phone[2:], desk.dice)[1:]


def _always(entry: Entry) -> bool:
    return True


def _written_names(entry: Entry) -> bool:
    return bool(entry.family) and "nickname_for_name" not in entry.mistakes


MISTAKES = (
    Mistake("old_number", lambda e: _has_id(e) and bool(e.person.number.before(e.on)), _take_old_number),
    Mistake("relative_number", lambda e: bool(_numbered_relatives(e)), _take_relatives_number),
    Mistake("id_left_out", _own_id, _leave_id_out),
    Mistake("wrong_digit", _own_id, _misread_digit),
    Mistake("spreadsheet_number", lambda e: _own_id(e) and e.citizen_id.isdigit() and "wrong_digit" not in e.mistakes, _damage_number),
    Mistake("title_out_of_date", lambda e: e.title in ("นาง", "นางสาว") or (e.title == "นาย" and e.person.age_on(e.on) < 18), _keep_old_title),
    Mistake("title_left_out", lambda e: bool(e.title), _leave_title_out),
    Mistake("title_glued", lambda e: bool(e.title), _glue_title),
    Mistake("old_family_name", lambda e: bool(_old_families(e)), _write_old_family),
    Mistake("old_given_name", lambda e: bool(_old_givens(e)), _write_old_given),
    Mistake("nickname_for_name", _always, _write_nickname),
    Mistake("family_left_out", _written_names, _leave_family_out),
    Mistake("sound_alike_given", lambda e: "nickname_for_name" not in e.mistakes, _respell("given", misspelling.sound_alike)),
    Mistake("sound_alike_family", _written_names, _respell("family", misspelling.sound_alike)),
    Mistake("tone_mark_dropped", lambda e: any(m in e.given + e.family for m in misspelling.TONE_MARKS), _respell_either(misspelling.without_tone_mark)),
    Mistake("neighbour_key", _always, _respell_either(misspelling.neighbour_key)),
    Mistake("letter_dropped", lambda e: len(e.given) > 3, _respell_either(misspelling.letter_dropped)),
    Mistake("broken_thai", _always, _break_thai),
    Mistake("swapped_names", _written_names, _swap_names),
    Mistake("sex_left_out", _always, _leave_sex_out),
    Mistake("wrong_sex", lambda e: bool(e.sex), _turn_sex),
    Mistake("birth_left_out", _always, _leave_birth_out),
    Mistake("approximate_age", _whole, _state_age),
    Mistake("year_only", _whole, _state_year_only),
    Mistake("january_first", _whole, _state_first_of_january),
    Mistake("year_off_by_one", _whole, _slip_year),
    Mistake("day_slip", lambda e: _whole(e) and "january_first" not in e.mistakes, _slip_day),
    Mistake("day_month_swapped", lambda e: _whole(e) and e.birth is not None and (e.birth.day or 31) <= 12 and e.birth.day != e.birth.month, _swap_day_and_month),
    Mistake("era_slip", _whole, _slip_era),
    Mistake("old_address", lambda e: _earlier_address(e) is not None, _write_old_address),
    Mistake("address_left_out", _always, _leave_address_out),
    Mistake("house_number_slip", lambda e: bool(e.living.building_number), _slip_house_number),
    Mistake("sub_district_misspelt", _always, _misspell_sub_district),
    Mistake("house_code_left_out", _has_house_code, _leave_house_code_out),
    Mistake("house_code_slip", _has_house_code, _slip_house_code),
    Mistake("relatives_phone", lambda e: bool(_phoned_relatives(e)), _write_relatives_phone),
    Mistake("volunteers_phone", _always, _write_volunteers_phone),
    Mistake("phone_left_out", lambda e: bool(e.phone), _leave_phone_out),
    Mistake("phone_slip", lambda e: bool(e.phone), _slip_phone),
)  # fmt: skip
"""In the order in which they happen. `repeated_row` is not here: it copies a finished entry."""
