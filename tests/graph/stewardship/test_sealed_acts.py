"""Acts on what is sealed: nobody outside sees that they were done, and they decide nothing about open persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import ActConflict, UnknownPerson
from graph.stewardship import Judge, Merge, Undo
from identity.judgement import Verdict
from tests.graph.live.test_sealed import open_part
from tests.graph.regroup.hamlet import person_of
from tests.graph.small_world import SHELTER
from tests.graph.stewardship.office import ONE, act, look

if TYPE_CHECKING:
    from graph.driver import Database

SEALED, OPENLY, ELSEWHERE = "dwf_shelter/21", "ops_logbook/21", "ops_logbook/31"
"""A sealed record attached to an open person, an open one of the same person, and one of another."""


def outside(db: Database) -> list[dict[str, Any]]:
    """All that is open, but for judgements: they stand between records and are asked for by both."""
    return [
        row
        for row in open_part(db)
        if "Judgement" not in str(row.get("label")) and row.get("type") != "ABOUT"
    ]


def test_parting_a_sealed_record_and_taking_that_back_leave_everything_open_as_it_was(
    settled: Database,
) -> None:
    before = outside(settled)
    parted = act(settled, Judge(SEALED, OPENLY, Verdict.DIFFERENT), 1, sealed=True)
    assert person_of(settled, SEALED) != person_of(settled, OPENLY)
    assert outside(settled) == before
    act(settled, Undo(parted.act), 2, sealed=True)
    assert person_of(settled, SEALED) == person_of(settled, OPENLY)
    assert outside(settled) == before


def test_a_sealed_record_never_makes_two_open_persons_one_whoever_says_so(settled: Database) -> None:
    before = outside(settled)
    with pytest.raises(ActConflict):
        act(settled, Judge(SEALED, ELSEWHERE, Verdict.SAME), 1, sealed=True)
    act(settled, Judge(SEALED, OPENLY, Verdict.DIFFERENT), 2, sealed=True)
    three = Merge(tuple(person_of(settled, key) for key in (SEALED, OPENLY, ELSEWHERE)))
    with pytest.raises(ActConflict):
        act(settled, three, 3, sealed=True)
    assert outside(settled) == before


def test_the_token_of_a_preview_does_not_depend_on_what_is_sealed(settled: Database) -> None:
    wish = Merge((person_of(settled, OPENLY), person_of(settled, ELSEWHERE)))
    seen = look(settled, wish)
    settled.execute("MATCH (:SourceRecord {key: $key})-[held:IDENTIFIES]->() DELETE held", key=SEALED)
    assert look(settled, wish).token == seen.token


def test_a_sealed_id_that_was_split_is_as_unknown_outside_as_one_never_given(settled: Database) -> None:
    settled.execute(
        "CREATE (old:Person {id: 'PSPLIT', status: 'retired', compartment: $place})"
        " FOREACH (id IN ['PONE', 'PTWO'] |"
        " CREATE (old)-[:BECAME]->(:Person {id: id, status: 'active', compartment: $place}))",
        place=SHELTER,
    )
    with pytest.raises(UnknownPerson):
        look(settled, Merge(("PSPLIT", person_of(settled, ONE))))


def test_taking_an_open_act_back_leaves_a_sealed_record_where_its_own_stewards_put_it(
    settled: Database,
) -> None:
    merged = act(settled, Merge((person_of(settled, OPENLY), person_of(settled, ELSEWHERE))), 1)
    act(settled, Judge(SEALED, OPENLY, Verdict.DIFFERENT), 2, sealed=True)
    parted = person_of(settled, SEALED)
    act(settled, Undo(merged.act), 3)
    assert person_of(settled, OPENLY) != person_of(settled, ELSEWHERE)
    assert person_of(settled, SEALED) == parted
