"""Taking an act back brings nobody together whom humans hold apart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from graph import regroup
from graph.errors import ActConflict
from graph.stewardship import Judge, Merge, Undo, Unmerge
from identity.judgement import Verdict
from tests.graph.regroup.hamlet import TRAITS, person_of, persons, publish_grouping
from tests.graph.small_world import TUESDAY, deliver, record
from tests.graph.stewardship.office import ONE, OTHER, act

if TYPE_CHECKING:
    from graph.driver import Database

TOGETHER, THIRD = "dop_allowance/00", "ops_logbook/20"
"""Of the same person as ONE, and the head of a third home."""


def join(db: Database, one: str, other: str, *, minutes: int) -> None:
    """What the model does when a record comes in that belongs to the persons of both of these."""
    held = persons(db)
    group = held[person_of(db, one)] + held[person_of(db, other)]
    with db.transaction() as tx:
        at = TUESDAY + timedelta(minutes=minutes)
        regroup.apply(tx, regroup.plan(tx, [group], sources=TRAITS, at=at, decided_by="model:m1"))


def test_undoing_is_refused_where_it_would_join_records_that_somebody_holds_different(
    settled: Database,
) -> None:
    act(settled, Judge(ONE, THIRD, Verdict.DIFFERENT), 1)
    parted = act(settled, Unmerge(((TOGETHER,),)), 2)
    join(settled, TOGETHER, THIRD, minutes=3)
    with pytest.raises(ActConflict):
        act(settled, Undo(parted.act), 4)
    assert person_of(settled, ONE) != person_of(settled, THIRD)


def test_undoing_joins_again_what_the_act_alone_holds_different(settled: Database) -> None:
    act(settled, Judge(ONE, OTHER, Verdict.DIFFERENT), 1)
    act(settled, Merge((person_of(settled, ONE), person_of(settled, OTHER))), 2)
    parted = act(settled, Unmerge(((OTHER,),)), 3)
    act(settled, Undo(parted.act), 4)
    assert person_of(settled, ONE) == person_of(settled, OTHER)


def test_undoing_the_undoing_of_a_merge_overrules_again_what_the_merge_overruled(settled: Database) -> None:
    act(settled, Judge(ONE, OTHER, Verdict.DIFFERENT), 1)
    merged = act(settled, Merge((person_of(settled, ONE), person_of(settled, OTHER))), 2)
    undone = act(settled, Undo(merged.act), 3)
    act(settled, Undo(undone.act), 4)
    assert person_of(settled, ONE) == person_of(settled, OTHER)


def test_undoing_gives_nobody_an_id_that_somebody_else_has_by_now(settled: Database) -> None:
    merged = act(settled, Merge((person_of(settled, ONE), person_of(settled, THIRD))), 1)
    held = person_of(settled, ONE)
    later = [f"ops_logbook/9{number}" for number in range(6)]
    deliver(settled, *(record(key) for key in later), at=TUESDAY)
    labels = {key: person for person, keys in persons(settled).items() for key in keys}
    publish_grouping(settled, labels | dict.fromkeys(later, held), at=TUESDAY + timedelta(minutes=2))
    moved = {key: "moved" for key in persons(settled)[held] if key not in later}
    publish_grouping(settled, labels | dict.fromkeys(later, held) | moved, at=TUESDAY + timedelta(minutes=3))
    act(settled, Undo(merged.act), 4)
    assert persons(settled)[held] == later
    assert person_of(settled, ONE) != person_of(settled, THIRD)
