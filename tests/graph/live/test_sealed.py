"""Sealed records: they find open ones, and nothing open knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.live import publish_keys
from graph.people import assignment, publish
from identity.resolution import OPEN
from tests.graph.live.village import (
    FEED,
    START,
    check_counters,
    counters,
    partition,
    resolver,
    scorer,
    sealed,
    take_in,
    take_in_halves,
    village,
)
from tests.graph.rules.town import changed, town
from tests.graph.small_world import (
    MONDAY,
    SHELTER,
    A,
    B,
    C,
    declare_departments,
    deliver,
    everything,
    person,
    record,
    resolution,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from graph.driver import Database
    from graph.live import Outcome
    from identity.records import RawRecord

PERSONS = 16
PHONE = "0819027364"


def shelter_records() -> list[RawRecord]:
    """Records of a shelter: of people in the open feeds, of one person with two of them, and of many on one phone."""
    known = [sealed(one) for one in village(PERSONS) if one.source == "ops_logbook"][::2]
    strangers = [one for one in town() if one.source == "ops_logbook"][100:140]
    crowd = [sealed(changed(one, phone=PHONE)) for one in strangers]
    return [*known, *crowd]


def open_part(db: Database) -> list[dict[str, Any]]:
    """Everything in the graph that is not of the shelter, and no relationship from or to it."""
    rows = everything(db)
    hidden = {"dwf_shelter"} | {
        row["id"] for row in rows if "id" in row and row["properties"].get("compartment") == SHELTER
    }
    return [row for row in rows if hidden.isdisjoint({row.get("id"), row.get("from"), row.get("to")})]


def take_in_open(db: Database, records: Sequence[RawRecord], among: Sequence[RawRecord]) -> list[Outcome]:
    """Take the open records in, sealed ones between them; every open one at the same instant with or without them."""
    live, hidden, told = resolver(db), iter(among), []
    for number, one in enumerate(records):
        for guest in [next(hidden, None), next(hidden, None)]:
            if guest is not None:
                live.upsert(guest, feed=FEED, at=START.replace(year=2025))
        told.append(live.upsert(one, feed=FEED, at=START.replace(minute=number)))
    return told


def test_open_records_count_match_and_end_as_if_no_sealed_record_existed(db: Database) -> None:
    openly = [changed(one, phone=PHONE) if n % 3 == 0 else one for n, one in enumerate(village(PERSONS))]
    alone = take_in_open(db, openly, ())
    before, counted = open_part(db), counters(db)
    asked = resolver(db).match(changed(openly[0], recorded_on="2026-06-06"), compartments=())
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert take_in_open(db, openly, shelter_records()) == alone
    assert counters(db) == counted
    assert open_part(db) == before
    assert resolver(db).match(changed(openly[0], recorded_on="2026-06-06"), compartments=()) == asked
    assert counters(db, compartment=SHELTER)
    check_counters(db)


def test_a_sealed_record_finds_the_open_person_and_adds_nothing_to_it(db: Database) -> None:
    live = resolver(db)
    [first] = take_in(live, [town()[0]])
    before = open_part(db)
    [hidden] = take_in(live, [sealed(changed(town()[0], phone="0877777777"))], day=1)
    assert hidden.person == first.person
    assert open_part(db) == before
    [golden] = db.execute("MATCH (p:Person) RETURN p.phone AS phone, p.agencies AS agencies")
    assert golden == {"phone": town()[0].values["phone"], "agencies": ["OPS"]}


def test_a_sealed_record_never_makes_two_open_persons_one(db: Database) -> None:
    live = resolver(db)
    one = town()[0]
    first, second = take_in_halves(live, one)
    [hidden] = take_in(live, [sealed(one)], day=1)
    assert hidden.person in {first.person, second.person}
    assert {frozenset(records - {hidden.key}) for records in partition(db)} == {
        frozenset({one.key}),
        frozenset({second.key}),
    }


def test_whoever_may_see_the_compartment_is_told_of_its_persons_and_nobody_else(db: Database) -> None:
    live = resolver(db)
    hidden = sealed(town()[0])
    live.upsert(hidden, feed=FEED, at=START)
    person = assignment(db).previous[hidden.key]
    asked = town()[1]
    assert [match.person for match in live.match(asked, compartments={SHELTER})] == [person]
    assert live.match(asked, compartments=()) == []


def test_the_number_on_a_sealed_record_brings_no_witness_before_an_open_one(db: Database) -> None:
    number = {"citizen_id": town()[0].values["citizen_id"]}
    declare_departments(db)
    deliver(db, record(A, **number), record(B), record(C, **number))
    publish(db, resolution(person("P1", A), person("P2", B, C, carrying=(B,))), at=MONDAY)
    publish_keys(db, scorer())

    def witnesses(*visible: str) -> list[str]:
        with db.transaction() as tx:
            [row] = tx.run(
                "lock_persons",
                locks={"persons": ["P2"], "records": [], "itself": "new/1", "visible": [*visible]},
            )
        return sorted(one["key"] for one in row["witnesses"])

    assert witnesses(OPEN) == []
    assert witnesses(OPEN, SHELTER) == [C, A]
