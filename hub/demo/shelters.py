"""Shelters and dormitories: many strangers under one house code."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hub.demo.civil_register import name_newcomer
from hub.demo.people import REFERENCE_DAY

if TYPE_CHECKING:
    from hub.demo.places import Village
    from hub.demo.world import World


def open_shelter(world: World, village: Village) -> None:
    """One building with 6 to 16 residents, each a household of one."""
    dice = world.dice
    house = world.house(village, shared=True)
    workers = dice.chance(0.4)
    for _ in range(dice.randint(6, 16)):
        if not world.room:
            return
        world.kindred += 1
        born = (
            dice.day_between(date(1945, 1, 1), date(2016, 1, 1))
            if not workers
            else dice.day_between(date(1970, 1, 1), date(2006, 1, 1))
        )
        culture = dice.choices(("thai", "highland", "migrant"), (5, 1, 4) if workers else (8, 2, 1))[0]
        person = world.person("male" if dice.chance(0.5) else "female", born, culture)
        name_newcomer(world, person, world.atlas.anywhere(dice))
        since = dice.day_between(max(date(2015, 1, 1), born + timedelta(days=400)), REFERENCE_DAY)
        before = world.household(world.house(world.atlas.anywhere(dice)), born)
        before.head = person
        person.household.add(born, before)
        person.registered.add(born, before.building)
        home = world.household(house, since)
        home.head = person
        person.household.add(since, home)
        if dice.chance(0.4):
            person.registered.add(since, house)
