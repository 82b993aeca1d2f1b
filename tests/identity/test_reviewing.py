from __future__ import annotations

from dataclasses import replace

import pytest

from identity.doubt import Doubt, DoubtKind
from identity.reviewing import answer_value, is_control, one_question_each, review_id, uncertainty


def doubt(left: str, right: str, *, kind: DoubtKind = DoubtKind.PAIR, weight: float | None = 0.0) -> Doubt:
    return Doubt(kind, left, right, (left, right), weight, "by a narrow margin")


def test_the_same_question_has_one_id_whichever_side_comes_first() -> None:
    assert review_id(doubt("a/1", "b/2")) == review_id(doubt("b/2", "a/1", weight=3.0))


def test_another_kind_of_doubt_about_two_records_is_another_question() -> None:
    assert review_id(doubt("a/1", "b/2")) != review_id(doubt("a/1", "b/2", kind=DoubtKind.BROKEN))


def test_even_odds_are_the_most_uncertain() -> None:
    assert uncertainty(0.0) == pytest.approx(1.0)
    assert uncertainty(0.0) > uncertainty(2.0) > uncertainty(8.0) > 0.0
    assert uncertainty(-3.0) == pytest.approx(uncertainty(3.0))
    assert uncertainty(500.0) == pytest.approx(0.0)


def value(
    kind: DoubtKind, weight: float, *, records: int = 4, enrolments: int = 1, odds: float | None = None
) -> float:
    asked = replace(doubt("a/1", "b/2", kind=kind, weight=weight), odds=odds)
    return answer_value(asked, records=records, enrolments=enrolments)


def test_an_answer_is_worth_more_the_more_hangs_on_it() -> None:
    small = value(DoubtKind.PAIR, 0.0, records=2, enrolments=0)
    assert value(DoubtKind.PAIR, 0.0, records=9, enrolments=0) > small
    assert value(DoubtKind.PAIR, 0.0, records=2, enrolments=1) > small


def test_how_open_it_is_whether_two_persons_are_one_is_told_by_all_their_records() -> None:
    assert value(DoubtKind.PAIR, 9.0, odds=0.5) == value(DoubtKind.PAIR, 0.5)
    assert value(DoubtKind.PAIR, 0.0, odds=-3.0) < value(DoubtKind.PAIR, 0.0)


def test_a_person_who_may_be_two_comes_before_two_who_may_be_one() -> None:
    assert value(DoubtKind.BROKEN, -9.0) > value(DoubtKind.PAIR, 0.0)


def test_a_number_two_people_carry_stays_a_question_however_clear_the_weights() -> None:
    assert value(DoubtKind.CONTESTED_ID, 40.0) > value(DoubtKind.PAIR, 40.0) + 1


def test_many_records_of_two_people_ask_one_question_by_the_strongest_pair() -> None:
    person = {"a/1": "P1", "a/2": "P1", "b/1": "P2"}
    weak, strong, other = (
        doubt("a/1", "b/1", weight=-1.0),
        doubt("b/1", "a/2", weight=1.0),
        doubt("a/1", "c/9"),
    )
    assert one_question_each([weak, strong, other], person) == (strong, other)
    assert one_question_each([other, strong, weak], person) == (strong, other)


def test_about_one_question_in_ten_is_a_control() -> None:
    ids = [review_id(doubt("a/1", f"b/{number}")) for number in range(2_000)]
    assert 150 < sum(is_control(one) for one in ids) < 250
