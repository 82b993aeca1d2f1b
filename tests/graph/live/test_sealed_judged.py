"""A record that makes two open persons one puts no sealed record beside one that its steward holds different."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.judgements import append
from identity.judgement import Judgement, Verdict
from tests.graph.live.test_sealed import open_part
from tests.graph.live.village import START, partition, resolver, sealed, take_in
from tests.graph.rules.town import changed, town
from tests.graph.small_world import record

if TYPE_CHECKING:
    from graph.driver import Database

ALONE, HIDDEN = "dop_allowance/9", "dwf_shelter/0"


def joined_by_a_third(db: Database, *, judged: bool) -> list[dict[str, Any]]:
    """What is open after somebody whom the shelter knows has been joined to somebody else."""
    live, one = resolver(db), town()[0]
    alone = record(ALONE, given_name=one.values["given_name"], citizen_id=one.values["citizen_id"])
    first, second = take_in(live, [changed(one, citizen_id=""), alone])
    [hidden] = take_in(live, [sealed(changed(one, citizen_id=""))], day=1)
    assert hidden.person == first.person != second.person
    if judged:
        append(db, Judgement(ALONE, HIDDEN, Verdict.DIFFERENT, "J1", "bo", START, "Seen on paper."))
    [third] = take_in(live, [changed(one, recorded_on="2026-06-06")], day=2)
    assert third.merged
    return [row for row in open_part(db) if "J1" not in (row.get("id"), row.get("from"))]


def test_a_join_leaves_a_sealed_record_out_that_its_steward_holds_different_and_nobody_outside_sees_it(
    db: Database,
) -> None:
    before = joined_by_a_third(db, judged=False)
    assert {HIDDEN, ALONE} <= next(one for one in partition(db) if ALONE in one)
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert joined_by_a_third(db, judged=True) == before
    assert frozenset({HIDDEN}) in partition(db)
