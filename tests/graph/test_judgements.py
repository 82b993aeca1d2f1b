"""Judgements: appended, withdrawn, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import Conflict, UnknownJudgement, UnknownRecord
from graph.judgements import append, in_force, withdraw
from identity.judgement import Judgement, Verdict
from tests.graph.small_world import MONDAY, TUESDAY, WEDNESDAY, declare_departments, deliver, record

if TYPE_CHECKING:
    from datetime import datetime

    from graph.driver import Database

A, B = "ops_logbook/a", "dop_allowance/b"


@pytest.fixture
def departments(db: Database) -> Database:
    declare_departments(db)
    deliver(db, record(A), record(B))
    return db


def judgement(name: str, verdict: Verdict, at: datetime, right: str = B) -> Judgement:
    return Judgement(*sorted((A, right)), verdict, name, "steward-7", at, "Same photograph.")


def test_a_judgement_comes_back_as_it_was_made(departments: Database) -> None:
    made = judgement("j1", Verdict.SAME, MONDAY)
    append(departments, made)
    assert in_force(departments) == (made,)


def test_the_latest_on_a_pair_is_in_force_and_withdrawing_it_brings_back_the_one_before(
    departments: Database,
) -> None:
    first, second = judgement("j1", Verdict.SAME, MONDAY), judgement("j2", Verdict.UNSURE, TUESDAY)
    append(departments, first)
    append(departments, second)
    assert in_force(departments) == (second,)
    withdraw(departments, "j2", by="steward-8", at=WEDNESDAY, reason="Wrong form.")
    assert in_force(departments) == (first,)


def test_a_withdrawn_judgement_stays_with_who_withdrew_it_and_cannot_be_withdrawn_again(
    departments: Database,
) -> None:
    append(departments, judgement("j1", Verdict.SAME, MONDAY))
    withdraw(departments, "j1", by="steward-8", at=TUESDAY, reason="Wrong form.")
    [row] = departments.execute("MATCH (j:Judgement) RETURN j.verdict AS verdict, j.withdrawnBy AS by")
    assert row == {"verdict": "SAME", "by": "steward-8"}
    with pytest.raises(UnknownJudgement, match="j1"):
        withdraw(departments, "j1", by="steward-9", at=WEDNESDAY, reason="Again.")


def test_an_id_is_given_to_one_judgement_only(departments: Database) -> None:
    append(departments, judgement("j1", Verdict.SAME, MONDAY))
    with pytest.raises(Conflict):
        append(departments, judgement("j1", Verdict.DIFFERENT, TUESDAY))


def test_a_judgement_about_a_record_nobody_received_is_refused(departments: Database) -> None:
    with pytest.raises(UnknownRecord, match="j1"):
        append(departments, judgement("j1", Verdict.SAME, MONDAY, right="ops_logbook/none"))
