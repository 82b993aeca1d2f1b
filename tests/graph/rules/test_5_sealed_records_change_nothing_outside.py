"""Rule 5: a sealed record never changes what a caller outside its compartment sees, not even by bridging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from identity.records import RawRecord
from tests.graph.rules.town import person_of, resolve, town
from tests.graph.small_world import MONDAY, TUESDAY, declare_departments, deliver

if TYPE_CHECKING:
    from graph.driver import Database

OPEN_NODES = """
MATCH (node) WHERE NOT node:Migration AND coalesce(node.compartment, 'open') = 'open'
RETURN labels(node)[0] AS label, coalesce(node.id, node.code, node.name) AS id, properties(node) AS properties
ORDER BY label, id
"""
OPEN_TIES = """
MATCH (from)-[tie]->(to)
WHERE coalesce(from.compartment, 'open') = 'open' AND coalesce(to.compartment, 'open') = 'open'
RETURN type(tie) AS type, coalesce(from.id, from.code, from.name) AS from,
  coalesce(to.id, to.code, to.name) AS to, properties(tie) AS properties
ORDER BY type, from, to
"""


def seen_from_outside(db: Database) -> list[dict[str, Any]]:
    return db.execute(OPEN_NODES) + db.execute(OPEN_TIES)


def sealed_records() -> list[RawRecord]:
    """One of a townswoman with a new name and address, one that bridges two neighbours, one of a stranger."""
    known, left, right = (town()[2 * number].values for number in (0, 5, 6))
    moved = {"family_name": "ใหม่", "building_number": "7", "phone": "0899999999", "recorded_on": "2026-10-01"}
    bridge = {**right, "citizen_id": left["citizen_id"], "recorded_on": "2026-10-01"}
    stranger = {"given_name": "ลับ", "family_name": "ปิดบัง", "birth_date": "1/1/2530", "phone": "0888888888"}
    return [
        RawRecord("dwf_shelter", str(number), values)
        for number, values in enumerate(({**known, **moved}, bridge, stranger))
    ]


def test_a_town_with_sealed_records_looks_from_outside_like_one_without(resolved: Database) -> None:
    without = seen_from_outside(resolved)
    resolved.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    declare_departments(resolved)
    deliver(resolved, *town(), *sealed_records())
    resolve(resolved, at=MONDAY)
    assert seen_from_outside(resolved) == without


def test_sealed_records_that_come_later_leave_no_trace_outside(resolved: Database) -> None:
    before = seen_from_outside(resolved)
    deliver(resolved, *sealed_records(), at=TUESDAY)
    assert resolve(resolved, at=TUESDAY).rows > 0
    assert seen_from_outside(resolved) == before


def test_inside_the_compartment_the_records_find_their_persons_and_open_ones_are_not_bridged(
    resolved: Database,
) -> None:
    deliver(resolved, *sealed_records(), at=TUESDAY)
    resolve(resolved, at=TUESDAY)
    whose = person_of(resolved)
    assert whose["dwf_shelter/0"] == whose["ops_logbook/0"]
    assert whose["ops_logbook/5"] != whose["ops_logbook/6"]
    assert whose["dwf_shelter/2"] not in {
        person for key, person in whose.items() if not key.startswith("dwf")
    }
