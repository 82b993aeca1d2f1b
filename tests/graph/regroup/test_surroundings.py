"""Who is read around a person: whoever shares a place, by whatever name it goes, a form or a household; and who is beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph import regroup
from graph.pins import append_within
from graph.regroup.region import read_own
from graph.regroup.surroundings import read_surroundings
from identity.pins import Pin
from identity.resolution import OPEN
from tests.graph.regroup.hamlet import TRAITS
from tests.graph.small_world import TUESDAY, WEDNESDAY, deliver, record

if TYPE_CHECKING:
    from graph.driver import Database
    from graph.regroup import Region
    from identity.records import RawRecord

CODE = "92010123456"
DOOR = {
    "building_number": "77",
    "sub_district": "ควนปริง",
    "district": "เมืองตรัง",
    "province": "ตรัง",
    "postcode": "92000",
}
BY_DOOR = record("ops_logbook/door", **DOOR)
BY_BOTH = record("ops_logbook/both", house_code=CODE, **DOOR)
BY_CODE = record("ops_logbook/code", house_code=CODE)
ELSEWHERE = record("ops_logbook/elsewhere", **{**DOOR, "building_number": "99"})


def live_here(db: Database, *records: RawRecord) -> None:
    """Each record comes in and is a person of its own."""
    deliver(db, *records, feed="more.csv", at=TUESDAY)
    with db.transaction() as tx:
        plan = regroup.plan(
            tx, [[one.key] for one in records], sources=TRAITS, at=TUESDAY, decided_by="model:m1"
        )
        regroup.apply(tx, plan)


def around(db: Database, key: str) -> Region:
    """What is read around the person of one record."""
    with db.transaction() as tx:
        region = read_own(tx, [key])
        read_surroundings(tx, region, {OPEN: sorted(region.own)})
    return region


def beside(region: Region) -> set[Any]:
    return {row["key"] for rows in region.beside.values() for row in rows}


def test_a_house_is_one_place_by_its_door_and_by_its_code(settled: Database) -> None:
    live_here(settled, BY_BOTH, BY_CODE, ELSEWHERE)
    deliver(settled, BY_DOOR, at=TUESDAY)
    assert around(settled, BY_DOOR.key).near.keys() == {BY_BOTH.key, BY_CODE.key}
    live_here(settled, record("dop_allowance/door", **DOOR))
    new = record("dop_allowance/code", house_code=CODE)
    deliver(settled, new, at=TUESDAY)
    assert around(settled, new.key).near.keys() == {BY_BOTH.key, BY_CODE.key, "dop_allowance/door"}


def test_whoever_shares_another_place_with_a_neighbour_is_beside_and_not_a_neighbour(
    settled: Database,
) -> None:
    moved = record("dop_allowance/moved", **{**DOOR, "building_number": "99"})
    live_here(settled, BY_DOOR, BY_BOTH, ELSEWHERE)
    deliver(settled, moved, feed="more.csv", at=TUESDAY)
    with settled.transaction() as tx:
        groups = [[BY_BOTH.key, moved.key]]
        regroup.apply(tx, regroup.plan(tx, groups, sources=TRAITS, at=WEDNESDAY, decided_by="model:m1"))
    region = around(settled, BY_DOOR.key)
    assert region.near.keys() == {BY_BOTH.key, moved.key}
    assert beside(region) == {ELSEWHERE.key}


def test_a_neighbour_whose_record_has_changed_since_is_read_as_it_is_now(settled: Database) -> None:
    live_here(settled, BY_BOTH)
    deliver(settled, BY_DOOR, at=TUESDAY)
    changed = record(BY_BOTH.key, nickname="ใหม่", house_code=CODE, **DOOR)
    deliver(settled, changed, feed="later.csv", at=WEDNESDAY)
    [now] = around(settled, BY_DOOR.key).near.values()
    assert (now.version.id, now.held, now.row["nickname"]) == (
        f"{BY_BOTH.key}@2",
        f"{BY_BOTH.key}@1",
        "ใหม่",
    )


def test_what_humans_said_of_a_neighbour_is_read_with_it(settled: Database) -> None:
    live_here(settled, BY_DOOR, BY_BOTH)
    pin = Pin("p1", BY_BOTH.key, "nickname", "แดง", None, "somsri", WEDNESDAY, "Asked at the door.")
    with settled.transaction() as tx:
        append_within(tx, [pin], act="a1")
    region = around(settled, BY_DOOR.key)
    assert region.near[BY_BOTH.key].pins == (pin,)
    assert region.near[BY_BOTH.key].person not in region.on_file()


def test_a_housemate_is_a_neighbour_whatever_their_records_say_now(settled: Database) -> None:
    housemate = "ops_logbook/21"
    deliver(settled, record(housemate, nickname="ใหม่"), feed="later.csv", at=TUESDAY)
    region = around(settled, "ops_logbook/22")
    assert region.near[housemate].row.keys().isdisjoint({"household_id", "building_number"})
    lives_in = {
        row["person"]: row["household"] for row in region.memberships if row["properties"]["livesHere"]
    }
    together = {one.person for one in (region.near[housemate], region.own["ops_logbook/22"])}
    assert len(together) == 2
    assert len({lives_in[person] for person in together if person is not None}) == 1
    assert {person for pair in region.ties.kin for person in pair[:2]} >= together
