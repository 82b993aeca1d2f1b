"""What the civil register gives at birth or arrival: a name, and a number or none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hub.demo.identifiers import category_at_birth
from hub.demo.people import REFERENCE_DAY, Name

if TYPE_CHECKING:
    from hub.demo.people import Person
    from hub.demo.places import Village
    from hub.demo.world import World

WITHOUT_NUMBER = {
    "thai": 0.008,
    "chinese": 0.01,
    "malay": 0.02,
    "hmong": 0.06,
    "highland": 0.12,
    "migrant": 0.45,
}
"""Never registered, or registered abroad."""
WITHOUT_STATUS = {
    "thai": 0.012,
    "chinese": 0.03,
    "malay": 0.02,
    "hmong": 0.35,
    "highland": 0.5,
    "migrant": 1.0,
}
"""Of those with a number: it begins with 0, 6 or 7, or is a school's G-code."""
STATUS_GRANTED = 0.6
"""Of those without civil status: later given a number of another category. Migrants never."""


def name_newcomer(world: World, person: Person, village: Village) -> None:
    """Name and number of somebody whose parents are not part of the population."""
    dice = world.dice
    given = world.names.given(person.sex, person.culture, year=person.born.year, dice=dice)
    person.name.add(person.born, Name(given, world.names.family(person.culture, dice)))
    # One in four was born somewhere else than the village they are met in.
    office = village.office if dice.chance(0.75) else world.atlas.anywhere(dice).office
    register_birth(world, person, office)


def name_child(world: World, child: Person, like: Person | None) -> None:
    """A child takes the father's family name, or the mother's; nobody near it bears its given name."""
    parents = [parent for parent in (child.mother, child.father) if parent is not None]
    taken = {
        name.given for parent in parents for each in (parent, *parent.children) for _, name in each.name.spans
    }
    model = like.name_on(child.born).given if like is not None and like.sex == child.sex else ""
    given = ""
    for attempt in range(20):
        like_whom = model if attempt < 8 else ""
        given = world.names.given(
            child.sex, child.culture, year=child.born.year, dice=world.dice, like=like_whom
        )
        if given not in taken:
            break
    heir_of = child.mother if child.father is None or world.dice.chance(0.08) else child.father
    family = heir_of.name_on(child.born).family if heir_of is not None else ""
    child.name.add(child.born, Name(given, family))


def register_birth(world: World, person: Person, office: str) -> None:
    """Give the person a number, none, or first one and years later another."""
    dice = world.dice
    if dice.chance(WITHOUT_NUMBER[person.culture]):
        return
    if dice.chance(WITHOUT_STATUS[person.culture]):
        _register_without_status(world, person, office)
        return
    category = category_at_birth(person.born, dice)
    person.number.add(
        person.born, world.offices.citizen_id(category, office, beside=_page(person, category, office))
    )


def _register_without_status(world: World, person: Person, office: str) -> None:
    dice = world.dice
    grown = max(date(2005, 1, 1), person.born + timedelta(days=6 * 365))
    if person.born.year >= 2006 and dice.chance(0.5):
        first = world.offices.g_code(office)
    else:
        first = world.offices.citizen_id("0" if person.culture == "migrant" else dice.choice("00667"), office)
    person.number.add(person.born, first)
    if person.culture != "migrant" and grown < REFERENCE_DAY and dice.chance(STATUS_GRANTED):
        # Late enough that registers made before the change still carry the old number.
        granted = dice.day_between(max(grown, date(2018, 1, 1)), REFERENCE_DAY)
        person.number.add(granted, world.offices.citizen_id(dice.choice("88852"), office))


def _page(person: Person, category: str, office: str) -> str | None:
    """The number on whose page this one is written: a twin's, or for category 3 a parent's."""
    relatives = [person.mother, person.father]
    relatives = [
        child for parent in relatives if parent for child in parent.children if child.born == person.born
    ] + relatives
    for relative in relatives:
        number = relative.number.first if relative is not None and relative is not person else None
        same_day = relative is not None and relative.born == person.born
        if number and number[:5] == category + office and (same_day or category == "3"):
            return number
    return None
