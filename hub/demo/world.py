"""The population while it is being made: its persons, households, houses, and the books they are drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hub.demo.homes import House, Household
from hub.demo.identifiers import NumberOffice
from hub.demo.names import NameBook
from hub.demo.people import Person
from hub.demo.places import Atlas

if TYPE_CHECKING:
    from datetime import date

    from hub.demo.chance import Dice
    from hub.demo.people import Culture, Sex
    from hub.demo.places import Village


@dataclass(slots=True)
class World:
    """Everybody and everything; `size` is the number of persons it will have."""

    dice: Dice
    size: int
    atlas: Atlas
    names: NameBook
    offices: NumberOffice
    persons: list[Person] = field(default_factory=list[Person])
    households: list[Household] = field(default_factory=list[Household])
    kindred: int = 0
    central: dict[str, House] = field(default_factory=dict[str, House])
    volunteers: dict[Village, str] = field(default_factory=dict["Village", str])
    """The phone of each village's health volunteer, which ends up on half the village's forms."""

    @staticmethod
    def empty(size: int, dice: Dice) -> World:
        """A world with land and books, and nobody in it."""
        return World(dice, size, Atlas(dice, persons=size), NameBook(dice), NumberOffice(dice))

    @property
    def room(self) -> bool:
        """Whether another person fits in."""
        return len(self.persons) < self.size

    def person(self, sex: Sex, born: date, culture: Culture) -> Person:
        """A new person, without name, number or home."""
        person = Person(f"p{len(self.persons) + 1:06d}", sex, born, culture, self.names.nickname(self.dice))
        person.kindred = self.kindred
        self.persons.append(person)
        return person

    def house(self, village: Village, *, shared: bool = False) -> House:
        """A new house in a village."""
        number = str(self.dice.randint(1, 260))
        if self.dice.chance(0.35):
            number += f"/{self.dice.randint(1, 12)}"
        return House(village, self.offices.house_code(village.office), number, shared)

    def household(self, house: House, since: date) -> Household:
        """A new household in a house."""
        household = Household(f"h{len(self.households) + 1:06d}")
        household.house.add(since, house)
        self.households.append(household)
        return household

    def central_register(self, village: Village) -> House:
        """The district's central register: the one address of everybody struck off a house register there."""
        if village.office not in self.central:
            self.central[village.office] = self.house(village, shared=True)
        return self.central[village.office]

    def volunteer_phone(self, village: Village) -> str:
        """The volunteer's number of a village."""
        if village not in self.volunteers:
            self.volunteers[village] = self.offices.mobile()
        return self.volunteers[village]
