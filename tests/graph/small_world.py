"""Builders for graph tests: three departments, one of them with a sealed source, and resolutions by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from graph.records import append
from graph.sources import declare
from identity.records import RawRecord
from identity.resolution import (
    OPEN,
    Family,
    GoldenValue,
    House,
    Household,
    Kin,
    Membership,
    Person,
    Resolution,
    Retirement,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.driver import Database
    from graph.records import Appended

MONDAY = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3))

A, B, C = "ops_logbook/a", "dop_allowance/b", "dwf_shelter/c"
"""Keys of three records, the last one sealed."""
SHELTER = "domestic_violence"
AGENCIES = [{"code": code, "nameTh": code, "nameEn": code} for code in ("OPS", "DOP", "DWF")]
PROGRAMMES = [
    {"code": "older_allowance", "nameTh": "เบี้ยยังชีพ", "nameEn": "Allowance", "agency": "DOP"},
    {"code": "shelter", "nameTh": "บ้านพัก", "nameEn": "Shelter", "agency": "DWF"},
]
SOURCES = [
    {
        "name": "ops_logbook",
        "title": "Logbook",
        "agency": "OPS",
        "compartment": OPEN,
        "trust": 60,
        "format": "csv",
    },
    {
        "name": "dop_allowance",
        "title": "Allowance roll",
        "agency": "DOP",
        "compartment": OPEN,
        "trust": 80,
        "format": "csv",
        "programme": "older_allowance",
    },
    {
        "name": "dwf_shelter",
        "title": "Shelters",
        "agency": "DWF",
        "compartment": SHELTER,
        "trust": 70,
        "format": "csv",
        "programme": "shelter",
    },
]


def declare_departments(db: Database) -> None:
    declare(db, agencies=AGENCIES, programmes=PROGRAMMES, sources=SOURCES)


def record(key: str, **values: str) -> RawRecord:
    source, _, record_id = key.partition("/")
    return RawRecord(source, record_id, {"given_name": "สมชาย", **values}, line=2)


def deliver(
    db: Database, *records: RawRecord, at: datetime = MONDAY, feed: str = "feed.csv"
) -> dict[str, Appended]:
    """Append the records as one feed a source; what each feed did."""
    return {
        source: append(db, [one for one in records if one.source == source], source=source, feed=feed, at=at)
        for source in sorted({one.source for one in records})
    }


def golden(value: str | int | tuple[str, ...], *supports: str, against: tuple[str, ...] = ()) -> GoldenValue:
    return GoldenValue(value, "most_recent", supports, against)


def person(
    person_id: str,
    *records: str,
    compartment: str = OPEN,
    carrying: tuple[str, ...] | None = None,
    **values: Any,
) -> Person:
    """A person of these records; plain values are supported by `carrying`, or by all records."""
    keys = records if carrying is None else carrying
    values = {"given_name": "สมชาย", **values}
    made = {
        field: value if isinstance(value, GoldenValue) else golden(value, *keys)
        for field, value in values.items()
    }
    return Person(person_id, compartment, made, records)


def living(person_id: str, *records: str, role: str = "head", since: str | None = None) -> Membership:
    return Membership(person_id, role, since, None, lives_here=True, registered_here=True, records=records)


def household(
    household_id: str, *members: Membership, compartment: str = OPEN, house: str | None = None
) -> Household:
    return Household(household_id, compartment, house, {"province": "ตรัง", "province_code": "92"}, members)


def resolution(
    *persons: Person,
    retired: Iterable[Retirement] = (),
    houses: Iterable[House] = (),
    households: Iterable[Household] = (),
    families: Iterable[Family] = (),
    kin: Iterable[Kin] = (),
    model: str = "m1",
) -> Resolution:
    return Resolution(
        model, persons, tuple(retired), tuple(houses), tuple(households), tuple(families), tuple(kin)
    )


def merged(person_id: str, into: str) -> Retirement:
    return Retirement(person_id, (into,), "merged")


NODES = """
MATCH (node) WHERE NOT node:Migration
RETURN labels(node)[0] AS label, coalesce(node.id, node.code, node.name) AS id, properties(node) AS properties
ORDER BY label, id
"""
TIES = """
MATCH (from)-[tie]->(to)
RETURN type(tie) AS type, coalesce(from.id, from.code, from.name) AS from,
  coalesce(to.id, to.code, to.name) AS to, properties(tie) AS properties
ORDER BY type, from, to, toString(tie.since)
"""


def everything(db: Database) -> list[dict[str, Any]]:
    """Every node and relationship with every property, in a fixed order: two graphs are equal if this is."""
    return db.execute(NODES) + db.execute(TIES)


def last_transaction(db: Database) -> int:
    """The number of the last transaction that changed the store: unchanged means nothing was written."""
    [row] = db.execute("SHOW DATABASE neo4j YIELD lastCommittedTxn")
    return row["lastCommittedTxn"]
