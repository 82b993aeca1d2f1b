"""Families: founders, their children and children's children, who marries whom and who lives with whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hub.demo.civil_register import name_child, name_newcomer, register_birth
from hub.demo.life_events import after_wedding
from hub.demo.people import REFERENCE_DAY, Person, marry

if TYPE_CHECKING:
    from hub.demo.homes import Household
    from hub.demo.people import Culture, Sex
    from hub.demo.places import Village
    from hub.demo.world import World

OLD_FOUNDERS = 0.62
"""Share of families that begin with a couple of 58 to 90 years; the others begin with one of 25 to 52."""
TWIN_BIRTHS = 0.022
"""Somewhat above nature's one in ninety, so that a small population has some."""
STAYS_WITH_PARENTS = 0.5
LEAVES_FOR_WORK = 0.22
"""Of the grown-up children who do not marry."""
SKIPPED_GENERATION = 0.16
"""Children left with their grandparents while the parents work elsewhere."""


def found_family(world: World, village: Village, culture: Culture) -> None:
    """One founding couple and all who descend from them, as long as the population has room."""
    dice = world.dice
    world.kindred += 1
    old = dice.chance(OLD_FOUNDERS)
    born = date(
        dice.randint(1936, 1968) if old else dice.randint(1974, 2001),
        dice.randint(1, 12),
        dice.randint(1, 28),
    )
    man = world.person("male", born, culture)
    name_newcomer(world, man, village)
    home = world.household(world.house(village), born + timedelta(days=20 * 365))
    man.registered.add(born, home.building)
    man.household.add(born, home)
    home.head = man
    if not world.room:
        return
    woman = _wife_or_husband(world, man, village)
    woman.household.add(woman.born, home)
    _wed(world, man, woman)
    _bear_children(world, man, woman, home)


def _bear_children(world: World, father: Person, mother: Person, home: Household) -> None:
    dice = world.dice
    wanted = dice.choices((0, 1, 2, 3, 4), (14, 30, 33, 16, 7))[0]
    day = max(mother.born, father.born) + timedelta(days=int(365.25 * dice.uniform(18.5, 31)))
    elder: Person | None = None
    while wanted > 0 and world.room and day < REFERENCE_DAY - timedelta(days=40):
        child = _birth(world, father, mother, home, day, elder)
        wanted -= 1
        if world.room and dice.chance(TWIN_BIRTHS):
            twin = _birth(world, father, mother, home, day, child, twin_of=child)
            child.twin, twin.twin = twin, child
        elder = child
        day += timedelta(days=int(365.25 * dice.uniform(1.3, 5.5)))
        if (day - mother.born).days > 365.25 * 43:
            break
    for child in list(mother.children):
        _grow_up(world, child, home)


def _birth(
    world: World,
    father: Person,
    mother: Person,
    home: Household,
    day: date,
    elder: Person | None,
    *,
    twin_of: Person | None = None,
) -> Person:
    dice = world.dice
    sex: Sex = "male" if dice.chance(0.512) else "female"
    if twin_of is not None and dice.chance(0.66):
        sex = twin_of.sex
    child = world.person(sex, day, mother.culture if dice.chance(0.3) else father.culture)
    child.mother, child.father = mother, father
    mother.children.append(child)
    father.children.append(child)
    like = elder if twin_of is not None or (elder is not None and dice.chance(0.25)) else None
    name_child(world, child, like)
    house = mother.registered.on(day) or home.building
    child.registered.add(day, house)
    register_birth(world, child, house.village.office)
    child.household.add(day, home)
    return child


def _grow_up(world: World, child: Person, home: Household) -> None:
    """What becomes of a child: stays, goes to the grandparents, marries, leaves for work."""
    dice = world.dice
    age = child.age_on(REFERENCE_DAY)
    if age < 18:
        return
    if age >= 20 and world.room and dice.chance(min(0.85, 0.3 + 0.03 * (age - 20))):
        _marry_off(world, child, home)
    elif dice.chance(LEAVES_FOR_WORK):
        _leave_for_work(world, child, home)


def _marry_off(world: World, child: Person, parents_home: Household) -> None:
    dice = world.dice
    village = parents_home.building.village
    spouse = _wife_or_husband(world, child, world.atlas.near(village, dice))
    wedding = _wedding_day(world, child, spouse)
    husband, wife = (child, spouse) if child.sex == "male" else (spouse, child)
    if dice.chance(STAYS_WITH_PARENTS):
        home = parents_home
    else:
        house = world.house(world.atlas.near(village, dice))
        home = world.household(house, wedding)
        home.head = husband
        _move(world, child, home, wedding)
    spouse.household.add(wedding, home)
    if dice.chance(0.55):
        spouse.registered.add(wedding, home.building)
    _wed(world, husband, wife, wedding)
    _bear_children(world, husband, wife, home)
    if home is not parents_home:
        _leave_children_with(world, wife, parents_home)


def _leave_children_with(world: World, mother: Person, grandparents: Household) -> None:
    if not world.dice.chance(SKIPPED_GENERATION):
        return
    for child in mother.children:
        left = child.born + timedelta(days=world.dice.randint(200, 2200))
        if child.age_on(REFERENCE_DAY) < 18 and left < REFERENCE_DAY:
            child.household.add(left, grandparents)


def _leave_for_work(world: World, person: Person, home: Household) -> None:
    dice = world.dice
    left = dice.day_between(person.born + timedelta(days=18 * 365), REFERENCE_DAY)
    alone = world.household(world.house(world.atlas.near(home.building.village, dice)), left)
    alone.head = person
    _move(world, person, alone, left)


def _move(world: World, person: Person, home: Household, day: date) -> None:
    """Live elsewhere; the house register follows only half the time."""
    person.household.add(day, home)
    if world.dice.chance(0.5):
        person.registered.add(day, home.building)


def _wife_or_husband(world: World, person: Person, village: Village) -> Person:
    """Somebody from another family, whose own kin are outside the population."""
    dice = world.dice
    sex: Sex = "female" if person.sex == "male" else "male"
    years = dice.gauss(-3 if sex == "female" else 3, 3.5)
    born = person.born - timedelta(days=int(365.25 * years))
    born = min(born, REFERENCE_DAY - timedelta(days=int(365.25 * 18.2)))
    spouse = world.person(sex, born, person.culture if dice.chance(0.85) else "thai")
    name_newcomer(world, spouse, village)
    spouse.registered.add(born, world.house(village))
    return spouse


def _wedding_day(world: World, one: Person, other: Person) -> date:
    grown = max(one.born, other.born) + timedelta(days=18 * 365 + 200)
    return min(REFERENCE_DAY, world.dice.day_between(grown, grown + timedelta(days=11 * 365)))


def _wed(world: World, husband: Person, wife: Person, day: date | None = None) -> None:
    marry(husband, wife)
    after_wedding(world, husband, wife, day or _wedding_day(world, husband, wife))
