"""A person of the population, with everything that changed in that life kept by date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from hub.demo.timeline import Timeline

if TYPE_CHECKING:
    from hub.demo.homes import House, Household

REFERENCE_DAY = date(2026, 9, 30)
"""The day on which the registers were copied out: the end of the fiscal year."""

Sex = Literal["male", "female"]
Culture = Literal["thai", "chinese", "malay", "hmong", "highland", "migrant"]


@dataclass(frozen=True, slots=True)
class Name:
    """A given and a family name; no family name is normal for some people."""

    given: str
    family: str = ""


@dataclass(slots=True, eq=False)
class Person:
    """One human being. Kin are held as references, both ways."""

    id: str
    sex: Sex
    born: date
    culture: Culture
    nickname: str
    died: date | None = None
    name: Timeline[Name] = field(default_factory=Timeline[Name])
    title: Timeline[str] = field(default_factory=Timeline[str])
    number: Timeline[str] = field(default_factory=Timeline[str])
    household: Timeline[Household] = field(default_factory=Timeline["Household"])
    registered: Timeline[House] = field(default_factory=Timeline["House"])
    phone: Timeline[str] = field(default_factory=Timeline[str])
    mother: Person | None = None
    father: Person | None = None
    spouse: Person | None = None
    children: list[Person] = field(default_factory=list["Person"])
    twin: Person | None = None
    disability: str = ""
    kindred: int = 0
    """The founding couple the person descends from or married into; strangers have different ones."""

    def age_on(self, day: date) -> int:
        """Completed years of life."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def alive_on(self, day: date) -> bool:
        """Born, and not yet dead."""
        return self.born <= day and (self.died is None or day < self.died)

    def title_on(self, day: date) -> str:
        """The title the civil register gives: by age and sex, unless rank, robe or marriage gave another."""
        if (special := self.title.on(day)) is not None and special:
            return special
        if self.age_on(day) < 15:
            return "เด็กชาย" if self.sex == "male" else "เด็กหญิง"
        return "นาย" if self.sex == "male" else "นางสาว"

    def name_on(self, day: date) -> Name:
        """The full name in force on a day."""
        name = self.name.on(day) or self.name.first
        return name if name is not None else Name("")

    @property
    def stateless(self) -> bool:
        """Whether the person ever held a number of somebody without civil status or residence, or a G-code."""
        return any(number[0] in "067G" for _, number in self.number.spans)


def marry(one: Person, other: Person) -> None:
    """Make two persons each other's spouse."""
    one.spouse, other.spouse = other, one


def parents_of(person: Person) -> list[Person]:
    """The known parents."""
    return [parent for parent in (person.mother, person.father) if parent is not None]


def siblings_of(person: Person) -> list[Person]:
    """Everybody with a parent in common, in order of birth of the mother's children first."""
    found: list[Person] = []
    for parent in parents_of(person):
        found += [child for child in parent.children if child is not person and child not in found]
    return found
