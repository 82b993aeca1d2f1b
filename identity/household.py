"""Who lives together: persons brought into dwellings by place, by the forms that name them together, and by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from identity.columns import Columns, columns_of
from identity.components import DisjointSets
from identity.forms import correct_places, find_forms
from identity.house import find_places
from identity.residence import find_homes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pyarrow as pa

    from identity.forms import Form
    from identity.house import Places

CROWD = 6
"""More persons than this at one place, on no form together, are a shelter, a dormitory or a register office: only a
family name in common brings them together."""


@dataclass(slots=True)
class Dwelling:
    """A household without its ids yet. `residents` live there now, `leavers` did once: person -> the rows saying so."""

    place: str | None
    residents: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    leavers: dict[str, list[int]] = field(default_factory=dict[str, list[int]])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What dwellings are made of: rows by person, the places as stated and after correction, the forms, and each
    person's home."""

    columns: Columns
    people: Mapping[str, Sequence[int]]
    stated: Places
    places: Places
    forms: Sequence[Form]
    homes: Mapping[str, str | None]

    def rows_at_home(self) -> frozenset[int]:
        """The rows that themselves state the place their person lives at."""
        return frozenset(
            row
            for person, rows in self.people.items()
            for row in rows
            if self.homes[person] is not None and self.stated.living[row] == self.homes[person]
        )


def gather_evidence(columns: Columns, people: Mapping[str, Sequence[int]]) -> Evidence:
    """Read places, forms and homes from the rows of these persons and of nobody else."""
    stated = find_places(columns, [row for rows in people.values() for row in rows])
    forms = find_forms(columns, people)
    places = correct_places(stated, forms, people)
    return Evidence(columns, people, stated, places, forms, find_homes(columns, people, places, forms))


def find_dwellings(evidence: Evidence, together: Sequence[Sequence[str]] | None = None) -> list[Dwelling]:
    """Bring persons into dwellings. A person is resident in one dwelling at most, and in none where no row names a
    place or a form shared with somebody. `together` says who lives together, where that is known already."""
    dwellings: list[Dwelling] = []
    resident_in: dict[str, Dwelling] = {}
    for persons in live_together(evidence).sets() if together is None else together:
        homes = Counter(home for person in persons if (home := evidence.homes[person]) is not None)
        if homes or len(persons) > 1:
            dwelling = Dwelling(min(homes, key=lambda home: (-homes[home], home), default=None))
            dwellings.append(dwelling)
            resident_in.update(dict.fromkeys(persons, dwelling))
    _settle(evidence, resident_in)
    return dwellings + _left_behind(evidence, dwellings, resident_in)


def households_of_records(table: pa.Table, clusters: Mapping[str, str]) -> dict[str, str]:
    """The household label of every record: that of the household its person (cluster) lives in now.

    Labels are the smallest record key in the household, so they depend on no order. A person of whom nothing
    says where or with whom they live is a household of one.
    """
    columns = columns_of(table)
    gathered: defaultdict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(columns.keys):
        gathered[clusters[key]].append(row)
    people = {min(columns.keys[row] for row in rows): rows for rows in gathered.values()}
    labels: dict[str, str] = {}
    for persons in live_together(gather_evidence(columns, people)).sets():
        keys = [columns.keys[row] for person in persons for row in people[person]]
        labels.update(dict.fromkeys(keys, min(keys)))
    return labels


def live_together(evidence: Evidence) -> DisjointSets:
    """The persons by who lives with whom, as far as places, forms and names say."""
    together = DisjointSets(evidence.people)
    latest = _latest_forms(evidence)
    neighbours: defaultdict[str, list[str]] = defaultdict(list)
    for person in sorted(evidence.homes):
        home = evidence.homes[person]
        if home is not None:
            neighbours[home].append(person)
    for persons in neighbours.values():
        _join_neighbours(together, persons, latest, evidence)
    _join_applicants(together, evidence)
    _join_the_placeless(together, evidence)
    return together


def _latest_forms(evidence: Evidence) -> dict[str, Form]:
    """The latest household form that puts each person where they live now."""
    latest: dict[str, Form] = {}
    for form in evidence.forms:
        for person, rows in form.persons.items() if form.heads else ():
            at_home = evidence.places.living[rows[0]] == evidence.homes[person]
            if at_home and (
                person not in latest or (latest[person].day, latest[person].id) < (form.day, form.id)
            ):
                latest[person] = form
    return latest


def _join_neighbours(
    together: DisjointSets, persons: Sequence[str], latest: Mapping[str, Form], evidence: Evidence
) -> None:
    """Part the people of one place into those who belong together.

    People on one household form belong together, and so do the people of two forms with somebody in common; two
    forms with nobody in common are two households in one house. Everybody else goes with the only household there,
    or with the one of their family name.
    """
    members: defaultdict[str, list[str]] = defaultdict(list)
    first_form_of: dict[str, str] = {}
    forms = {latest[person].id: latest[person] for person in persons if person in latest}
    same_household = DisjointSets(forms)
    for form in forms.values():
        for person in form.persons:
            same_household.join(form.id, first_form_of.setdefault(person, form.id))
    loners = [person for person in persons if person not in latest]
    for person in persons:
        if person in latest:
            members[same_household.find(latest[person].id)].append(person)
    for household in members.values():
        together.join_all(household)
    if len(members) <= 1 and len(loners) <= CROWD:
        together.join_all(persons)
    else:
        _join_namesakes(together, members.values(), loners, evidence)


def _join_namesakes(
    together: DisjointSets, households: Iterable[Sequence[str]], loners: Iterable[str], evidence: Evidence
) -> None:
    """Bring loners to the largest household of their family name, or else to each other."""
    bearers: dict[str, tuple[int, str]] = {}
    for household in households:
        for name in {name for person in household for name in _family_names(person, evidence)}:
            bearers[name] = max(bearers.get(name, (0, "")), (len(household), household[0]))
    for person in loners:
        names = _family_names(person, evidence)
        known = max((bearers[name] for name in names if name in bearers), default=None)
        if known is not None:
            together.join(person, known[1])
        else:
            bearers.update(dict.fromkeys(names, (1, person)))


def _family_names(person: str, evidence: Evidence) -> set[str]:
    sounds = evidence.columns["family_sound"]
    return {sound for row in evidence.people[person] if (sound := sounds[row])}


def _join_applicants(together: DisjointSets, evidence: Evidence) -> None:
    """An application names people who belong together, where they still live at the place it gives."""
    for form in evidence.forms:
        if not form.heads:
            together.join_all(
                person
                for person, rows in form.persons.items()
                if evidence.homes[person] is not None
                and evidence.homes[person] == evidence.places.living[rows[0]]
            )


def _join_the_placeless(together: DisjointSets, evidence: Evidence) -> None:
    """A person no record gives a place goes with most of the people of the latest form both are on."""
    homes = evidence.homes
    latest: dict[str, tuple[str, str]] = {}
    for form in evidence.forms:
        for person in form.persons:
            if homes[person] is None:
                latest[person] = max(latest.get(person, ("", "")), (form.day, form.id))
    for form in evidence.forms:
        placeless = [
            person for person in form.persons if homes[person] is None and latest[person][1] == form.id
        ]
        if placeless:
            at: defaultdict[str, list[str]] = defaultdict(list)
            for person in form.persons:
                if (home := homes[person]) is not None:
                    at[home].append(person)
            most = max(at.values(), key=lambda persons: (len(persons), min(persons)), default=[])
            together.join_all([*most, *placeless])


def _settle(evidence: Evidence, resident_in: Mapping[str, Dwelling]) -> None:
    """Give each dwelling the rows of its residents, except those that place the person elsewhere."""
    for person, dwelling in resident_in.items():
        here = {evidence.homes[person], dwelling.place, None}
        rows = [row for row in evidence.people[person] if evidence.places.living[row] in here]
        # Whom only a human's word puts there has no row that says so.
        dwelling.residents[person] = rows or list(evidence.people[person])


def _left_behind(
    evidence: Evidence, dwellings: Sequence[Dwelling], resident_in: Mapping[str, Dwelling]
) -> list[Dwelling]:
    """Enter every earlier stay: as a past membership of the household that lives there now, or of the household
    that has moved from there; a place whose people have scattered becomes a dwelling of the past."""
    inhabited: defaultdict[str, list[Dwelling]] = defaultdict(list)
    for dwelling in dwellings:
        if dwelling.place is not None:
            inhabited[dwelling.place].append(dwelling)
    past: list[Dwelling] = []
    for place, stays in sorted(_stays_elsewhere(evidence, resident_in).items()):
        moved = _moved_as_a_whole(stays, resident_in)
        if place in inhabited:
            _enter_leavers(evidence, inhabited[place], stays)
        elif moved is None:
            past.append(Dwelling(place, leavers=stays))
        else:
            for person, rows in stays.items():
                if resident_in[person] is moved:
                    moved.residents[person].extend(rows)
                else:
                    moved.leavers[person] = [*moved.leavers.get(person, ()), *rows]
    return past


def _moved_as_a_whole(stays: Collection[str], resident_in: Mapping[str, Dwelling]) -> Dwelling | None:
    """The dwelling more than half of these persons live in now: it is the same household in another house."""
    now = {id(resident_in[person]): resident_in[person] for person in stays}
    counts = Counter(id(resident_in[person]) for person in stays)
    ((most, count),) = counts.most_common(1)
    return now[most] if count * 2 > counts.total() else None


def _stays_elsewhere(
    evidence: Evidence, resident_in: Mapping[str, Dwelling]
) -> dict[str, dict[str, list[int]]]:
    """Rows that place persons neither at home nor in their dwelling: place -> person -> rows."""
    stays: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    for person, dwelling in resident_in.items():
        for row in evidence.people[person]:
            place = evidence.places.living[row]
            if place is not None and place not in (evidence.homes[person], dwelling.place):
                stays[place].setdefault(person, []).append(row)
    return stays


def _enter_leavers(evidence: Evidence, there: Sequence[Dwelling], stays: Mapping[str, list[int]]) -> None:
    """Enter those who moved out with the one household of the place, or the one that shares a form with them."""
    ids = evidence.columns["household_id"]
    of_form: dict[str | None, Dwelling] = {}
    for dwelling in there:
        for rows in dwelling.residents.values():
            of_form.update({ids[row]: dwelling for row in rows if ids[row]})
    for person, rows in stays.items():
        known = [of_form[ids[row]] for row in rows if ids[row] in of_form]
        for dwelling in there if len(there) == 1 else known[:1]:
            dwelling.leavers[person] = rows
