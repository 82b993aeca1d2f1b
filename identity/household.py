"""Who lives together: persons brought into dwellings by place, by the forms that name them together, and by moving together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from identity.columns import Columns, columns_of
from identity.components import DisjointSets
from identity.house import find_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from identity.house import Places

CROWD = 12
"""More persons than this at one place are a shelter, a dormitory or a register office: the place alone does not
make them a household; a form that names them together does."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A person's time at one place: the first and last day recorded (empty: undated), and the rows that say so."""

    first: str
    last: str
    rows: tuple[int, ...]


@dataclass(slots=True)
class Dwelling:
    """A household without its ids yet. `residents` live there now, `leavers` did once: person -> the rows saying so."""

    place: str | None
    residents: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    leavers: dict[str, list[int]] = field(default_factory=dict[str, list[int]])


Stays = dict[str, dict[str, Stay]]
"""person -> place -> stay"""


def find_dwellings(columns: Columns, people: Mapping[str, Sequence[int]], places: Places) -> list[Dwelling]:
    """Bring persons (id -> their rows) into dwellings. A person is resident in one dwelling at most, and in none
    where no row names a place or a form shared with somebody."""
    stays: Stays = {person: _stays(columns, rows, places) for person, rows in people.items()}
    homes = _homes(stays)
    forms = _forms(columns, people)
    together = _live_together(homes, forms, people)
    return _dwellings(people, places, homes, together, stays)


def households_of_records(table: pa.Table, clusters: Mapping[str, str]) -> dict[str, str]:
    """The household label of every record: that of the household its person lives in now.

    Labels are the smallest record key in the household, so they depend on no order. A person of whom nothing
    says where or with whom they live is a household of one.
    """
    columns = columns_of(table)
    people: defaultdict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(columns.keys):
        people[clusters[key]].append(row)
    labels: dict[str, str] = {}
    for dwelling in find_dwellings(columns, people, find_places(columns, range(len(columns)))):
        keys = [columns.keys[row] for person in dwelling.residents for row in people[person]]
        labels.update(dict.fromkeys(keys, min(keys, default="")))
    for rows in people.values():
        keys = [columns.keys[row] for row in rows]
        for key in keys:
            labels.setdefault(key, min(keys))
    return labels


def _stays(columns: Columns, rows: Sequence[int], places: Places) -> dict[str, Stay]:
    at: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        place = places.living[row]
        if place is not None:
            at[place].append(row)
    recorded = columns["recorded_on"]
    stays: dict[str, Stay] = {}
    for place, there in at.items():
        days = [day for row in there if (day := recorded[row])]
        stays[place] = Stay(min(days, default=""), max(days, default=""), tuple(there))
    return stays


def _homes(stays: Stays) -> dict[str, str | None]:
    """Where each person lives now: the latest place that more than one statement speaks for.

    An address only one record of one person states may be a slip of the pen, so a place that others or further
    records confirm goes before it.
    """
    company = Counter(place for at in stays.values() for place in at)

    def confidence(place: str, stay: Stay) -> tuple[bool, str, int, str]:
        return (company[place] > 1 or len(stay.rows) > 1, stay.last, len(stay.rows), place)

    return {
        person: max(at, key=lambda place: confidence(place, at[place])) if at else None
        for person, at in stays.items()
    }


def _forms(columns: Columns, people: Mapping[str, Sequence[int]]) -> dict[str, dict[str, str]]:
    """Which persons a source names under one household or application id, each with the latest day: id -> person -> day."""
    forms: defaultdict[str, dict[str, str]] = defaultdict(dict)
    ids, recorded = columns["household_id"], columns["recorded_on"]
    for person, rows in people.items():
        for row in rows:
            form = ids[row]
            if form:
                forms[form][person] = max(forms[form].get(person, ""), recorded[row] or "")
    return {form: persons for form, persons in forms.items() if len(persons) > 1}


def _live_together(
    homes: Mapping[str, str | None], forms: Mapping[str, Mapping[str, str]], people: Iterable[str]
) -> DisjointSets:
    together = DisjointSets(people)
    at: defaultdict[str, list[str]] = defaultdict(list)
    for person, home in homes.items():
        if home is not None:
            at[home].append(person)
    for persons in at.values():
        if len(persons) <= CROWD:
            together.join_all(persons)
    latest: dict[str, tuple[str, str]] = {}
    for form, persons in forms.items():
        for person, day in persons.items():
            if homes[person] is None:
                latest[person] = max(latest.get(person, ("", "")), (day, form))
    for form, persons in forms.items():
        by_home: defaultdict[str | None, list[str]] = defaultdict(list)
        for person in persons:
            by_home[homes[person]].append(person)
        placeless = [person for person in by_home.pop(None, []) if latest[person][1] == form]
        for others in by_home.values():
            together.join_all(others)
        most = max(by_home.values(), key=lambda others: (len(others), min(others)), default=[])
        together.join_all([*most, *placeless])
    return together


def _dwellings(
    people: Mapping[str, Sequence[int]],
    places: Places,
    homes: Mapping[str, str | None],
    together: DisjointSets,
    stays: Stays,
) -> list[Dwelling]:
    dwellings: list[Dwelling] = []
    resident_in: dict[str, Dwelling] = {}
    for persons in together.sets():
        homes_here = Counter(home for person in persons if (home := homes[person]) is not None)
        if not homes_here and len(persons) == 1:
            continue
        place = min(homes_here, key=lambda home: (-homes_here[home], home), default=None)
        dwelling = Dwelling(place)
        dwellings.append(dwelling)
        resident_in.update(dict.fromkeys(persons, dwelling))
    by_place: defaultdict[str, list[Dwelling]] = defaultdict(list)
    for dwelling in dwellings:
        if dwelling.place is not None:
            by_place[dwelling.place].append(dwelling)
    _settle(people, places, homes, resident_in)
    dwellings += _left_behind(stays, homes, resident_in, by_place)
    return dwellings


def _settle(
    people: Mapping[str, Sequence[int]],
    places: Places,
    homes: Mapping[str, str | None],
    resident_in: Mapping[str, Dwelling],
) -> None:
    """Give each dwelling the rows of its residents, except those that place the person elsewhere."""
    for person, dwelling in resident_in.items():
        home = {homes[person], dwelling.place, None}
        dwelling.residents[person] = [row for row in people[person] if places.living[row] in home]


def _left_behind(
    stays: Stays,
    homes: Mapping[str, str | None],
    resident_in: Mapping[str, Dwelling],
    by_place: Mapping[str, Sequence[Dwelling]],
) -> list[Dwelling]:
    """Enter every earlier stay as a past membership; a place all have left becomes a dwelling of the past.

    Where everybody once recorded at a place lives in one dwelling now, that household has moved as a whole: the
    stay is part of the same residence. A place only one person was ever recorded at may be a slip: no dwelling.
    """
    once: defaultdict[str, list[str]] = defaultdict(list)
    for person, at in stays.items():
        for place in at:
            if place not in (homes[person], resident_in[person].place):
                once[place].append(person)
    past: list[Dwelling] = []
    for place, persons in sorted(once.items()):
        now = {id(resident_in[person]): resident_in[person] for person in persons}
        there = by_place.get(place, ())
        if not there and len(now) == 1:
            (dwelling,) = now.values()
            for person in persons:
                dwelling.residents[person].extend(stays[person][place].rows)
            continue
        if there:
            dwelling = there[0]
        else:
            dwelling = Dwelling(place)
            past.append(dwelling)
        for person in persons:
            dwelling.leavers[person] = list(stays[person][place].rows)
    return past
