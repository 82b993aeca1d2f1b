"""One line of a register before it is written down: what the clerk meant, part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hub.demo.homes import House
    from hub.demo.people import Person


@dataclass(slots=True)
class Birth:
    """A birth date as stated. `age` replaces the date; `slip` is added to the year written, whatever the era."""

    year: int
    month: int | None
    day: int | None
    age: int | None = None
    slip: int = 0
    stated: bool = True

    @property
    def whole(self) -> bool:
        """Whether year, month and day are all stated."""
        return self.stated and self.day is not None and self.age is None


@dataclass(slots=True)
class Address:
    """The parts of an address as written."""

    house_code: str
    building_number: str
    township_number: str
    lane: str
    street_name: str
    sub_district: str
    district: str
    province: str
    postcode: str

    @staticmethod
    def of(house: House) -> Address:
        """A house's own address, without a mistake."""
        village = house.village
        bangkok = village.province.code == "10"
        return Address(
            house_code=house.code,
            building_number=house.building_number,
            township_number=village.township_number,
            lane=village.lane,
            street_name=village.street_name,
            sub_district=village.sub_district.name_th.removeprefix("แขวง" if bangkok else "ตำบล"),
            district=village.district.name_th.removeprefix("เขต" if bangkok else "อำเภอ"),
            province=village.province.name_th,
            postcode=village.postcode,
        )


@dataclass(slots=True)
class Entry:
    """What a register says about one person on one day. Mistakes change it in place."""

    person: Person
    on: date
    citizen_id: str
    title: str
    given: str
    family: str
    nickname: str
    sex: str
    birth: Birth
    phone: str
    living: Address
    registered: Address
    household_id: str = ""
    relationship: str = ""
    since: date | None = None
    until: date | None = None
    amount: int = 0
    died: date | None = None
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    mistakes: set[str] = field(default_factory=set[str])
    key: str = ""
    glued: bool = False
    """The title is written into the given name's column."""


def entry_of(person: Person, on: date) -> Entry:
    """The faithful entry: what the person's papers say on that day."""
    name = person.name_on(on)
    home = person.household.on(on) or person.household.first
    if home is None:
        message = f"person {person.id} has no home"
        raise LookupError(message)
    house = home.house_on(on)
    return Entry(
        person=person,
        on=on,
        citizen_id=person.number.on(on) or "",
        title=person.title_on(on),
        given=name.given,
        family=name.family,
        nickname=person.nickname,
        sex=person.sex,
        birth=Birth(person.born.year, person.born.month, person.born.day),
        phone=person.phone.on(on) or "",
        living=Address.of(house),
        registered=Address.of(person.registered.on(on) or house),
    )
