"""Houses with their codes, and the households that live in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hub.demo.timeline import Timeline

if TYPE_CHECKING:
    from datetime import date

    from hub.demo.people import Person
    from hub.demo.places import Village


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """A building. A shelter, a dormitory or the central register gives its one code to strangers."""

    village: Village
    code: str
    building_number: str
    shared_by_strangers: bool = False


@dataclass(slots=True, eq=False)
class Household:
    """People living together; it keeps its id when the whole household moves house."""

    id: str
    house: Timeline[House] = field(default_factory=Timeline[House])
    head: Person | None = None
    poor: bool = False

    @property
    def building(self) -> House:
        """The house lived in now."""
        house = self.house.last
        if house is None:
            message = f"household {self.id} was given no house"
            raise LookupError(message)
        return house

    def house_on(self, day: date) -> House:
        """The house lived in on a day; the first one for days before it."""
        return self.house.on(day) or self.house.first or self.building

    @property
    def strangers(self) -> bool:
        """True where the people under this roof are no kin of each other."""
        return self.building.shared_by_strangers
