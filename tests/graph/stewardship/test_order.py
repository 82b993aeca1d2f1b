"""Of two decisions the later one counts, whatever the clocks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph import lodgings
from graph.errors import ActConflict
from graph.judgements import in_force
from graph.stewardship import Judge, Lodge, Merge, PinValue, Undo, Unmerge
from identity.judgement import Verdict
from tests.graph.regroup.hamlet import person_of
from tests.graph.stewardship.office import ONE, OTHER, act

if TYPE_CHECKING:
    from graph.driver import Database

TOGETHER = "dop_allowance/00"
"""Of the same person as ONE."""


def standing(db: Database) -> set[tuple[str, str, Verdict]]:
    return {(one.left, one.right, one.verdict) for one in in_force(db)}


def test_the_later_judgement_counts_though_its_clock_is_behind(settled: Database) -> None:
    act(settled, Judge(ONE, TOGETHER, Verdict.SAME), 10)
    act(settled, Judge(ONE, TOGETHER, Verdict.DIFFERENT), 9)
    assert person_of(settled, ONE) != person_of(settled, TOGETHER)
    assert standing(settled) == {(TOGETHER, ONE, Verdict.DIFFERENT)}


def test_parting_outlasts_an_earlier_judgement_of_a_clock_ahead(settled: Database) -> None:
    act(settled, Judge(ONE, OTHER, Verdict.SAME), 10)
    act(settled, Judge(ONE, OTHER, Verdict.UNSURE), 11)
    act(settled, Unmerge(((OTHER, TOGETHER),)), 9)
    assert person_of(settled, ONE) != person_of(settled, OTHER)
    assert (ONE, OTHER, Verdict.DIFFERENT) in standing(settled)


def test_the_later_pin_counts_though_its_clock_is_behind(settled: Database) -> None:
    person = person_of(settled, ONE)
    act(settled, PinValue(person, "nickname", value="แดง"), 10)
    act(settled, PinValue(person, "nickname", value="ดำ"), 9)
    [row] = settled.execute("MATCH (p:Person {id: $id}) RETURN p.nickname AS name", id=person)
    assert row["name"] == "ดำ"


def test_the_later_lodging_counts_though_its_clock_is_behind(settled: Database) -> None:
    mover, host = person_of(settled, ONE), person_of(settled, OTHER)
    act(settled, Lodge((mover,), host), 10)
    act(settled, Lodge((mover,)), 9)
    latest = max(lodgings.in_force(settled), key=lambda lodging: lodging.at)
    assert latest.beside is None


def test_an_act_rests_on_the_one_before_it_though_its_clock_is_behind(settled: Database) -> None:
    one, other = person_of(settled, ONE), person_of(settled, OTHER)
    merged = act(settled, Merge((one, other)), 10)
    pinned = act(settled, PinValue(one, "nickname", value="แดง"), 9)
    with pytest.raises(ActConflict):
        act(settled, Undo(merged.act), 12)
    act(settled, Undo(pinned.act), 13)
    act(settled, Undo(merged.act), 14)


def test_what_is_sealed_does_not_show_in_when_an_open_act_was_done(settled: Database) -> None:
    act(settled, Judge("ops_logbook/21", "dwf_shelter/21", Verdict.SAME), 10, sealed=True)
    done = act(settled, PinValue(person_of(settled, "ops_logbook/21"), "nickname", value="แดง"), 9)
    times = settled.execute("MATCH (a:Act) RETURN a.id = $id AS open, a.at AS at ORDER BY open", id=done.act)
    assert times[0]["at"] > times[1]["at"]
