"""What undoing brings back is what it was: no more in force than before, and the word of whoever said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.judgements import in_force
from graph.stewardship import Judge, PinValue, Undo, Unpin, WithdrawJudgement
from identity.judgement import Verdict
from tests.graph.regroup.hamlet import person_of, state
from tests.graph.stewardship.office import ONE, OTHER, act

if TYPE_CHECKING:
    from graph.driver import Database


def test_a_judgement_that_was_overruled_stays_so_when_its_withdrawal_is_undone(settled: Database) -> None:
    first = act(settled, Judge(ONE, OTHER, Verdict.DIFFERENT), 1)
    act(settled, Judge(ONE, OTHER, Verdict.UNSURE), 2)
    before = in_force(settled)
    withdrawn = act(settled, WithdrawJudgement(first.judgements[0]), 3)
    act(settled, Undo(withdrawn.act), 4)
    assert in_force(settled) == before


def test_a_pin_that_was_overruled_stays_so_when_taking_it_back_is_undone(settled: Database) -> None:
    person = person_of(settled, ONE)
    first = act(settled, PinValue(person, "nickname", value="แดง"), 1)
    act(settled, PinValue(person, "nickname", value="ดำ"), 2)
    before = state(settled)
    unpinned = act(settled, Unpin(first.pins[0]), 3)
    act(settled, Undo(unpinned.act), 4)
    assert state(settled) == before


def test_what_undoing_brings_back_is_still_the_word_of_whoever_said_it(settled: Database) -> None:
    said = act(settled, Judge(ONE, OTHER, Verdict.DIFFERENT), 1)
    [before] = in_force(settled)
    withdrawn = act(settled, WithdrawJudgement(said.judgements[0]), 2)
    act(settled, Undo(withdrawn.act), 3)
    [after] = in_force(settled)
    assert (after.by, after.at, after.reason) == (before.by, before.at, before.reason)
    assert after.id != before.id
