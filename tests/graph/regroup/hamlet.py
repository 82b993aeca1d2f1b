"""A hamlet of six households whom two departments and a shelter know, grouped by who is who and not by linking."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph import lodgings, pins
from graph.people import assignment, publish
from graph.records import current_records
from identity.persons import resolve_persons
from identity.records import RawRecord
from identity.resolution import SourceTraits
from identity.standardise import standardise_records
from tests.graph.small_world import MONDAY, SHELTER, declare_departments, deliver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from graph.driver import Database
    from graph.people import Published

TRAITS = {
    "ops_logbook": SourceTraits(trust=60),
    "dop_allowance": SourceTraits(trust=80),
    "dwf_shelter": SourceTraits(SHELTER, 70),
}
_GIVEN = ("กนกวรรณ", "กิตติ", "จันทร์เพ็ญ", "ชาญชัย", "ณรงค์", "ดวงใจ", "ธนพล", "นงลักษณ์")
_FAMILY = ("แก้วดี", "ทองงาม", "บุญรักษ์", "ศรีเจริญ", "เพชรใส", "สุขสกุล")
ROLES = ("head", "spouse", "child", "child", "parent")


def _values(home: int, place: int, chance: random.Random) -> dict[str, str]:
    born = {0: 2515, 1: 2518, 2: 2542, 3: 2545, 4: 2490}[place]
    return {
        "given_name": _GIVEN[(home + place) % len(_GIVEN)],
        "family_name": _FAMILY[home],
        "birth_date": f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{born}",
        "building_number": str(20 + home // 2),
        "sub_district": "ทับเที่ยง",
        "district": "เมืองตรัง",
        "province": "ตรัง",
        "household_id": f"H{home}",
        "relationship": ROLES[place],
    }


def hamlet() -> list[RawRecord]:
    """`ops_logbook/<home><place>` names everybody on forms; `dop_allowance/<home><place>` some of them again, a few
    at the house they came from; `dwf_shelter/<home>1` the spouses of two homes."""
    chance = random.Random(3)
    records: list[RawRecord] = []
    for home in range(len(_FAMILY)):
        for place in range(2 + home % 4):
            values = _values(home, place, chance)
            told = values | {"recorded_on": f"2026-0{1 + home % 6}-05"}
            records.append(RawRecord("ops_logbook", f"{home}{place}", told))
            if (home + place) % 2 == 0:
                apart = {
                    name: value
                    for name, value in values.items()
                    if name not in ("household_id", "relationship")
                }
                earlier = {"building_number": str(20 + (home + 2) % 6 // 2)} if place == 2 else {}
                records.append(
                    RawRecord(
                        "dop_allowance",
                        f"{home}{place}",
                        apart | earlier | {"recorded_on": "2025-11-01", "enrolled_since": "1/1/2565"},
                    )
                )
            if place == 1 and home in (2, 3):
                records.append(
                    RawRecord("dwf_shelter", f"{home}{place}", {"given_name": values["given_name"]})
                )
    return records


def who_is_who(records: Sequence[RawRecord]) -> dict[str, str]:
    """Record key -> label: records of one number are one person."""
    return {record.key: record.record_id for record in records}


def publish_grouping(db: Database, clusters: Mapping[str, str], *, at: datetime) -> Published:
    """Resolve and publish everything the graph holds, grouped like this."""
    known = assignment(db)
    table = pa.Table.from_batches([standardise_records(list(current_records(db)), locale="th")])
    resolution = resolve_persons(
        table,
        clusters,
        sources=TRAITS,
        previous=known.previous,
        taken=known.taken,
        previous_households=known.households,
        model="m1",
        pins=pins.in_force(db),
        lodgings=lodgings.in_force(db),
    )
    return publish(db, resolution, at=at)


def settle(db: Database) -> None:
    """Fill an empty graph with the hamlet."""
    declare_departments(db)
    deliver(db, *hamlet())
    publish_grouping(db, who_is_who(hamlet()), at=MONDAY)


def persons(db: Database) -> dict[str, list[str]]:
    """Person id -> the keys of the records that identify the person now."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, person in sorted(assignment(db).previous.items()):
        found[person].append(key)
    return dict(found)


def person_of(db: Database, key: str) -> str:
    return assignment(db).previous[key]


STATE = """
MATCH (node:Person|Household|House|Family)
WHERE coalesce(node.status, 'active') = 'active' AND NOT (node:Household AND node.size = 0)
RETURN node.id AS id, node.digest AS digest, null AS other ORDER BY id
UNION ALL
MATCH (from:Person)-[tie:MEMBER_OF|KIN|PART_OF|ENROLLED]->(to)
RETURN type(tie) + ' ' + from.id + coalesce(tie.relation, '') AS id, tie.digest AS digest, to.id AS other ORDER BY id, other
UNION ALL
MATCH (from:SourceRecord)-[tie:IDENTIFIES]->(to:Person) WHERE tie.until IS NULL
RETURN from.id AS id, tie.digest AS digest, to.id AS other ORDER BY id
"""


def state(db: Database) -> list[dict[str, Any]]:
    """What the graph says of persons, households and kin now, by digest: not how it came to it."""
    return db.execute(STATE)
