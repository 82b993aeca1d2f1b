"""One record in: whom it identifies, what follows, and that nothing happens twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from graph.errors import DuplicateRecord, UnknownSource
from graph.people import assignment
from tests.graph.live.village import (
    FEED,
    START,
    check_counters,
    partition,
    resolver,
    shuffled,
    take_in,
    take_in_halves,
    village,
)
from tests.graph.rules.town import changed, resolution_of, resolve, town
from tests.graph.small_world import everything, last_transaction, record

if TYPE_CHECKING:
    from graph.driver import Database

ONE, OTHER = town()[0], town()[1]
"""Two records of one person."""


def test_the_first_record_founds_a_person_and_the_second_joins_it(db: Database) -> None:
    first, second = take_in(resolver(db), [ONE, OTHER])
    assert (first.change, first.created, first.version) == ("new", True, 1)
    assert (second.change, second.created, second.person) == ("new", False, first.person)
    [person] = db.execute("MATCH (p:Person) RETURN p.id AS id, p.agencies AS agencies, p.citizenId AS number")
    assert person == {"id": first.person, "agencies": ["DOP", "OPS"], "number": ONE.values["citizen_id"]}
    [enrolled] = db.execute("MATCH (p:Person)-[:ENROLLED]->(e:Enrolment) RETURN p.id AS person, e.id AS id")
    assert enrolled == {"person": first.person, "id": OTHER.key}


def test_a_village_taken_in_one_by_one_is_what_the_batch_makes_of_it(db: Database) -> None:
    take_in(resolver(db), village())
    check_counters(db)
    batch = {frozenset(person.records) for person in resolution_of(db).persons}
    assert partition(db) == batch
    assert len(batch) == 40


def test_resolving_what_was_taken_in_one_by_one_writes_nothing(db: Database) -> None:
    take_in(resolver(db), village(20))
    assert resolve(db, at=START).counts == {}


def test_taking_the_same_in_again_changes_nothing(db: Database) -> None:
    live = resolver(db)
    first = take_in(live, village(15))
    before, transaction = everything(db), last_transaction(db)
    again = take_in(live, shuffled(village(15), seed=8), day=1)
    assert {outcome.change for outcome in again} == {"unchanged"}
    person_of = {outcome.key: outcome.person for outcome in again}
    assert person_of == dict(assignment(db).previous)
    assert {outcome.version for outcome in first} == {1}
    assert (everything(db), last_transaction(db)) == (before, transaction)


def test_a_changed_record_is_a_new_version_that_stays_with_its_person(db: Database) -> None:
    live = resolver(db)
    [first, _] = take_in(live, [ONE, OTHER])
    [later] = take_in(live, [changed(ONE, phone="0899999999")], day=1)
    assert (later.change, later.version, later.person) == ("changed", 2, first.person)
    assert partition(db) == {frozenset({ONE.key, OTHER.key})}
    assert not db.execute("MATCH (r:SourceRecord {current: false})-[:HAS_KEY]->() RETURN r.id AS id")
    check_counters(db)
    [row] = db.execute(
        "MATCH (old:SourceRecord {id: $id})-[i:IDENTIFIES]->() RETURN i.until AS until", id=f"{ONE.key}@1"
    )
    assert row["until"] is not None


def test_a_record_that_shows_two_persons_to_be_one_merges_them(db: Database) -> None:
    live = resolver(db)
    first, second = take_in_halves(live, ONE)
    [third] = take_in(live, [record("ops_logbook/9", **ONE.values)], day=1)
    assert {first.person, second.person} == {third.person, *third.merged}
    assert len(partition(db)) == 1


def test_what_is_not_sure_while_a_feed_comes_in_waits_in_the_graph_and_is_settled_by_anybody(
    db: Database,
) -> None:
    live = resolver(db)
    name = {field: ONE.values[field] for field in ("given_name", "family_name")} | {"phone": "0819027364"}
    first, second = record("ops_logbook/900", **name), record("dop_allowance/900", **name)
    for number, one in enumerate([*village(5), first, second]):
        live.upsert(one, feed=FEED, at=START + timedelta(seconds=number), loading=True)
    waiting = {row["key"] for row in db.read("list_waiting_records")}
    assert second.key in waiting
    assert first.key not in waiting
    assert frozenset({first.key, second.key}) not in partition(db)
    assert len(resolver(db).settle(now=lambda: START + timedelta(days=1))) == len(waiting)
    assert frozenset({first.key, second.key}) in partition(db)
    assert db.read("list_waiting_records") == []
    check_counters(db)


def test_a_load_ends_with_the_persons_that_single_records_make(db: Database) -> None:
    take_in(resolver(db), village(20))
    single = partition(db)
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    live = resolver(db)
    for number, one in enumerate(shuffled(village(20), seed=5)):
        live.upsert(one, feed=FEED, at=START + timedelta(seconds=number), loading=True)
    live.settle(now=lambda: START + timedelta(days=1))
    assert partition(db) == single
    check_counters(db)


def test_placing_a_record_again_keeps_its_keys_and_its_person(db: Database) -> None:
    live = resolver(db)
    [first, _] = take_in(live, [ONE, OTHER])
    db.execute(
        "MATCH (r:SourceRecord)-[has:HAS_KEY]->(k:MatchKey {name: 'birth date'}) SET k.count = k.count - 1 DELETE has"
    )
    live.place_again(ONE.key, at=START + timedelta(days=1))
    assert assignment(db).previous[ONE.key] == first.person
    check_counters(db)


def test_one_delivery_that_says_two_things_under_one_id_is_refused(db: Database) -> None:
    live = resolver(db)
    live.upsert(ONE, feed=FEED, at=START)
    with pytest.raises(DuplicateRecord):
        live.upsert(changed(ONE, phone="0899999999"), feed=FEED, at=START)


def test_a_source_nobody_declared_is_refused(db: Database) -> None:
    with pytest.raises(UnknownSource, match="nowhere"):
        resolver(db).upsert(record("nowhere/1"), feed=FEED, at=START)


def test_more_than_500_records_are_refused_at_once(db: Database) -> None:
    with pytest.raises(ValueError, match="500"):
        resolver(db).upsert_many([ONE] * 501, feed=FEED, at=START)


def test_asking_whom_a_record_is_about_finds_the_person_and_stores_nothing(db: Database) -> None:
    live = resolver(db)
    take_in(live, village(15))
    person = assignment(db).previous[ONE.key]
    before = last_transaction(db)
    [best, *others] = live.match(changed(ONE, recorded_on="2026-05-05"), compartments=())
    assert best.person == person
    assert best.probability > 0.99
    assert any(part.comparison == "citizen_id" for part in best.compared.parts)
    assert all(other.weight <= best.weight for other in others)
    assert last_transaction(db) == before
