"""Human verdicts on pairs of records."""

from __future__ import annotations

from datetime import UTC, datetime

from identity.judgement import Judgement, Verdict, in_force


def _judgement(left: str, right: str, verdict: Verdict, *, day: int, name: str = "j1") -> Judgement:
    return Judgement(left, right, verdict, name, "steward", datetime(2026, 11, day, tzinfo=UTC), "seen")


def test_the_latest_verdict_on_a_pair_holds_whichever_way_it_was_named() -> None:
    first = _judgement("a", "b", Verdict.SAME, day=1)
    second = _judgement("b", "a", Verdict.DIFFERENT, day=2)
    assert in_force([second, first]) == {("a", "b"): second}


def test_of_two_verdicts_at_one_moment_the_greater_id_holds() -> None:
    first = _judgement("a", "b", Verdict.SAME, day=1, name="j1")
    second = _judgement("a", "b", Verdict.UNSURE, day=1, name="j2")
    assert in_force([first, second]) == in_force([second, first]) == {("a", "b"): second}
