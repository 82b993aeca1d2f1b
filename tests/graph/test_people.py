"""Publishing persons: what is written, what is left alone, and what is refused."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import CompartmentBreach, ResolutionRefused, UnknownRecord
from graph.people import assignment, publish
from identity.resolution import Family, House, Kin, Retirement
from tests.graph.small_world import (
    MONDAY,
    SHELTER,
    TUESDAY,
    WEDNESDAY,
    A,
    B,
    C,
    declare_departments,
    deliver,
    everything,
    golden,
    household,
    last_transaction,
    living,
    merged,
    person,
    record,
    resolution,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.driver import Database, Transaction

PERSON = "MATCH (p:Person {id: $id}) RETURN p {.*} AS person"
ENROLLED = "MATCH (p:Person)-[:ENROLLED]->(e) RETURN p.id AS person, e.id AS enrolment ORDER BY enrolment"


def whole_world(model: str = "m1") -> Any:
    """Four persons in two households, with a house, a family, kin and one retired id's worth of history."""
    return resolution(
        person("P1", A, B, family_name=golden("ใจดี", A, against=(B,)), birth_year=2500),
        person("P2", C, compartment=SHELTER),
        houses=[House("B1", "92010000001", {"province": "ตรัง"})],
        households=[household("H1", living("P1", A, since="2020-01-01"), house="B1")],
        families=[Family("F1", ("P1",), ("H1",))],
        kin=[Kin("P1", "P1", "sibling", (A,))],
        model=model,
    )


def test_a_person_is_written_with_values_rules_agencies_and_sound_keys(departments: Database) -> None:
    names = golden(("สมหญิง เดิม",), B)
    publish(departments, resolution(person("P1", A, B, C, carrying=(A, B), former_names=names)), at=MONDAY)
    [row] = departments.execute(PERSON, id="P1")
    written = row["person"]
    assert written["agencies"] == ["DOP", "OPS"]
    assert written["formerNames"] == ["สมหญิง เดิม"]
    assert written["rules"] == ["formerNames=most_recent", "givenName=most_recent"]
    assert (written["status"], written["compartment"]) == ("active", "open")
    assert written["givenSound"]
    assert written["createdAt"] == written["updatedAt"] == MONDAY


def test_a_person_known_from_sealed_records_alone_is_sealed_and_known_to_their_agency(
    departments: Database,
) -> None:
    publish(departments, resolution(person("P2", C, compartment=SHELTER)), at=MONDAY)
    [row] = departments.execute(PERSON, id="P2")
    assert (row["person"]["compartment"], row["person"]["agencies"]) == (SHELTER, ["DWF"])


def test_each_identification_says_what_the_record_supports_and_contradicts(departments: Database) -> None:
    publish(departments, whole_world(), at=MONDAY)
    rows = departments.execute(
        "MATCH (r)-[i:IDENTIFIES]->(:Person {id: 'P1'}) "
        "RETURN r.id AS record, i.supports AS supports, i.contradicts AS contradicts ORDER BY record"
    )
    assert rows == [
        {"record": f"{B}@1", "supports": ["birthYear", "givenName"], "contradicts": ["familyName"]},
        {"record": f"{A}@1", "supports": ["birthYear", "familyName", "givenName"], "contradicts": []},
    ]


def test_publishing_the_same_again_writes_nothing_at_all(departments: Database) -> None:
    assert publish(departments, whole_world(), at=MONDAY).rows > 0
    before = last_transaction(departments)
    assert publish(departments, whole_world("m2"), at=TUESDAY).counts == {}
    assert last_transaction(departments) == before


def test_only_what_changed_is_written(departments: Database) -> None:
    publish(departments, resolution(person("P1", A, phone="081"), person("P3", B)), at=MONDAY)
    told = publish(departments, resolution(person("P1", A, email="a@b"), person("P3", B)), at=TUESDAY)
    assert told.counts == {"persons": 1, "identifications revised": 1, "changes told": 1}
    [row] = departments.execute(PERSON, id="P1")
    assert "phone" not in row["person"]
    assert (row["person"]["createdAt"], row["person"]["updatedAt"]) == (
        MONDAY,
        TUESDAY,
    )


def test_enrolments_follow_their_records(departments: Database) -> None:
    publish(departments, resolution(person("P1", A, B), person("P2", C, compartment=SHELTER)), at=MONDAY)
    assert departments.execute(ENROLLED) == [
        {"person": "P1", "enrolment": B},
        {"person": "P2", "enrolment": C},
    ]
    publish(
        departments,
        resolution(person("P1", A), person("P3", B, C, carrying=(B,)), retired=[merged("P2", "P3")]),
        at=TUESDAY,
    )
    assert departments.execute(ENROLLED) == [
        {"person": "P3", "enrolment": B},
        {"person": "P3", "enrolment": C},
    ]


def test_the_assignment_knows_ids_in_force_and_every_id_ever_given(departments: Database) -> None:
    publish(departments, whole_world(), at=MONDAY)
    publish(
        departments,
        resolution(person("P1", A, B, C, carrying=(A,)), retired=[merged("P2", "P1")]),
        at=TUESDAY,
    )
    known = assignment(departments)
    assert known.previous == {A: "P1", B: "P1", C: "P1"}
    assert known.taken == {"P1", "P2", "H1"}


def test_the_assignment_knows_the_household_in_which_a_record_puts_its_person(departments: Database) -> None:
    publish(departments, whole_world(), at=MONDAY)
    assert assignment(departments).households == {A: "H1"}


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (resolution(person("P1", A), person("P3", B)), "identified records are passed over"),
        (resolution(person("P1", A, B, C, carrying=(A,))), "persons in force are passed over"),
        (resolution(person("P1", A, B), person("P2", B, C)), "records belong to two persons"),
        (
            resolution(
                person("P1", A, B), person("P2", C, compartment=SHELTER), retired=[merged("P2", "P1")]
            ),
            "published and retired at once",
        ),
        (
            resolution(person("P1", A, B, C, carrying=(A,)), retired=[merged("P2", "P9")]),
            "successors are not there",
        ),
    ],
)
def test_a_resolution_that_leaves_an_id_nowhere_is_refused_before_anything_is_written(
    departments: Database, second: Any, reason: str
) -> None:
    publish(departments, resolution(person("P1", A, B), person("P2", C, compartment=SHELTER)), at=MONDAY)
    before = everything(departments)
    with pytest.raises(ResolutionRefused, match=reason):
        publish(departments, second, at=TUESDAY)
    assert everything(departments) == before


def test_a_resolution_of_records_that_were_never_received_is_refused(departments: Database) -> None:
    with pytest.raises(UnknownRecord, match="1 records"):
        publish(departments, resolution(person("P1", A, "ops_logbook/none")), at=MONDAY)


@pytest.mark.parametrize(
    "leaking",
    [
        resolution(person("P1", A, C)),
        resolution(person("P1", A, C, carrying=(A,), sex=golden("male", A, against=(C,)))),
        resolution(
            person("P1", A), person("P2", C, compartment=SHELTER), kin=[Kin("P1", "P2", "spouse", (A,))]
        ),
        resolution(person("P1", A, C, carrying=(A,)), households=[household("H1", living("P1", C))]),
        resolution(
            person("P1", A), person("P2", C, compartment=SHELTER), families=[Family("F1", ("P1", "P2"), ())]
        ),
    ],
)
def test_a_resolution_that_carries_something_out_of_a_compartment_is_refused(
    departments: Database, leaking: Any
) -> None:
    before = everything(departments)
    with pytest.raises(CompartmentBreach):
        publish(departments, leaking, at=MONDAY)
    assert everything(departments) == before


ADRIFT = """
MATCH (p:Person) WHERE p.status = 'active'
  AND NOT EXISTS { MATCH (:SourceRecord)-[i:IDENTIFIES]->(p) WHERE i.until IS NULL }
RETURN p.id AS id
UNION
MATCH (p:Person) WHERE p.status <> 'active' AND NOT EXISTS { (p)-[:BECAME]->() } RETURN p.id AS id
UNION
MATCH (r:SourceRecord)
WITH r.key AS id, sum(COUNT { MATCH (r)-[i:IDENTIFIES]->() WHERE i.until IS NULL }) AS held
WHERE held <> 1
RETURN id
"""
"""Persons without a record, retired ids without a successor, records without exactly one person."""


class PowerCut(Exception):
    """The machine stops here."""


def cut_power_after(writes: int, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many transactions through to the real server, then none."""
    left = iter(range(writes))
    write, transaction = db.write, db.transaction

    def cut() -> None:
        if next(left, None) is None:
            raise PowerCut

    def write_or_cut(name: str, **parameters: Any) -> list[dict[str, Any]]:
        cut()
        return write(name, **parameters)

    @contextmanager
    def transaction_or_cut(name: str = "transaction") -> Iterator[Transaction]:
        with transaction(name) as tx:
            yield tx
            cut()

    monkeypatch.setattr(db, "write", write_or_cut)
    monkeypatch.setattr(db, "transaction", transaction_or_cut)


def two_days(db: Database) -> Any:
    """Monday published; what Tuesday has to say: a merge, a split off, a move and a changed value."""
    declare_departments(db)
    keys = [f"ops_logbook/{number}" for number in range(6)]
    deliver(db, *(record(key) for key in keys))
    monday = resolution(
        person("P0", keys[0], keys[1]),
        person("P2", keys[2]),
        person("P3", keys[3], keys[4]),
        person("P5", keys[5]),
        houses=[House("B1", None, {})],
        households=[
            household("H1", living("P0", keys[0]), living("P2", keys[2]), house="B1"),
            household("H2", living("P3", keys[3])),
        ],
        families=[Family("F1", ("P0", "P2"), ("H1",))],
        kin=[Kin("P0", "P2", "spouse", (keys[0],)), Kin("P2", "P0", "spouse", (keys[0],))],
    )
    publish(db, monday, at=MONDAY)
    deliver(db, record(keys[3], building_number="9"), at=TUESDAY)
    return resolution(
        person("P0", keys[0], keys[1], keys[2]),
        person("P3", keys[3]),
        person("P4", keys[4]),
        person("P5", keys[5], phone="081"),
        retired=[Retirement("P2", ("P0",), "merged")],
        houses=[House("B1", "92010000001", {}), House("B2", None, {})],
        households=[
            household("H1", living("P0", keys[0], keys[2]), house="B2"),
            household("H3", living("P3", keys[3]), living("P4", keys[4]), house="B1"),
        ],
        families=[Family("F2", ("P3", "P4"), ("H3",))],
        kin=[Kin("P3", "P4", "sibling", (keys[3],))],
    )


def test_a_publish_killed_anywhere_leaves_no_id_adrift_and_run_again_ends_as_if_never_killed(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.steps.BATCH", 1)
    tuesday = two_days(db)
    publish(db, tuesday, at=WEDNESDAY)
    clean = everything(db)
    cuts = 0
    for writes in range(100):
        db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        tuesday = two_days(db)
        with monkeypatch.context() as power:
            cut_power_after(writes, db, power)
            try:
                publish(db, tuesday, at=WEDNESDAY)
            except PowerCut:
                cuts += 1
        assert db.execute(ADRIFT) == [], f"after {writes} transactions"
        publish(db, tuesday, at=WEDNESDAY)
        assert everything(db) == clean, f"after {writes} transactions"
        if cuts <= writes:
            break
    assert cuts >= 8
