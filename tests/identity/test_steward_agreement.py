from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from identity.judgement import Verdict
from identity.steward_agreement import Opinion, agreement_by_pair, steward_agreement

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def opinion(review: str, by: str, verdict: Verdict, *, minute: int = 0, asked: datetime = NOON) -> Opinion:
    return Opinion(review, by, verdict, NOON + timedelta(minutes=minute), blind=True, weight=0.0, asked=asked)


def answers(table: dict[str, tuple[Verdict, Verdict]]) -> list[Opinion]:
    return [
        opinion(review, by, verdict)
        for review, verdicts in table.items()
        for by, verdict in zip(("ann", "bo"), verdicts, strict=True)
    ]


def test_kappa_takes_chance_agreement_off() -> None:
    # Cohen 1960 by hand: observed 3/4, chance (3/4 * 2/4) + (1/4 * 2/4) = 1/2.
    told = steward_agreement(
        answers({"1": (SAME, SAME), "2": (SAME, SAME), "3": (SAME, DIFFERENT), "4": (DIFFERENT, DIFFERENT)})
    )
    assert (told.questions, told.same, told.rate) == (4, 3, 0.75)
    assert told.kappa == pytest.approx(0.5)


def test_a_question_only_one_steward_answered_tells_nothing() -> None:
    told = steward_agreement([opinion("1", "ann", SAME), opinion("2", "bo", SAME)])
    assert (told.questions, told.rate, told.kappa) == (0, None, None)


def test_a_stewards_latest_answer_counts() -> None:
    told = steward_agreement(
        [opinion("1", "ann", UNSURE), opinion("1", "bo", SAME), opinion("1", "ann", SAME, minute=5)]
    )
    assert (told.questions, told.same) == (1, 1)


def test_each_two_stewards_have_their_own_rate() -> None:
    given = [
        *(opinion("1", "bo", SAME), opinion("1", "ann", SAME)),
        *(opinion("2", "cy", DIFFERENT), opinion("2", "ann", SAME)),
    ]
    rates = {pair: told.rate for pair, told in agreement_by_pair(given).items()}
    assert rates == {("ann", "bo"): 1.0, ("ann", "cy"): 0.0}


def test_a_third_steward_who_decides_between_two_makes_no_further_disagreement() -> None:
    given = [
        opinion("1", by, verdict, minute=at)
        for at, (by, verdict) in enumerate([("cy", SAME), ("bo", DIFFERENT), ("ann", SAME)])
    ]
    told = steward_agreement([*given, *answers({"2": (SAME, SAME)})])
    assert (told.questions, told.same) == (2, 1)
    assert set(agreement_by_pair(given)) == {("bo", "cy")}


def test_answers_to_a_question_before_and_after_its_records_changed_are_not_compared() -> None:
    later = NOON + timedelta(days=1)
    given = [opinion("1", "ann", UNSURE), opinion("1", "bo", SAME, minute=2_000, asked=later)]
    assert steward_agreement(given).questions == 0
    again = opinion("1", "ann", SAME, minute=2_001, asked=later)
    assert steward_agreement([*given, again]).same == 1
