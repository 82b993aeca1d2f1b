"""Acts by those who see open records alone: sealed ones decide nothing about them, and are never put beside what their
own stewards hold different."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from graph import regroup
from graph.stewardship import Judge, Merge, Undo, Unmerge
from identity.judgement import Verdict
from identity.resolution import OPEN
from tests.graph.live.test_sealed import open_part
from tests.graph.regroup.hamlet import (
    TRAITS,
    hamlet,
    person_of,
    persons,
    publish_grouping,
    state,
    who_is_who,
)
from tests.graph.small_world import MONDAY, SHELTER, THURSDAY, TUESDAY, declare_departments, deliver, record
from tests.graph.stewardship.office import ONE, OTHER, act

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.driver import Database

    Story = Callable[[Database], None]

TOGETHER = "dop_allowance/00"
"""Of the same person as ONE."""
SEALED, OPENLY, ELSEWHERE = "dwf_shelter/21", "ops_logbook/21", "ops_logbook/31"
"""A sealed record attached to an open person, an open one of the same person, and one of another."""
HIDDEN, SECOND = "dwf_shelter/90", "dwf_shelter/91"
"""Sealed records that come in later."""


def settle_town(db: Database, *, sealed: bool) -> None:
    """An empty graph filled with the hamlet, or with as much of it as is open."""
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    records = [one for one in hamlet() if sealed or one.source != "dwf_shelter"]
    declare_departments(db)
    deliver(db, *records)
    publish_grouping(db, who_is_who(records), at=MONDAY)


def comes_in(db: Database, key: str, beside: str, *, minutes: int) -> None:
    """What the model does when a record comes in that belongs to somebody's person."""
    at = TUESDAY + timedelta(minutes=minutes)
    deliver(db, record(key), at=at)
    group = [*persons(db)[person_of(db, beside)], key]
    with db.transaction() as tx:
        regroup.apply(tx, regroup.plan(tx, [group], sources=TRAITS, at=at, decided_by="model:m1"))


def told_outside(db: Database) -> list[dict[str, Any]]:
    """Everything open but judgements on sealed records, and of acts what they say of open ones."""
    judged = {
        row["id"]
        for row in open_part(db)
        if row.get("label") == "Judgement" and "dwf_shelter/" in f"{row['properties']}"
    }
    return [
        {**row, "properties": _openly(row["properties"])}
        for row in open_part(db)
        if judged.isdisjoint({row.get("id"), row.get("from")})
    ]


def _openly(properties: dict[str, Any]) -> dict[str, Any]:
    kept = dict(properties)
    for name in {"before", "after", "householdsBefore"} & kept.keys():
        said = orjson.loads(kept[name])
        kept[name] = {key: value for key, value in said.items() if not key.startswith("dwf_shelter/")}
    return kept


def in_both_towns(db: Database, story: Story) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """How a story ends outside where nothing is sealed, and where something is."""
    ends: list[list[dict[str, Any]]] = []
    for sealed in (False, True):
        settle_town(db, sealed=sealed)
        story(db)
        ends.append(told_outside(db))
    return ends[0], ends[1]


def test_with_whom_a_later_record_goes_when_an_act_is_undone_does_not_depend_on_sealed_ones(
    db: Database,
) -> None:
    def story(db: Database) -> None:
        person = person_of(db, OPENLY)
        other = max(one for one, keys in persons(db).items() if len(keys) == 1 and one < person)
        merged = act(db, Merge((person, other)), 1)
        comes_in(db, "ops_logbook/99", OPENLY, minutes=2)
        act(db, Undo(merged.act), 3)
        assert person_of(db, "ops_logbook/99") == other

    alone, beside_sealed = in_both_towns(db, story)
    assert beside_sealed == alone


def test_a_sealed_record_draws_no_open_person_into_an_undoing(db: Database) -> None:
    later = [f"ops_logbook/9{number}" for number in range(4)]

    def story(db: Database) -> None:
        merged = act(db, Merge((person_of(db, OPENLY), person_of(db, ELSEWHERE))), 1)
        for minutes, key in enumerate(later, start=2):
            comes_in(db, key, OPENLY, minutes=minutes)
        labels = {key: person for person, keys in persons(db).items() for key in keys}
        staying = {key: "staying" for key in (*later, SEALED) if key in labels}
        held = person_of(db, OPENLY)
        publish_grouping(db, labels | staying, at=TUESDAY + timedelta(minutes=10))
        assert person_of(db, later[0]) == held != person_of(db, OPENLY)
        act(db, Undo(merged.act), 11)
        assert set(persons(db)[held]) - {SEALED} == set(later)
        assert len({person_of(db, key) for key in (OPENLY, ELSEWHERE, *later)}) == 3

    alone, beside_sealed = in_both_towns(db, story)
    assert beside_sealed == alone


def _parted_and_put_back(db: Database, *, sealed: bool, beside: str = ONE, against: str = TOGETHER) -> None:
    parted = act(db, Unmerge(((TOGETHER,),)), 1)
    if sealed:
        comes_in(db, HIDDEN, beside, minutes=2)
        act(db, Judge(HIDDEN, against, Verdict.DIFFERENT), 3, sealed=True)
        assert person_of(db, HIDDEN) == person_of(db, beside)
    act(db, Undo(parted.act), 4)


@pytest.mark.parametrize(("beside", "against"), [(ONE, TOGETHER), (TOGETHER, ONE)])
def test_undoing_puts_no_sealed_record_beside_one_that_its_steward_holds_different(
    db: Database, beside: str, against: str
) -> None:
    settle_town(db, sealed=True)
    _parted_and_put_back(db, sealed=False)
    alone = told_outside(db)
    settle_town(db, sealed=True)
    _parted_and_put_back(db, sealed=True, beside=beside, against=against)
    assert person_of(db, ONE) == person_of(db, TOGETHER) != person_of(db, HIDDEN)
    assert told_outside(db) == alone
    [node] = db.execute(
        "MATCH (p:Person {id: $id}) RETURN p.compartment AS place, p.status AS status",
        id=person_of(db, HIDDEN),
    )
    assert node == {"place": SHELTER, "status": "active"}


def _joined(db: Database, join: Callable[[str, str], Merge | Judge], *, sealed: bool) -> str:
    if sealed:
        comes_in(db, HIDDEN, ONE, minutes=1)
        act(db, Judge(HIDDEN, OTHER, Verdict.DIFFERENT), 2, sealed=True)
    return act(db, join(person_of(db, ONE), person_of(db, OTHER)), 3).act


@pytest.mark.parametrize(
    "join",
    [
        pytest.param(lambda one, other: Merge((one, other)), id="merging persons"),
        pytest.param(lambda *_: Judge(ONE, OTHER, Verdict.SAME), id="judging records the same"),
    ],
)
def test_joining_puts_no_sealed_record_beside_one_that_its_steward_holds_different(
    db: Database, join: Callable[[str, str], Merge | Judge]
) -> None:
    settle_town(db, sealed=True)
    _joined(db, join, sealed=False)
    alone = told_outside(db)
    settle_town(db, sealed=True)
    joined = _joined(db, join, sealed=True)
    assert person_of(db, ONE) == person_of(db, OTHER) != person_of(db, HIDDEN)
    assert told_outside(db) == alone
    act(db, Undo(joined), 4)
    assert person_of(db, HIDDEN) == person_of(db, ONE) != person_of(db, OTHER)


def test_of_a_person_that_is_parted_a_sealed_record_follows_the_one_its_steward_holds_the_same(
    db: Database,
) -> None:
    settle_town(db, sealed=True)
    comes_in(db, HIDDEN, ONE, minutes=1)
    comes_in(db, SECOND, ONE, minutes=2)
    # Of equally many records the group of the smallest would keep the sealed ones.
    followed = max(ONE, TOGETHER)
    act(db, Judge(HIDDEN, followed, Verdict.SAME), 3, sealed=True)
    act(db, Unmerge(((TOGETHER,),)), 4)
    assert person_of(db, HIDDEN) == person_of(db, followed)
    assert person_of(db, SECOND) == person_of(db, min(ONE, TOGETHER))


def test_sealed_records_that_their_steward_holds_the_same_go_together(db: Database) -> None:
    settle_town(db, sealed=True)
    comes_in(db, HIDDEN, ONE, minutes=1)
    comes_in(db, SECOND, ONE, minutes=2)
    act(db, Judge(HIDDEN, SECOND, Verdict.SAME), 3, sealed=True)
    act(db, Judge(HIDDEN, OTHER, Verdict.DIFFERENT), 4, sealed=True)
    act(db, Merge((person_of(db, ONE), person_of(db, OTHER))), 5)
    assert person_of(db, HIDDEN) == person_of(db, SECOND) != person_of(db, ONE)


def test_two_sealed_records_that_their_steward_holds_different_do_not_meet_when_others_are_joined(
    db: Database,
) -> None:
    settle_town(db, sealed=True)
    comes_in(db, HIDDEN, ONE, minutes=1)
    comes_in(db, SECOND, OTHER, minutes=2)
    act(db, Judge(HIDDEN, SECOND, Verdict.DIFFERENT), 3, sealed=True)
    act(db, Merge((person_of(db, ONE), person_of(db, OTHER))), 4)
    assert person_of(db, HIDDEN) != person_of(db, SECOND)


def test_a_sealed_act_is_taken_back_though_the_open_records_have_other_persons_by_now(db: Database) -> None:
    settle_town(db, sealed=True)
    comes_in(db, HIDDEN, ONE, minutes=1)
    done = act(db, Judge(HIDDEN, ONE, Verdict.DIFFERENT), 2, sealed=True)
    labels = {key: person for person, keys in persons(db).items() for key in keys}
    publish_grouping(db, labels | {TOGETHER: "moved"}, at=TUESDAY + timedelta(minutes=3))
    before = told_outside(db)
    act(db, Undo(done.act), 4, sealed=True)
    assert person_of(db, HIDDEN) in {person_of(db, ONE), person_of(db, TOGETHER)}
    assert told_outside(db) == before


def test_publishing_finds_nothing_to_write_after_sealed_records_were_set_apart(db: Database) -> None:
    settle_town(db, sealed=True)
    _parted_and_put_back(db, sealed=True)
    before = state(db)
    clusters = {key: person for person, keys in persons(db).items() for key in keys}
    assert dict(publish_grouping(db, clusters, at=THURSDAY).counts) == {}
    assert state(db) == before
    assert {row["place"] for row in db.execute("MATCH (p:Person) RETURN p.compartment AS place")} == {
        OPEN,
        SHELTER,
    }
