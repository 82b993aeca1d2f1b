"""What single records do not find, and the next whole resolution puts right (`docs/sources.md`)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from graph.live import publish_keys
from graph.records import append
from tests.graph.live.village import START, partition, resolver, scorer, sealed, take_in
from tests.graph.rules.town import changed, person_of, resolve, town

if TYPE_CHECKING:
    from graph.driver import Database

ONE, OTHER = town()[0], town()[1]
LATER = START + timedelta(days=3)


def test_a_stored_record_is_found_by_nobody_and_then_goes_to_the_person_who_came_meanwhile(
    db: Database,
) -> None:
    live = resolver(db)
    append(db, [ONE], source=ONE.source, feed="stored.csv", at=START)
    publish_keys(db, scorer())
    [came] = take_in(live, [OTHER], day=1)
    assert partition(db) == {frozenset({OTHER.key})}
    resolve(db, at=LATER)
    assert person_of(db) == {ONE.key: came.person, OTHER.key: came.person}


def test_a_changed_record_that_is_stored_leaves_its_person_as_they_were(db: Database) -> None:
    phone = "MATCH (p:Person) RETURN p.phone AS phone"
    [came] = take_in(resolver(db), [ONE])
    append(
        db,
        [changed(ONE, phone="0819027364")],
        source=ONE.source,
        feed="stored.csv",
        at=START + timedelta(days=1),
    )
    assert db.execute(phone) == [{"phone": ONE.values["phone"]}]
    resolve(db, at=LATER)
    assert db.execute(phone) == [{"phone": "0819027364"}]
    assert person_of(db) == {ONE.key: came.person}


def test_a_sealed_record_that_came_first_goes_to_the_open_person_who_came_after(db: Database) -> None:
    hidden = sealed(ONE)
    live = resolver(db)
    take_in(live, [hidden])
    [came] = take_in(live, [OTHER], day=1)
    assert partition(db) == {frozenset({hidden.key}), frozenset({OTHER.key})}
    resolve(db, at=LATER)
    assert person_of(db) == {hidden.key: came.person, OTHER.key: came.person}
