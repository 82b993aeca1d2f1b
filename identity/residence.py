"""Where a person lives now, from everything said about it over the years."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from identity.columns import Columns
    from identity.forms import Form
    from identity.house import Places


@dataclass(slots=True)
class Residence:
    """What is held to be the person's home while the statements are heard in order of their days.

    `statements` counts those for the present home, `seen` is true once a household form put the person there.
    """

    home: str | None = None
    before: str | None = None
    statements: int = 0
    seen: bool = False
    known: set[str] = field(default_factory=set[str])

    def hear(self, place: str, places: Places, *, on_household_form: bool) -> None:
        """Take in one statement.

        A household form is believed. Against another paper stands: the present home has only been stated once
        and the one before it is stated again (the present one was the mistake); the place was known earlier (an
        address copied from an old paper); it is one letter off the present home.
        """
        if self.home is None or place == self.home:
            self.home = place
            self.statements += 1
            self.seen = self.seen or on_household_form
        elif on_household_form or not self._doubts(place, places):
            back = place == self.before and not on_household_form
            self.home, self.before, self.seen = place, self.home, on_household_form
            self.statements = 2 if back else 1
        self.known.add(place)

    def _doubts(self, place: str, places: Places) -> bool:
        if place == self.before and self.statements == 1 and not self.seen:
            return False
        return place in self.known or (self.home is not None and places.is_slip(place, self.home))


def find_homes(
    columns: Columns, people: Mapping[str, Sequence[int]], places: Places, forms: Iterable[Form]
) -> dict[str, str | None]:
    """The place each person (id -> rows) lives at now: that of the house register where nothing else is stated,
    None where no record names a place."""
    asked_at_home = {row for form in forms if form.heads for rows in form.persons.values() for row in rows}
    recorded, keys = columns["recorded_on"], columns.keys
    homes: dict[str, str | None] = {}
    for person, rows in people.items():
        in_order = sorted(rows, key=lambda row: (recorded[row] or "", keys[row]))
        registered = [place for row in in_order if (place := places.registered[row]) is not None]
        residence = Residence(known=set(registered))
        for row in in_order:
            place = places.living[row]
            if place is not None:
                residence.hear(place, places, on_household_form=row in asked_at_home)
        homes[person] = residence.home or (registered[-1] if registered else None)
    return homes
