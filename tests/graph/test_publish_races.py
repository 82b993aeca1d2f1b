"""Publishing while somebody else changes persons: refused, nothing torn, and begun again it ends well."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from graph import people
from graph.driver import Transaction
from graph.errors import Deadlock, ResolutionRefused
from graph.people import assignment, decisions
from graph.records import append
from graph.stewardship import Merge, Steward, perform
from identity.resolution import OPEN
from tests.graph.live.village import START, partition, resolver, take_in
from tests.graph.rules.town import changed, resolution_of, resolve, town
from tests.graph.small_world import TUESDAY, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.driver import Database
    from graph.identifications import Held

ONE, OTHER = town()[0], town()[1]
STEWARD = Steward("somsri", START + timedelta(days=1), "Seen on paper.", frozenset({OPEN}))
LATER = START + timedelta(days=3)


def after_reading(monkeypatch: pytest.MonkeyPatch, happens: Callable[[Database], object]) -> None:
    """Something happens once publishing has read what the graph holds."""
    held = people.held

    def reading(db: Database) -> Held:
        before = held(db)
        happens(db)
        return before

    monkeypatch.setattr(people, "held", reading)


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
    after_reading(monkeypatch, lambda db: perform(db, Merge(ids), STEWARD))
    with pytest.raises(ResolutionRefused):
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
    after_reading(monkeypatch, lambda _: live.upsert(sent, feed="live.csv", at=LATER))
    with pytest.raises(ResolutionRefused):
        people.publish(db, made, at=LATER)
    assert faults(db) == []
    assert partition(db) == {frozenset({ONE.key})}
    [row] = db.execute("MATCH (p:Person) RETURN p.phone AS phone")
    assert row["phone"] == "0819027364"


def test_decisions_count_whatever_is_decided_about_persons_and_nothing_else(db: Database) -> None:
    live = resolver(db)
    before = decisions(db)
    append(db, [ONE], source=ONE.source, feed="first.csv", at=TUESDAY)
    assert decisions(db) == before
    [done] = take_in(live, [town()[2]])
    came = decisions(db)
    assert came != before
    [other] = take_in(live, [town()[4]])
    arrived = decisions(db)
    assert arrived != came
    perform(db, Merge((done.person or "", other.person or "")), STEWARD)
    assert decisions(db) != arrived


def test_a_batch_that_gives_way_to_somebody_else_is_written_again(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver(db)
    append(db, [ONE], source=ONE.source, feed="first.csv", at=TUESDAY)
    run: Callable[..., object] = Transaction.run
    lost: list[str] = []

    def giving_way(self: Transaction, name: str, /, **parameters: object) -> object:
        rows = run(self, name, **parameters)
        if name == "open_identifications" and not lost:
            lost.append(name)
            raise Deadlock("as if")
        return rows

    monkeypatch.setattr(Transaction, "run", giving_way)
    resolve(db, at=LATER)
    assert lost
    assert partition(db) == {frozenset({ONE.key})}
