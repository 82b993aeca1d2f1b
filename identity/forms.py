"""What a source says of people together: its household or application numbers, with day, head and place."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from identity.columns import Columns
    from identity.house import Places


LARGEST_FORM = 30
"""More persons than this under one number are an institution's roll, or a number put in where none was known."""


@dataclass(frozen=True, slots=True)
class Form:
    """One source household or application id. `heads` are those it calls head of the household: a form without a
    head is an application, which names people together but does not claim to name the whole household."""

    id: str
    source: str
    day: str
    persons: Mapping[str, tuple[int, ...]]
    heads: frozenset[str]


def find_forms(columns: Columns, people: Mapping[str, Sequence[int]]) -> list[Form]:
    """Every form these persons (id -> rows) stand on, in order of id."""
    ids, relationships, recorded = columns["household_id"], columns["relationship"], columns["recorded_on"]
    named: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for person, rows in people.items():
        for row in rows:
            form = ids[row]
            if form:
                named[form][person].append(row)
    return [
        Form(
            id=form,
            source=form.partition(":")[0],
            day=max(recorded[row] or "" for rows in named[form].values() for row in rows),
            persons={person: tuple(rows) for person, rows in named[form].items()},
            heads=frozenset(
                person
                for person, rows in named[form].items()
                if any(relationships[row] == "head" for row in rows)
            ),
        )
        for form in sorted(named)
        if len(named[form]) <= LARGEST_FORM
    ]


def correct_places(places: Places, forms: Sequence[Form], people: Mapping[str, Sequence[int]]) -> Places:
    """Take the people of each form to live at the place most of them state.

    People on one form were asked at one door; one who stands there with another house number was misread, or gave
    the address of an old paper. Of equally many, the place more persons in all are recorded at.
    """
    living = list(places.living)
    company = Counter(place for rows in people.values() for place in {living[row] for row in rows} if place)
    for form in forms:
        stated = Counter(
            place for rows in form.persons.values() for place in {places.living[row] for row in rows} if place
        )
        door = min(stated, key=lambda place: (-stated[place], -company[place], place), default=None)
        for rows in form.persons.values():
            for row in rows:
                living[row] = door
    return replace(places, living=living)
