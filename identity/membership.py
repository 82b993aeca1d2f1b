"""From dwellings to households: stable ids, and each person's part with role, days, living here and registered here."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from identity.canonical import keep_ids
from identity.house import address_of, houses_of
from identity.resolution import House, Household, Membership

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from identity.household import Dwelling, Evidence

NO_ROLE = "member"
"""The role of somebody whose relationship to the head no record states."""


class Homes:
    """The households and houses of one compartment."""

    def __init__(self, evidence: Evidence, since: Mapping[str, str] | None = None) -> None:
        """`since` is the day from which a human says that a person lives in another household than before."""
        self._since = since or {}
        self._columns = evidence.columns
        self._people = evidence.people
        self._places = evidence.places
        self._registered = {person: self._registered_place(rows) for person, rows in evidence.people.items()}

    def settle(
        self,
        dwellings: Sequence[Dwelling],
        *,
        compartment: str,
        previous: Mapping[str, str],
        taken: Container[str],
    ) -> tuple[tuple[Household, ...], tuple[House, ...]]:
        """Name the dwellings and enter their members. `previous` is record key -> household id now in force."""
        inhabited = {dwelling.place for dwelling in dwellings}
        rows_at: defaultdict[str, list[int]] = defaultdict(list)
        for rows in self._people.values():
            for row in rows:
                place = self._places.living[row]
                if place in inhabited and place is not None:
                    rows_at[place].append(row)
        houses = houses_of(self._columns, self._places, rows_at, compartment=compartment)
        ids = keep_ids(
            {str(number): self._keys(dwelling) for number, dwelling in enumerate(dwellings)},
            previous=previous,
            taken=taken,
            prefix="H",
        )
        registered = self._registered_without_living(dwellings)
        households = [
            self._household(dwelling, ids[str(number)], compartment, houses, registered.get(id(dwelling), ()))
            for number, dwelling in enumerate(dwellings)
        ]
        return tuple(sorted(households, key=lambda household: household.id)), tuple(houses.values())

    def _household(
        self,
        dwelling: Dwelling,
        household_id: str,
        compartment: str,
        houses: Mapping[str, House],
        registered: Sequence[str],
    ) -> Household:
        house = houses.get(dwelling.place or "")
        here = [
            row
            for rows in (*dwelling.residents.values(), *dwelling.leavers.values())
            for row in rows
            if self._places.living[row] == dwelling.place
        ]
        members = [self._resident(dwelling, person, rows) for person, rows in dwelling.residents.items()]
        members += [self._leaver(dwelling, person, rows) for person, rows in dwelling.leavers.items()]
        members += [self._registered_only(dwelling, person) for person in registered]
        return Household(
            id=household_id,
            compartment=compartment,
            house_id=house.id if house else None,
            address=address_of(self._columns, here) if dwelling.place else {},
            members=tuple(sorted(members, key=lambda member: member.person_id)),
        )

    def _resident(self, dwelling: Dwelling, person: str, rows: Sequence[int]) -> Membership:
        return Membership(
            person_id=person,
            role=self._role(rows),
            since=self._since.get(person) or min(self._days(rows), default=None),
            until=None,
            lives_here=True,
            registered_here=self._is_registered(person, dwelling),
            records=self._sorted_keys(rows),
        )

    def _leaver(self, dwelling: Dwelling, person: str, rows: Sequence[int]) -> Membership:
        last = max(self._days(rows), default=None)
        living = self._places.living
        elsewhere = [row for row in self._people[person] if living[row] not in (None, dwelling.place)]
        left = [day for day in self._days(elsewhere) if last is None or day > last]
        return Membership(
            person_id=person,
            role=self._role(rows),
            since=min(self._days(rows), default=None),
            until=self._since.get(person) or min(left, default=last),
            lives_here=False,
            registered_here=self._is_registered(person, dwelling),
            records=self._sorted_keys(rows),
        )

    def _registered_only(self, dwelling: Dwelling, person: str) -> Membership:
        rows = [row for row in self._people[person] if self._places.registered[row] == dwelling.place]
        return Membership(
            person_id=person,
            role=NO_ROLE,
            since=min(self._days(rows), default=None),
            until=None,
            lives_here=False,
            registered_here=True,
            records=self._sorted_keys(rows),
        )

    def _registered_without_living(self, dwellings: Sequence[Dwelling]) -> dict[int, list[str]]:
        """Persons in the register of a house they do not live in, by the one household that lives there."""
        households: defaultdict[str, list[Dwelling]] = defaultdict(list)
        for dwelling in dwellings:
            if dwelling.place is not None and dwelling.residents:
                households[dwelling.place].append(dwelling)
        absent: defaultdict[int, list[str]] = defaultdict(list)
        for person, place in self._registered.items():
            there = households.get(place or "", ())
            if len(there) == 1 and person not in there[0].residents and person not in there[0].leavers:
                absent[id(there[0])].append(person)
        return absent

    def _registered_place(self, rows: Sequence[int]) -> str | None:
        """Where the latest record that speaks of the house register puts the person."""
        named = [row for row in rows if self._places.registered[row] is not None]
        latest = max(named, key=lambda row: (self._day(row), self._columns.keys[row]), default=None)
        return None if latest is None else self._places.registered[latest]

    def _is_registered(self, person: str, dwelling: Dwelling) -> bool:
        return dwelling.place is not None and self._registered[person] == dwelling.place

    def _role(self, rows: Sequence[int]) -> str:
        """The latest relationship stated; what somebody is to a head goes before being an applicant somewhere."""
        relationships = self._columns["relationship"]
        stated = [
            (role != "applicant", self._day(row), self._columns.keys[row], role)
            for row in rows
            if (role := relationships[row])
        ]
        return max(stated)[-1] if stated else NO_ROLE

    def _day(self, row: int) -> str:
        return self._columns["recorded_on"][row] or ""

    def _days(self, rows: Sequence[int]) -> list[str]:
        return [day for row in rows if (day := self._day(row))]

    def _keys(self, dwelling: Dwelling) -> list[str]:
        """The records a household id rests on: those of the residents, else of those who left."""
        people = (dwelling.residents or dwelling.leavers).values()
        return [self._columns.keys[row] for rows in people for row in rows]

    def _sorted_keys(self, rows: Sequence[int]) -> tuple[str, ...]:
        return tuple(sorted(self._columns.keys[row] for row in rows))
