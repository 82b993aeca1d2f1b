"""What resolution hands to the graph: golden persons, households, houses, families and kin, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN = "open"
"""The compartment of every source that is not sealed."""


@dataclass(frozen=True, slots=True)
class SourceTraits:
    """What resolution must know of a source: `open` or the name of its sealed compartment, and trust from 1 to 100."""

    compartment: str = OPEN
    trust: int = 50


@dataclass(frozen=True, slots=True)
class GoldenValue:
    """One attribute of a person: the value, the rule by which it won, and the records on either side.
    `value` is text, except `birth_year` (an int) and `former_names` (a tuple, latest first)."""

    value: str | int | tuple[str, ...]
    rule: str
    supports: tuple[str, ...]
    contradicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """The golden person. `values` is keyed by canonical field (and birth_year, birth_precision, former_names,
    province_code ...); `records` are the keys of every record that identifies the person, sealed ones included;
    values come from open records alone unless the whole person lives in a sealed compartment. `as_on_file` says that
    they are as they are written, and not repeated here."""

    id: str
    compartment: str
    values: Mapping[str, GoldenValue]
    records: tuple[str, ...]
    as_on_file: bool = False


@dataclass(frozen=True, slots=True)
class Retirement:
    """A person id no longer in use, and the ids it resolves to."""

    person_id: str
    became: tuple[str, ...]
    reason: Literal["merged", "split"]


@dataclass(frozen=True, slots=True)
class House:
    """A building. `code` is the 11-digit house code where one is known; `address` is keyed by canonical field.
    A building known to sealed records too is a second House of that compartment."""

    id: str
    code: str | None
    address: Mapping[str, str]
    compartment: str = OPEN


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's part in a household. `role` is the relationship to the head, `member` where no record says.
    `since` is the first day a record places the person there; `until`, on a past membership, the first day a
    later record places the person elsewhere. Both are ISO 8601 days, None where no record is dated. At most
    one membership of a person has `lives_here`."""

    person_id: str
    role: str
    since: str | None
    until: str | None
    lives_here: bool
    registered_here: bool
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """People living together, in one house. `house_id` and `address` are empty where no record says where; a
    household all of whose members have left keeps their past memberships."""

    id: str
    compartment: str
    house_id: str | None
    address: Mapping[str, str]
    members: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """`relation` says what `from_id` is to `to_id`: parent, child, spouse, sibling, grandparent, grandchild,
    guardian or ward. Both directions are stored, one relation a direction."""

    from_id: str
    to_id: str
    relation: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Persons of one compartment connected by blood or marriage; `household_ids` are where its members live."""

    id: str
    person_ids: tuple[str, ...]
    household_ids: tuple[str, ...]
    compartment: str = OPEN


@dataclass(frozen=True, slots=True)
class Resolution:
    """One whole result. `model` names the model version that decided."""

    model: str
    persons: tuple[Person, ...]
    retirements: tuple[Retirement, ...]
    houses: tuple[House, ...]
    households: tuple[Household, ...]
    families: tuple[Family, ...]
    kin: tuple[Kin, ...]

    @property
    def lives_in(self) -> dict[str, str]:
        """Person id -> id of the household they live in, for those who live anywhere known."""
        return {
            member.person_id: household.id
            for household in self.households
            for member in household.members
            if member.lives_here
        }
