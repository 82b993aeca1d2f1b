"""What must be read to regroup some persons: themselves whole, their neighbours whole, and what is said beside."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.golden import ACTIVE
from graph.lodgings import lodging_of
from graph.marks import CODES, DOORS, FORM, mark_properties
from graph.naming import property_name
from graph.pins import pin_of
from graph.records import as_sent
from graph.regroup.ties import Ties, read_ties
from graph.standard import from_text, standard_rows
from graph.versions import CurrentVersion
from identity.survivorship import ADDRESS
from identity.worlds import OnFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from graph.driver import Row, Transaction
    from graph.standard import Standard
    from identity.lodging import Lodging
    from identity.pins import Pin

_ADDRESS = {part: property_name(part) for part in ADDRESS}
CROWD = 300
"""Records of one mark that are looked at. A mark with more is a dormitory's or a register office's: who lives there
with whom is left to the next whole resolution."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One current record. `person` is whom it identifies, through the version `held`, whose identification was last
    written as `digest`; all three are None for a newcomer. `since` is when it began, told of those regrouped alone.
    `marks` are those of both versions."""

    key: str
    version: CurrentVersion
    row: Standard
    marks: frozenset[tuple[str, str]]
    person: str | None
    held: str | None
    digest: str | None
    since: datetime | None = None
    pins: tuple[Pin, ...] = ()
    lodgings: tuple[Lodging, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks by what they are of, as the queries want them."""

    doors: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @classmethod
    def of(cls, marks: Iterable[tuple[str, str]]) -> Marks:
        """Sorted, each once."""
        gathered: defaultdict[str, set[str]] = defaultdict(set)
        for name, mark in marks:
            gathered[name].add(mark)
        return cls(
            doors=tuple(sorted(set[str]().union(*(gathered[name] for name in DOORS)))),
            codes=tuple(sorted(set[str]().union(*(gathered[name] for name in CODES)))),
            forms=tuple(sorted(gathered[FORM])),
        )

    def __bool__(self) -> bool:
        return bool(self.doors or self.codes or self.forms)

    def beyond(self, asked: Marks) -> Marks:
        """Those that were not asked for yet."""
        return Marks(
            tuple(mark for mark in self.doors if mark not in asked.doors),
            tuple(mark for mark in self.codes if mark not in asked.codes),
            tuple(mark for mark in self.forms if mark not in asked.forms),
        )


@dataclass(slots=True)
class Region:
    """`own` and `near` are record key -> record; `golden` person id -> properties of its node, of neighbours only
    `id`, `status`, `compartment`, `digest`, `birthYear` and the address. `beside` is person id -> rows. `crowded` says
    that more live here than were looked at. `free` are ids that were looked up and never given out."""

    own: dict[str, Stated] = field(default_factory=dict[str, Stated])
    near: dict[str, Stated] = field(default_factory=dict[str, Stated])
    golden: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    beside: dict[str, list[Standard]] = field(default_factory=dict[str, "list[Standard]"])
    ties: Ties = field(default_factory=Ties)
    free: set[str] = field(default_factory=set[str])
    crowded: bool = False
    latest: datetime | None = None
    """When the last of these records was identified, where it is not told of each."""

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
    properties, and of a record whose version is yet to be written. `latest` is when the last of them was identified."""
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
    region.own = _take_in(_rows(tx, "read_whole_persons", keys=sorted(keys)), region)
    return region


def read_neighbourhood(tx: Transaction, region: Region, stirred: Mapping[str, Collection[str]]) -> None:
    """Add the neighbours of the records that were stirred (compartment -> record keys), and what is said beside."""
    for compartment, keys in sorted(stirred.items()):
        asked = Marks.of(mark for key in keys for mark in region.own[key].marks)
        near = _read_neighbours(tx, region, compartment, asked)
        same_places = _of_the_same_places(near, asked).beyond(asked)
        if same_places:
            near |= _read_neighbours(tx, region, compartment, same_places)
        near |= _read_lodged(tx, region, compartment)
        further = Marks.of(mark for one in near.values() for mark in one.marks)
        further = further.beyond(asked).beyond(same_places)
        if further:
            _read_beside(tx, region, compartment, further)
    seen = region.golden.keys() | region.beside.keys()
    if seen:
        region.ties = read_ties(tx, region.golden if stirred else (), homes=seen)


def _read_neighbours(tx: Transaction, region: Region, compartment: str, marks: Marks) -> dict[str, Stated]:
    rows = _rows(tx, "read_neighbours", near=_asking(region, compartment, marks))
    near = _take_in(rows, region)
    region.near |= near
    # Where others live does not depend on what sealed records that are attached to some of them say.
    near = {key: one for key, one in near.items() if one.version.compartment == compartment}
    region.crowded = region.crowded or _is_crowded(near.values())
    return near


def _read_lodged(tx: Transaction, region: Region, compartment: str) -> dict[str, Stated]:
    """Whoever lives with these by a human's word may have nothing else in common with them."""
    lodgings = {lodging.id: lodging for one in region.all.values() for lodging in one.lodgings}
    named = {key for lodging in lodgings.values() for key in (*lodging.members, lodging.beside) if key}
    missing = sorted(named - region.all.keys())
    if not missing:
        return {}
    rows = [row for row in _rows(tx, "read_whole_persons", keys=missing) if _is_of(row, compartment)]
    near = _take_in(rows, region)
    region.near |= near
    return near | _read_neighbours(tx, region, compartment, Marks())


def _is_of(row: Row, compartment: str) -> bool:
    return row["golden"] is not None and row["golden"]["compartment"] == compartment


def _asking(region: Region, compartment: str, marks: Marks) -> dict[str, Any]:
    return {
        "compartment": compartment,
        "persons": sorted(region.golden),
        "most": CROWD,
        "doors": list(marks.doors),
        "codes": list(marks.codes),
        "forms": list(marks.forms),
    }


def _of_the_same_places(near: Mapping[str, Stated], asked: Marks) -> Marks:
    """A house may be known by its door to one and by its code to another: both, from whoever states both."""
    found: set[tuple[str, str]] = set()
    for one in near.values():
        for door, code in zip(DOORS, CODES, strict=True):
            marks = {name: mark for name, mark in one.marks if name in (door, code)}
            if marks.get(door) in asked.doors or marks.get(code) in asked.codes:
                found.update(marks.items())
    return Marks.of(found)


def _read_beside(tx: Transaction, region: Region, compartment: str, marks: Marks) -> None:
    rows = _rows(tx, "read_beside", near=_asking(region, compartment, marks))
    for row in rows:
        region.beside.setdefault(row["person"], []).append(_standard(row))


def _rows(tx: Transaction, name: str, **parameters: Any) -> list[Row]:
    """The rows of a query that returns all of them in one."""
    [found] = tx.run(name, **parameters)
    return found["rows"]


def _take_in(rows: Iterable[Row], region: Region) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for row in rows:
        standard = _standard(row)
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
            lodgings=tuple(lodging_of(lodging) for lodging in row["lodgings"]),
        )
        if row["person"] is not None:
            region.golden[row["person"]] = row["golden"]
    return found


def _marks(properties: Mapping[str, str | None]) -> list[tuple[str, str]]:
    return [(name, mark) for name, mark in properties.items() if mark is not None]


def _standard(row: Row) -> Standard:
    """The standardised row, made from what was sent where a record is older than the keeping of such rows."""
    if row["standard"] is not None:
        return from_text(row["standard"])
    return standard_rows([as_sent(row["sent"])], locale=row["locale"] or "th")[0]


def _is_crowded(near: Iterable[Stated]) -> bool:
    counts = Counter(mark for one in near for mark in one.marks)
    return bool(counts) and max(counts.values()) >= CROWD
