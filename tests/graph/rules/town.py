"""A town of 200 people whom two departments know, and the whole way from their records to published persons."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from graph.judgements import in_force
from graph.people import assignment, publish
from graph.records import current_records
from identity.linking import Model, link
from identity.persons import resolve_persons
from identity.records import RawRecord
from identity.resolution import Resolution, SourceTraits
from identity.standardise import check_digit, standardise_records
from tests.graph.small_world import SHELTER

if TYPE_CHECKING:
    from datetime import datetime

    from graph.driver import Database
    from graph.people import Published

PEOPLE = 200
TRAITS = {
    "ops_logbook": SourceTraits(trust=60),
    "dop_allowance": SourceTraits(trust=80),
    "dwf_shelter": SourceTraits(SHELTER, 70),
}
_GIVEN = [
    "กนกวรรณ",
    "กิตติ",
    "จันทร์เพ็ญ",
    "ชาญชัย",
    "ณรงค์",
    "ดวงใจ",
    "ธนพล",
    "นงลักษณ์",
    "บุญมี",
    "ปราณี",
    "พรทิพย์",
    "มานพ",
    "รัตนา",
    "วิชัย",
    "สุดา",
    "อุดม",
]
_HEAD = ["แก้ว", "ทอง", "บุญ", "ศรี", "เพชร", "สุข", "ชัย", "วงศ์", "ไพร", "แสง", "นา", "มณี"]
_TAIL = ["ดี", "งาม", "รักษ์", "เจริญ", "มั่นคง", "ใส", "ประเสริฐ", "สกุล"]


def _citizen_id(number: int) -> str:
    start = f"392{number:09d}"
    return start + str(check_digit(start))


def _person(number: int, chance: random.Random) -> dict[str, str]:
    year, month, day = chance.randint(2480, 2545), chance.randint(1, 12), chance.randint(1, 28)
    return {
        "citizen_id": _citizen_id(number),
        "given_name": chance.choice(_GIVEN),
        "family_name": chance.choice(_HEAD) + chance.choice(_TAIL),
        "birth_date": f"{day}/{month}/{year}",
        "building_number": str(100 + number // 3),
        "sub_district": "ทับเที่ยง",
        "district": "เมืองตรัง",
        "province": "ตรัง",
        "phone": f"08{chance.randint(10_000_000, 99_999_999)}",
    }


def _as_others_write_it(values: dict[str, str], chance: random.Random) -> dict[str, str]:
    left_out = {name for name in ("citizen_id", "phone", "birth_date") if chance.random() < 0.15}
    return {name: value for name, value in values.items() if name not in left_out}


@cache
def town() -> tuple[RawRecord, ...]:
    """400 records, two a person: `ops_logbook/<n>` and `dop_allowance/<n>` are one person."""
    chance = random.Random(7)
    records: list[RawRecord] = []
    for number in range(PEOPLE):
        values = _person(number, chance)
        records.append(RawRecord("ops_logbook", str(number), {**values, "recorded_on": "2026-01-05"}))
        told = _as_others_write_it(values, chance) | {
            "recorded_on": "2026-03-01",
            "enrolled_since": "1/1/2565",
        }
        records.append(RawRecord("dop_allowance", str(number), told))
    return tuple(records)


def changed(record: RawRecord, **values: str) -> RawRecord:
    """The record with other values."""
    return replace(record, values={**record.values, **values})


def table_of(db: Database) -> pa.Table:
    """Every current record of the graph in standard form."""
    return pa.Table.from_batches([standardise_records(list(current_records(db)), locale="th")])


@cache
def model() -> Model:
    """The model all tests link with, trained once on the town."""
    return link(pa.Table.from_batches([standardise_records(town(), locale="th")])).model


def resolution_of(db: Database) -> Resolution:
    """What the records in the graph come to, with the judgements in force and the ids given out before."""
    table = table_of(db)
    linkage = link(table, model=model(), judgements=in_force(db), sealed={"dwf_shelter": SHELTER})
    known = assignment(db)
    return resolve_persons(
        table,
        linkage.clusters,
        sources=TRAITS,
        previous=known.previous,
        taken=known.taken,
        model=linkage.model.version,
        previous_households=known.households,
    )


@cache
def town_resolved() -> Resolution:
    """What the town comes to in an empty graph."""
    table = pa.Table.from_batches([standardise_records(sorted(town(), key=lambda one: one.key), locale="th")])
    linkage = link(table, model=model())
    return resolve_persons(
        table, linkage.clusters, sources=TRAITS, previous={}, taken=(), model=linkage.model.version
    )


def resolve(db: Database, *, at: datetime) -> Published:
    """Link, resolve and publish everything the graph holds."""
    return publish(db, resolution_of(db), at=at)


def person_of(db: Database) -> dict[str, str]:
    """Record key -> person id now in force."""
    return dict(assignment(db).previous)
