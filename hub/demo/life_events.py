"""What happens in a life after birth: weddings, divorces, new names, moves, robes, ranks, phones, deaths."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hub.demo.names import own_names
from hub.demo.people import REFERENCE_DAY, Name

if TYPE_CHECKING:
    from hub.demo.homes import Household
    from hub.demo.people import Person
    from hub.demo.world import World

REGISTERS_SINCE = date(2018, 1, 1)
"""No register of the demo holds a record older than this."""
DISABILITIES = (
    "ทางการมองเห็น",
    "ทางการได้ยินหรือสื่อความหมาย",
    "ทางการเคลื่อนไหวหรือร่างกาย",
    "ทางจิตใจหรือพฤติกรรม",
    "ทางสติปัญญา",
    "ออทิสติก",
)
WIFE_TAKES_NAME = 0.62
"""Since the Constitutional Court's ruling of 2003 a wife may keep her own family name."""
WIFE_BECOMES_NANG = 0.6
"""Since the Women's Title Act of 2008 a wife chooses between นาง and นางสาว."""
DIVORCES = 0.16
NEW_GIVEN_NAME = 0.055
NEW_FAMILY_NAME = 0.012
HOUSEHOLD_MOVES = 0.16
MONKS = 0.02
RANKS = 0.018
STRUCK_OFF = 0.012


def after_wedding(world: World, husband: Person, wife: Person, day: date) -> None:
    """Her family name and title may change; with a divorce they may change back."""
    dice = world.dice
    maiden = wife.name_on(day)
    takes = dice.chance(WIFE_TAKES_NAME) and bool(husband.name_on(day).family)
    if takes:
        wife.name.add(day, Name(maiden.given, husband.name_on(day).family))
    if dice.chance(WIFE_BECOMES_NANG):
        wife.title.add(day, "นาง")
    if dice.chance(DIVORCES):
        parted = dice.day_between(day + timedelta(days=700), REFERENCE_DAY)
        if takes and dice.chance(0.7):
            wife.name.add(parted, maiden)
        husband.spouse = wife.spouse = None
        _leave_home(world, husband, parted)


def live_on(world: World, person: Person) -> None:
    """Everything that may happen to one person alone."""
    _change_names(world, person)
    _robe_or_rank(world, person)
    _phones(world, person)
    _disability(world, person)
    _struck_off(world, person)
    _death(world, person)


def move_house(world: World, household: Household, members: list[Person]) -> None:
    """A whole household moves; each member's place in the house register follows or does not."""
    dice = world.dice
    if household.strangers or not dice.chance(HOUSEHOLD_MOVES):
        return
    day = dice.day_between(REGISTERS_SINCE, REFERENCE_DAY)
    house = world.house(world.atlas.near(household.building.village, dice))
    household.house.add(day, house)
    register_follows = dice.chance(0.55)
    for member in members:
        if register_follows and member.born < day and member.household.on(day) is household:
            member.registered.add(day, house)


def _leave_home(world: World, person: Person, day: date) -> None:
    home = person.household.last
    if home is None:
        return
    alone = world.household(world.house(world.atlas.near(home.building.village, world.dice)), day)
    alone.head = person
    person.household.add(day, alone)
    if home.head is person:
        home.head = None


def _change_names(world: World, person: Person) -> None:
    dice = world.dice
    if person.age_on(REFERENCE_DAY) < 7:
        return
    day = dice.day_between(max(person.born + timedelta(days=6 * 365), date(2012, 1, 1)), REFERENCE_DAY)
    name = person.name_on(day)
    if dice.chance(NEW_GIVEN_NAME) and person.culture in ("thai", "chinese"):
        # A fortunate new name is a modern one, whatever the age of its bearer.
        given = world.names.given(person.sex, person.culture, year=2000, dice=dice)
        person.name.add(day, Name(given, name.family))
    elif dice.chance(NEW_FAMILY_NAME) or (
        person.culture in ("chinese", "hmong", "highland") and dice.chance(0.06)
    ):
        person.name.add(day, Name(name.given, world.names.family("thai", dice)))


def _robe_or_rank(world: World, person: Person) -> None:
    dice = world.dice
    age = person.age_on(REFERENCE_DAY)
    if person.sex == "male" and person.culture == "thai" and dice.chance(MONKS) and age >= 10:
        ordained = dice.day_between(
            max(person.born + timedelta(days=10 * 365), REGISTERS_SINCE), REFERENCE_DAY
        )
        person.title.add(ordained, "พระ" if person.age_on(ordained) >= 20 else "สามเณร")
        if dice.chance(0.4):
            person.title.add(ordained + timedelta(days=dice.randint(30, 900)), "")
    elif age >= 24 and dice.chance(RANKS):
        titles = own_names()["ranks" if dice.chance(0.75) else "academic"]
        person.title.add(person.born + timedelta(days=24 * 365), dice.choice(titles))


def _phones(world: World, person: Person) -> None:
    dice = world.dice
    first = person.born + timedelta(days=14 * 365)
    if first > REFERENCE_DAY or not dice.chance(0.86):
        return
    person.phone.add(first, world.offices.mobile())
    if dice.chance(0.35):
        person.phone.add(dice.day_between(max(first, REGISTERS_SINCE), REFERENCE_DAY), world.offices.mobile())


def _disability(world: World, person: Person) -> None:
    age = person.age_on(REFERENCE_DAY)
    if world.dice.chance(0.06 + (0.14 if age >= 60 else 0.0) + (0.12 if age >= 75 else 0.0)):
        person.disability = world.dice.choice(DISABILITIES)


def _struck_off(world: World, person: Person) -> None:
    """The house owner has somebody long away moved to the district's central register."""
    home = person.registered.last
    if home is not None and person.age_on(REFERENCE_DAY) >= 20 and world.dice.chance(STRUCK_OFF):
        day = world.dice.day_between(max(person.born, REGISTERS_SINCE), REFERENCE_DAY)
        person.registered.add(day, world.central_register(home.village))


def _death(world: World, person: Person) -> None:
    age = person.age_on(REFERENCE_DAY)
    # About a twentieth dies within these seven years: one in sixteen at 60, one in three at 80.
    if age > 40 and world.dice.chance(min(0.6, 0.06 * 1.09 ** (age - 60))):
        person.died = world.dice.day_between(date(2020, 1, 1), REFERENCE_DAY)
