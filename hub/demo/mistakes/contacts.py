"""Addresses and phones: out of date, slipped, left out, or shared with half a village."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.demo.entry import Address
from hub.demo.mistakes.misspelling import sound_alike, wrong_digit
from hub.demo.mistakes.mistake import Desk, Mistake, always, blank
from hub.demo.people import siblings_of

if TYPE_CHECKING:
    from hub.demo.entry import Entry
    from hub.demo.homes import House


def _earlier_houses(entry: Entry) -> list[House]:
    """Where the person lived before, in this household or another; the last one last."""
    person = entry.person
    houses = [home.house_on(entry.on) for home in person.household.before(entry.on)]
    if (home := person.household.on(entry.on)) is not None:
        houses += home.house.before(entry.on)
    return [house for house in houses if house.code != entry.living.house_code]


def _write_old_address(entry: Entry, _: Desk) -> None:
    entry.living = Address.of(_earlier_houses(entry)[-1])


def _leave_address_out(entry: Entry, _: Desk) -> None:
    for address in (entry.living, entry.registered):
        address.building_number = address.township_number = address.lane = address.street_name = ""
        address.house_code = address.postcode = ""


def _slip_house_number(entry: Entry, desk: Desk) -> None:
    for address in (entry.living, entry.registered):
        if address.building_number:
            slipped = wrong_digit("0" + address.building_number, desk.dice)
            address.building_number = slipped.lstrip("0/") or "1"


def _misspell_sub_district(entry: Entry, desk: Desk) -> None:
    for address in (entry.living, entry.registered):
        address.sub_district = sound_alike(address.sub_district, desk.dice)


def _leave_house_code_out(entry: Entry, _: Desk) -> None:
    entry.living.house_code = entry.registered.house_code = ""


def _has_house_code(entry: Entry) -> bool:
    return bool(entry.living.house_code and entry.registered.house_code)


def _slip_house_code(entry: Entry, desk: Desk) -> None:
    same = entry.registered.house_code == entry.living.house_code
    entry.living.house_code = wrong_digit(entry.living.house_code, desk.dice)
    entry.registered.house_code = (
        entry.living.house_code if same else wrong_digit(entry.registered.house_code, desk.dice)
    )


def _relatives_phones(entry: Entry) -> list[str]:
    person = entry.person
    relatives = [person.spouse, *person.children, person.mother, person.father, *siblings_of(person)]
    return [phone for each in relatives if each is not None and (phone := each.phone.on(entry.on))]


def _write_relatives_phone(entry: Entry, _: Desk) -> None:
    entry.phone = _relatives_phones(entry)[0]


def _write_volunteers_phone(entry: Entry, desk: Desk) -> None:
    entry.phone = desk.volunteers_phone(entry)


def _has_phone(entry: Entry) -> bool:
    return bool(entry.phone)


def _slip_phone(entry: Entry, desk: Desk) -> None:
    entry.phone = entry.phone[:2] + wrong_digit("0" + entry.phone[2:], desk.dice)[1:]


CONTACT_MISTAKES = (
    Mistake("old_address", lambda entry: bool(_earlier_houses(entry)), _write_old_address),
    Mistake("address_left_out", always, _leave_address_out),
    Mistake("house_number_slip", lambda entry: bool(entry.living.building_number), _slip_house_number),
    Mistake("sub_district_misspelt", always, _misspell_sub_district),
    Mistake("house_code_left_out", _has_house_code, _leave_house_code_out),
    Mistake("house_code_slip", _has_house_code, _slip_house_code),
    Mistake("relatives_phone", lambda entry: bool(_relatives_phones(entry)), _write_relatives_phone),
    Mistake("volunteers_phone", always, _write_volunteers_phone),
    Mistake("phone_left_out", _has_phone, blank("phone")),
    Mistake("phone_slip", _has_phone, _slip_phone),
)
"""In the order in which they happen."""
