"""Rule 3: every identification has since, until and who decided: so "who was this on date D" has an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from graph.lineage import person_on
from graph.people import publish
from tests.graph.small_world import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    declare_departments,
    deliver,
    merged,
    person,
    record,
    resolution,
)

if TYPE_CHECKING:
    from graph.driver import Database

A, B = "ops_logbook/a", "ops_logbook/b"
HISTORY = """
MATCH (r:SourceRecord {key: $key})-[i:IDENTIFIES]->(p:Person)
RETURN r.version AS version, p.id AS person, i.since AS since, i.until AS until, i.decidedBy AS by ORDER BY since
"""
JUST_BEFORE = timedelta(microseconds=1)


def a_week(db: Database) -> None:
    declare_departments(db)
    deliver(db, record(A), record(B), at=MONDAY)
    publish(db, resolution(person("P1", A), person("P2", B)), at=MONDAY)
    publish(db, resolution(person("P1", A, B), retired=[merged("P2", "P1")], model="m2"), at=TUESDAY)
    deliver(db, record(B, phone="081"), at=TUESDAY)
    publish(db, resolution(person("P1", A, B), model="m2"), at=WEDNESDAY)
    publish(db, resolution(person("P1", A), person("P3", B), model="m3"), at=THURSDAY)


def test_the_graph_answers_who_a_record_was_held_to_be_at_any_moment(db: Database) -> None:
    a_week(db)
    moments = (MONDAY - JUST_BEFORE, MONDAY, TUESDAY - JUST_BEFORE, TUESDAY, WEDNESDAY, THURSDAY)
    assert [person_on(db, B, on=moment) for moment in moments] == [None, "P2", "P2", "P1", "P1", "P3"]


def test_identifications_are_ended_never_deleted_and_say_who_decided(db: Database) -> None:
    a_week(db)
    told = [
        (
            row["version"],
            row["person"],
            row["since"],
            row["until"],
            row["by"],
        )
        for row in db.execute(HISTORY, key=B)
    ]
    assert told == [
        (1, "P2", MONDAY, TUESDAY, "model:m1"),
        (1, "P1", TUESDAY, WEDNESDAY, "model:m2"),
        (2, "P1", WEDNESDAY, THURSDAY, "model:m2"),
        (2, "P3", THURSDAY, None, "model:m3"),
    ]


def test_a_new_model_that_agrees_does_not_rewrite_who_decided(db: Database) -> None:
    a_week(db)
    publish(db, resolution(person("P1", A), person("P3", B), model="m4"), at=THURSDAY + timedelta(days=1))
    assert db.execute(HISTORY, key=B)[-1]["by"] == "model:m3"
