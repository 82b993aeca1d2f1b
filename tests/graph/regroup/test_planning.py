"""A plan tears nobody, writes nothing, tells what follows, and lets nothing sealed show outside."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from graph import regroup
from graph.errors import RegroupRefused, UnknownRecord
from graph.outbox import Change
from graph.people import assignment
from tests.graph.regroup.hamlet import TRAITS, person_of, persons, publish_grouping, state
from tests.graph.small_world import SHELTER, TUESDAY, deliver, last_transaction, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.driver import Database

ONE, ALSO = "ops_logbook/00", "dop_allowance/00"


def planned(db: Database, *groups: Sequence[str], write: bool = True) -> regroup.Plan:
    with db.transaction() as tx:
        plan = regroup.plan(tx, groups, sources=TRAITS, at=TUESDAY, decided_by="model:m2")
        if write:
            regroup.apply(tx, plan)
    return plan


def test_a_person_is_not_torn_nor_a_record_given_twice_or_made_up(settled: Database) -> None:
    with pytest.raises(RegroupRefused):
        planned(settled, [ONE])
    with pytest.raises(RegroupRefused):
        planned(settled, [ONE, ALSO], [ONE])
    with pytest.raises(UnknownRecord):
        planned(settled, [ONE, ALSO, "ops_logbook/none"])


def test_a_plan_writes_nothing_and_one_that_changes_nothing_has_nothing_to_write(settled: Database) -> None:
    last = last_transaction(settled)
    assert planned(settled, [ONE], [ALSO], write=False).rows
    assert last_transaction(settled) == last
    assert planned(settled, [ONE, ALSO], write=False).rows == {}


def test_a_newcomer_joins_a_person_whose_values_enrolments_and_history_follow(settled: Database) -> None:
    person = person_of(settled, ONE)
    new = record("dop_allowance/new", nickname="ใหม่", recorded_on="2026-09-01")
    deliver(settled, new, at=TUESDAY)
    plan = planned(settled, [ONE, ALSO, new.key])
    assert plan.person_of[new.key] == person
    assert [(move.enrolment, move.left, move.joined) for move in plan.enrolments] == [(new.key, None, person)]
    [held] = settled.execute(
        "MATCH (:SourceRecord {key: $key})-[i:IDENTIFIES]->(p:Person) RETURN p.nickname AS name, i.decidedBy AS by",
        key=new.key,
    )
    assert held == {"name": "ใหม่", "by": "model:m2"}


def test_what_changed_is_told_once_in_the_outbox_without_values(settled: Database) -> None:
    person = person_of(settled, ONE)
    plan = planned(settled, [ONE], [ALSO])
    [created] = set(plan.person_of.values()) - {person}
    told = settled.execute(
        "MATCH (c:Change) RETURN c.kind AS kind, c.subject AS subject, size(keys(c)) AS parts"
    )
    assert {(each["kind"], each["subject"]) for each in told} >= {
        ("person.created", created),
        ("person.changed", person),
    }
    assert {each["parts"] for each in told} == {5}
    again = Change(TUESDAY, "person.created", created, "open")
    assert again.id in {change.id for change in plan.changes}


def test_a_sealed_record_that_comes_to_an_open_person_changes_nothing_outside(settled: Database) -> None:
    before = [row for row in state(settled) if not str(row["id"]).startswith("dwf")]
    last = persons(settled)[person_of(settled, ONE)]
    deliver(settled, record("dwf_shelter/new", building_number="20", household_id="H0"), at=TUESDAY)
    plan = planned(settled, [*last, "dwf_shelter/new"])
    assert (plan.persons, plan.households, plan.changes) == ((), (), ())
    assert {move.compartment for move in plan.enrolments} == {SHELTER}
    enrolled = f"ENROLLED {plan.person_of['dwf_shelter/new']}"
    after = [row for row in state(settled) if not str(row["id"]).startswith("dwf")]
    assert [row for row in after if row["other"] != "dwf_shelter/new"] == before
    assert [row["id"] for row in after if row["other"] == "dwf_shelter/new"] == [enrolled]


def test_a_sealed_person_who_is_made_one_with_open_ones_that_change_leaves_their_housemates(
    settled: Database,
) -> None:
    place = {"building_number": "77", "sub_district": "ทับเที่ยง", "district": "เมืองตรัง", "province": "ตรัง"}
    home = {"household_id": "S1", "family_name": "ใจดี", **place}
    head = record("dwf_shelter/head", relationship="head", **home)
    spouse = record("dwf_shelter/spouse", relationship="spouse", **home)
    deliver(settled, head, spouse, at=TUESDAY)
    before = planned(settled, [head.key], [spouse.key])
    other = persons(settled)[person_of(settled, "ops_logbook/10")]
    plan = planned(settled, [ONE, ALSO, *other, head.key])
    assert [change.after for change in plan.households if change.compartment == SHELTER] == [
        (before.person_of[spouse.key],)
    ]
    published = publish_grouping(settled, dict(assignment(settled).previous), at=TUESDAY)
    assert dict(published.counts) == {}


def test_when_a_sealed_record_was_attached_shows_in_no_open_instant_and_its_history_runs_forwards(
    settled: Database,
) -> None:
    later = TUESDAY + timedelta(hours=1)
    attached = ["dwf_shelter/21", "dwf_shelter/31"]
    settled.execute(
        "MATCH (r:SourceRecord WHERE r.key IN $keys)-[i:IDENTIFIES]->() SET i.since = $later",
        keys=attached,
        later=later,
    )
    two = {person_of(settled, key) for key in attached}
    plan = planned(settled, [key for person in two for key in persons(settled)[person]])
    assert {change.at for change in plan.changes} == {plan.at} == {TUESDAY}
    [moved] = settled.execute(
        "MATCH (r:SourceRecord WHERE r.key IN $keys)-[was:IDENTIFIES WHERE was.until IS NOT NULL]->()"
        " MATCH (r)-[now:IDENTIFIES WHERE now.until IS NULL]->()"
        " RETURN was.since AS since, was.until AS until, now.since AS from",
        keys=attached,
    )
    assert moved["since"] == later < moved["until"] == moved["from"]


def test_a_record_older_than_the_keeping_of_standard_rows_is_read_from_what_was_sent(
    settled: Database,
) -> None:
    keys = ["standard", "markDoor", "markForm", "markCode", "markRegisteredDoor", "markRegisteredCode"]
    whole = planned(settled, [ONE], [ALSO], write=False)
    settled.execute(
        "MATCH (r:SourceRecord) WHERE r.key IN $own FOREACH (name IN $keys | SET r[name] = null)",
        own=[ONE, ALSO],
        keys=keys,
    )
    assert planned(settled, [ONE], [ALSO], write=False).token == whole.token
