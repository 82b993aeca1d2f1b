"""Publishing while somebody else changes persons: refused, nothing torn, and begun again it ends well."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from graph import people
from graph.decisions import Decisions
from graph.errors import Deadlock, Overtaken
from graph.people import assignment
from graph.records import append
from graph.stewardship import Merge, Steward, perform
from identity.resolution import OPEN
from tests.graph.live.village import START, partition, resolver, take_in
from tests.graph.queries_watched import meanwhile
from tests.graph.rules.town import changed, resolution_of, resolve, town
from tests.graph.small_world import TUESDAY, record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.driver import Database
    from graph.versions import CurrentVersion
    from identity.resolution import Resolution

ONE, OTHER = town()[0], town()[1]
STEWARD = Steward("somsri", START + timedelta(days=1), "Seen on paper.", frozenset({OPEN}))
LATER = START + timedelta(days=3)


def after_reading(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[Database], object], db: Database
) -> None:
    """Something happens once publishing has read what the graph holds and seen that nobody decided anything."""
    check = people.check_compartments

    def checking(resolution: Resolution, versions: Mapping[str, CurrentVersion]) -> None:
        check(resolution, versions)
        happens(db)

    monkeypatch.setattr(people, "check_compartments", checking)


def faults(db: Database) -> list[dict[str, str]]:
    """Records that are held to be two persons at once, and persons in force whom no record tells of."""
    return db.execute(
        "MATCH (r:SourceRecord)-[i:IDENTIFIES]->() WHERE i.until IS NULL"
        " WITH r.key AS id, count(*) AS n WHERE n > 1 RETURN id"
        " UNION MATCH (p:Person {status: 'active'})"
        " WHERE NOT EXISTS { MATCH (p)<-[i:IDENTIFIES]-() WHERE i.until IS NULL } RETURN p.id AS id"
    )


def test_persons_who_are_merged_while_they_are_published_stay_merged(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = {"citizen_id": ONE.values["citizen_id"], "given_name": ONE.values["given_name"]}
    two = [changed(ONE, citizen_id=""), record("dop_allowance/9", **number)]
    take_in(resolver(db), two)
    for one in two:
        append(db, [changed(one, phone="0819027364")], source=one.source, feed="later.csv", at=TUESDAY)
    made = resolution_of(db)
    ids = tuple(assignment(db).previous.values())
    assert len(set(ids)) == 2
    after_reading(monkeypatch, lambda db: perform(db, Merge(ids), STEWARD), db)
    with pytest.raises(Overtaken):
        people.publish(db, made, at=LATER)
    assert faults(db) == []
    monkeypatch.undo()
    resolve(db, at=LATER)
    assert faults(db) == []
    assert partition(db) == {frozenset(one.key for one in two)}


def test_a_record_that_finds_its_person_while_all_are_published_is_in_one_person(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = resolver(db)
    append(db, [ONE], source=ONE.source, feed="first.csv", at=TUESDAY)
    made = resolution_of(db)
    sent = changed(ONE, phone="0819027364")
    after_reading(monkeypatch, lambda _: live.upsert(sent, feed="live.csv", at=LATER), db)
    with pytest.raises(Overtaken):
        people.publish(db, made, at=LATER)
    assert faults(db) == []
    assert partition(db) == {frozenset({ONE.key})}
    [row] = db.execute("MATCH (p:Person) RETURN p.phone AS phone")
    assert row["phone"] == "0819027364"


def test_decisions_count_whatever_is_decided_about_persons_and_nothing_else(db: Database) -> None:
    live = resolver(db)
    before = Decisions.until_now(db)
    append(db, [ONE], source=ONE.source, feed="first.csv", at=TUESDAY)
    assert Decisions.until_now(db) == before
    [done] = take_in(live, [town()[2]])
    came = Decisions.until_now(db)
    assert came != before
    [other] = take_in(live, [town()[4]])
    arrived = Decisions.until_now(db)
    assert arrived != came
    perform(db, Merge((done.person or "", other.person or "")), STEWARD)
    assert Decisions.until_now(db) != arrived


def test_a_batch_that_gives_way_to_somebody_else_is_written_again(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver(db)
    append(db, [ONE], source=ONE.source, feed="first.csv", at=TUESDAY)

    def give_way() -> None:
        raise Deadlock("as if")

    lost = meanwhile(monkeypatch, "open_identifications", give_way)
    resolve(db, at=LATER)
    assert lost
    assert partition(db) == {frozenset({ONE.key})}


def test_a_resolution_is_refused_when_anything_was_decided_after_it_began(db: Database) -> None:
    live = resolver(db)
    append(db, [ONE], source=ONE.source, feed="first.csv", at=TUESDAY)
    began, made = Decisions.until_now(db), resolution_of(db)
    take_in(live, [town()[4]])
    with pytest.raises(Overtaken):
        people.publish(db, made, at=LATER, began=began)
    assert partition(db) == {frozenset({town()[4].key})}


def test_a_record_that_comes_in_between_persons_and_households_keeps_its_home(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = resolver(db)
    append(db, [ONE], source=ONE.source, feed="first.csv", at=TUESDAY)
    made = resolution_of(db)
    publish_homes = people.publish_homes

    def later(*given: Any, **named: Any) -> object:
        take_in(live, [town()[4]])
        return publish_homes(*given, **named)

    monkeypatch.setattr(people, "publish_homes", later)
    with pytest.raises(Overtaken):
        people.publish(db, made, at=LATER)
    home = "MATCH (r:SourceRecord {key: $key})-[:IDENTIFIES]->(p) RETURN COUNT { (p)-[:MEMBER_OF {livesHere: true}]->() } AS n"
    assert db.execute(home, key=town()[4].key) == [{"n": 1}]
    monkeypatch.undo()
    resolve(db, at=LATER + timedelta(days=1))
    assert db.execute(home, key=town()[4].key) == db.execute(home, key=ONE.key) == [{"n": 1}]
    assert db.execute("MATCH ()-[w:WITHDRAWN_MEMBER_OF]->() RETURN w") == []
