"""What is known to regroup some persons: themselves whole, their neighbours whole, and what is said beside."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.golden import ACTIVE
from graph.lodgings import lodging_of
from graph.marks import mark_properties
from graph.naming import property_name
from graph.pins import pin_of
from graph.records import as_sent
from graph.regroup.ties import Ties
from graph.standard import from_text, standard_rows
from graph.versions import CurrentVersion
from identity.survivorship import ADDRESS
from identity.worlds import OnFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from graph.driver import Row, Transaction
    from graph.standard import Standard
    from identity.lodging import Lodging
    from identity.pins import Pin

_ADDRESS = {part: property_name(part) for part in ADDRESS}


@dataclass(frozen=True, slots=True)
class Stated:
    """One current record. `person` is whom it identifies, through the version `held`, whose identification was last
    written as `digest`; all three are None for a newcomer. `since` is when it began, if `latest` of the region does not
    cover that, and `marks` are those of both versions, told of those regrouped alone."""

    key: str
    version: CurrentVersion
    row: Standard
    person: str | None
    held: str | None
    digest: str | None
    marks: frozenset[tuple[str, str]] = frozenset()
    since: datetime | None = None
    pins: tuple[Pin, ...] = ()


@dataclass(slots=True)
class Region:
    """`own` and `near` are record key -> record; `golden` person id -> properties of its node, of neighbours only
    `id`, `status`, `compartment`, `digest`, `birthYear` and the address. `beside` is person id -> rows. `crowded` says
    that more live here than were looked at. `lodgings` are those that name any record here, by id. `free` are
    ids that were looked up and never given out."""

    own: dict[str, Stated] = field(default_factory=dict[str, Stated])
    near: dict[str, Stated] = field(default_factory=dict[str, Stated])
    golden: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    beside: dict[str, list[Standard]] = field(default_factory=dict[str, "list[Standard]"])
    lodgings: dict[str, Lodging] = field(default_factory=dict[str, "Lodging"])
    ties: Ties = field(default_factory=Ties)
    free: set[str] = field(default_factory=set[str])
    crowded: bool = False
    latest: datetime | None = None
    """When one of these persons was last changed, or identified by a record that whoever is placed sees, where it is not
    told of each."""

    @property
    def all(self) -> dict[str, Stated]:
        """Every record of a whole person."""
        return {**self.own, **self.near}

    def on_file(self) -> dict[str, OnFile]:
        """What is written of those neighbours whose records are all as they were when it was written."""
        stirred = {one.person for one in self.near.values() if one.pins or one.held != one.version.id}
        settled = {one.person for one in self.near.values()} - stirred - {None}
        return {
            person: OnFile(
                {part: value for part, name in _ADDRESS.items() if (value := self.golden[person].get(name))},
                self.golden[person].get("birthYear"),
            )
            for person in settled
            if person is not None and self.golden[person]["status"] == ACTIVE
        }

    @property
    def memberships(self) -> list[Row]:
        """Who has or had a part in the households of everybody here."""
        return self.ties.memberships


def region_of(
    rows: Iterable[Row],
    golden: Mapping[str, dict[str, Any]],
    newcomer: Stated,
    *,
    latest: datetime | None,
) -> Region:
    """The region of whole persons that were read already, rows as `lock_persons` returns them and person id ->
    properties, and of a record whose version is yet to be written. `latest` is when one of them was last changed."""
    region = Region(latest=latest)
    region.own = _take_in(({**row, "golden": golden[row["person"]]} for row in rows), region)
    held = region.own.get(newcomer.key)
    region.own[newcomer.key] = newcomer if held is None else _renewed(held, newcomer)
    return region


def _renewed(held: Stated, newcomer: Stated) -> Stated:
    """A record as it will be: still identifying by its last version, and with the marks of both."""
    return replace(held, version=newcomer.version, row=newcomer.row, marks=held.marks | newcomer.marks)


def read_own(tx: Transaction, keys: Collection[str]) -> Region:
    """The records of these keys and of everybody they identify."""
    region = Region()
    [found] = tx.run("read_whole_persons", keys=sorted(keys))
    region.own = _take_in(found["rows"], region)
    return region


def read_whole(
    tx: Transaction, region: Region, keys: Sequence[str], *, compartment: str
) -> dict[str, Stated]:
    """The records of these keys and of everybody they identify, of persons of one compartment, golden values and
    lodgings added to the region."""
    [found] = tx.run("read_whole_persons", keys=keys)
    rows = [
        row
        for row in found["rows"]
        if row["golden"] is not None and row["golden"]["compartment"] == compartment
    ]
    return _take_in(rows, region)


def _take_in(rows: Iterable[Row], region: Region) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for row in rows:
        standard = standard_of(row["standard"], row["sent"])
        marks = set(_marks(row["marks"]) or mark_properties(standard).items())
        marks.update(_marks(row["heldMarks"] or {}))
        found[row["key"]] = Stated(
            key=row["key"],
            version=CurrentVersion(row["id"], row["agency"], row["compartment"]),
            row=standard,
            marks=frozenset(marks),
            person=row["person"],
            held=row["held"],
            digest=row["heldDigest"],
            since=row.get("since"),
            pins=tuple(pin_of(pin) for pin in row["pins"]),
        )
        region.lodgings |= {one["id"]: lodging_of(one) for one in row["lodgings"]}
        if row["person"] is not None:
            region.golden[row["person"]] = row["golden"]
    return found


def _marks(properties: Mapping[str, str | None]) -> list[tuple[str, str]]:
    return [(name, mark) for name, mark in properties.items() if mark is not None]


def standard_of(standard: str | None, sent: Sequence[Any] | None) -> Standard:
    """The standardised row, made from what was sent, [all properties, locale], where a record is older than the
    keeping of such rows."""
    if standard is not None:
        return from_text(standard)
    properties, locale = sent or ({}, None)
    return standard_rows([as_sent(properties)], locale=locale or "th")[0]
