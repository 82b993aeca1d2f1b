"""Whose number is it? Of the records with one number the minority by name and birth loses it."""

from __future__ import annotations

from identity.contested import Aside, set_aside, shifted
from tests.identity.matrix import MatrixScorer, card


def _aside(records: str, *strangers: str, elsewhere: tuple[str, ...] = ()) -> Aside:
    scorer = MatrixScorer({}, strangers=strangers, elsewhere=elsewhere)
    return set_aside([card(one) for one in records.split()], scorer)


def _lost(records: str, *strangers: str, elsewhere: tuple[str, ...] = ()) -> set[str]:
    return set(_aside(records, *strangers, elsewhere=elsewhere).lost)


def test_a_number_of_one_person_is_kept_by_all() -> None:
    assert _lost("a=1 b=1 c=1") == set()


def test_the_minority_loses_the_number() -> None:
    assert _lost("a=1 b=1 c=1", "a c", "b c") == {"c"}


def test_with_as_many_on_either_side_all_lose_it() -> None:
    assert _lost("a=1 b=1", "a b") == {"a", "b"}
    assert _lost("a=1 b=1 c=1 d=1", "a c", "a d", "b c", "b d") == {"a", "b", "c", "d"}


def test_who_has_as_many_for_as_against_keeps_it() -> None:
    assert _lost("a=1 b=1 c=1", "a b") == set()


def test_other_numbers_and_records_without_one_have_no_say() -> None:
    assert _lost("a=1 b=1 c=1 d=2 e", "a c", "b c", "a d", "b e") == {"c"}


def test_a_number_on_very_many_records_is_not_looked_into() -> None:
    records = " ".join(f"r{number}=1" for number in range(31))
    assert _lost(records, "r0 r1") == set()


def test_a_third_record_tells_whose_the_number_is() -> None:
    scorer = MatrixScorer({}, strangers=("a b", "b c"))
    here, came = [card("a=1"), card("b=1")], card("c=1")
    assert shifted(here, scorer, left=None, came=came) == {"a"}
    assert shifted(here, scorer, left=came, came=came) == frozenset()
    assert shifted(here, scorer, left=came, came=card("c=2")) == {"a"}


def test_a_birth_left_out_on_one_form_and_told_on_another_makes_no_stranger() -> None:
    scorer = MatrixScorer({}, strangers=("a b",), births=("c a b",))
    records = [card("a=1"), card("b=1")]
    assert set_aside(records, scorer).lost == {"a", "b"}
    assert set_aside([*records, card("c=1")], scorer) == Aside(frozenset(), frozenset())
    assert set_aside([*records, card("c=2")], scorer).lost == {"a", "b"}, "only under the number it counts"


class TestBorrowed:
    """Numbers of others on the records of somebody who is known by a number of their own."""

    def test_who_is_known_by_another_number_loses_one_that_others_bear_under_another_name(self) -> None:
        found = _aside("a=1:SOM b=1:LEK own=2:LEK", elsewhere=("b own",))
        assert (found.lost, found.contested) == ({"b"}, {("a", "b")})
        assert _lost("a=1:SOM b=1:LEK own=2:LEK") == set(), "a new given name is no other person"
        assert _lost("a=1:SOM b=1:SOM own=2:SOM", elsewhere=("b own",)) == set()

    def test_a_given_name_that_as_many_others_bear_is_not_outnumbered(self) -> None:
        assert _lost("a=1:SOM b=1:LEK c=1:LEK own=2:LEK", elsewhere=("b own", "c own")) == set()

    def test_who_says_no_given_name_has_no_say_in_whose_name_is_the_others(self) -> None:
        assert _lost("a=1:SOM b=1:LEK c=1 own=2:LEK", elsewhere=("b own",)) == {"b"}
        assert _lost("a=1:SOM b=1:LEK c=1:LEK own=2:LEK", elsewhere=("b own",)) == set()

    def test_a_strayed_number_has_no_say_in_whose_it_is(self) -> None:
        records = "a=1:SOM b=1:SOM c=1:LEK own=2:LEK"
        assert _lost(records, "a b") == set()
        assert _lost(records, "a b", elsewhere=("c own",)) == {"a", "b", "c"}

    def test_the_first_record_with_their_own_number_tells_that_one_was_borrowed(self) -> None:
        scorer = MatrixScorer({}, elsewhere=("b own",))
        here, own = [card("a=1:SOM"), card("b=1:LEK")], card("own=2:LEK")
        assert shifted(here, scorer, left=None, came=own) == {"b"}
        assert shifted(here, scorer, left=own, came=own) == frozenset()
        assert shifted(here, scorer, left=own, came=card("own=1:LEK")) == {"b"}
