"""Where a record belongs, by weights given by hand. Even odds are 0 bits, the prior is -12, and nothing said is -12."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.doubt import CONTESTED, TWO_NUMBERS, DoubtKind
from identity.growth import UNSURE
from identity.judgement import Verdict
from identity.placing import SURE
from tests.identity.matrix import MatrixScorer, doubts, kinds, pair, people, place_card

if TYPE_CHECKING:
    from collections.abc import Mapping

SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


def test_a_record_like_nobody_is_a_new_person() -> None:
    placement = place_card("n", people(A="a"), MatrixScorer({"n a": -9.0}))
    assert (placement.persons, placement.doubts) == ((), ())


def test_a_record_joins_the_person_it_is_most_like() -> None:
    scorer = MatrixScorer({"n a": 3.0, "n b": 9.0, "a b": -15.0})
    assert place_card("n", people(A="a", B="b"), scorer).persons == ("B",)


def test_all_records_of_a_person_decide_and_not_the_most_alike_alone() -> None:
    inside = {"a1 a2": 9.0, "a1 a3": 9.0, "a2 a3": 9.0}
    scorer = MatrixScorer({"n a1": 5.0, "n a2": -11.0, "n a3": -11.0, **inside})
    assert place_card("n", people(A="a1 a2 a3"), scorer).persons == ()
    assert place_card("n", people(A="a1"), scorer).persons == ("A",)


def test_a_record_like_two_persons_makes_them_one() -> None:
    scorer = MatrixScorer({"n a": 9.0, "n b": 8.0, "a b": -3.0})
    assert place_card("n", people(A="a", B="b"), scorer).persons == ("A", "B")


def test_more_records_of_one_of_two_twins_do_not_tell_whose_a_record_is() -> None:
    twins = people(A="a1 a2 a3", B="b")
    said = {"n a1": 9.0, "n a2": 9.0, "n a3": 9.0, "a1 a2": 20.0, "a1 a3": 20.0, "a2 a3": 20.0}
    rules = {"a1 b": "twins"}
    assert place_card("n", twins, MatrixScorer({**said, "n b": 8.0}, rules=rules)).persons == ()
    assert place_card("n", twins, MatrixScorer({**said, "n b": 5.0}, rules=rules)).persons == ("A",)


def test_a_rule_keeps_a_record_from_a_person_whatever_it_weighs() -> None:
    scorer = MatrixScorer({"n a": 30.0, "n a2": 30.0, "a a2": 30.0}, rules={"n a2": "twins"})
    assert place_card("n", people(A="a a2"), scorer).persons == ()


def test_a_given_name_under_which_a_number_is_known_keeps_nobody_apart() -> None:
    scorer = MatrixScorer(
        {"n a": 20.0, "a b": 20.0, "n b": 20.0}, rules={"n a": "other given name in one household"}
    )
    assert place_card("n=:LEK", people(A="a=1:SOM"), scorer).persons == ()
    assert place_card("n=:LEK", people(A="a=1:SOM b=1:LEK"), scorer).persons == ("A",)
    assert place_card("n=:LEK", people(A="a=1:SOM"), scorer, witnesses="w=1:LEK").persons == ("A",)
    assert place_card("n=:LEK", people(A="a=1:SOM"), scorer, witnesses="w=2:LEK").persons == ()


def test_a_foreign_number_too_tells_that_a_person_has_two_given_names() -> None:
    scorer = MatrixScorer(
        {"n a": 20.0, "a b": 20.0, "n b": 20.0}, rules={"n a": "other given name in one household"}
    )
    assert place_card("n=:LEK", people(A="a=foreign1:SOM b=foreign1:LEK"), scorer).persons == ("A",)
    assert place_card("n=:LEK", people(A="a=foreign1:SOM b=foreign2:LEK"), scorer).persons == ()


def test_the_exact_given_name_of_a_known_twin_decides_whose_a_record_is() -> None:
    scorer = MatrixScorer({"n a": 9.0, "n b": 20.0, "a b": 5.0}, rules={"a b": TWO_NUMBERS})
    twins = people(A="a=1:SOM", B="b=2:SOMA")
    assert place_card("n=:SOMO", twins, scorer).persons == ("B",)
    assert place_card("n=:SOM", twins, scorer).persons == ("A",)
    assert place_card("n=2:SOM", twins, scorer).persons == ("B",), "a number outranks the name"
    assert place_card("n=:SOM", people(B="b=2:SOMA"), scorer, witnesses="a=1:SOM").persons == ()
    strangers = MatrixScorer({**scorer.said, "a b": -16.0}, scorer.rules)
    assert place_card("n=:SOM", twins, strangers).persons == ("B",), (
        "two who have nothing in common are no twins"
    )


def test_a_record_is_no_bridge_between_persons_that_must_stay_apart() -> None:
    scorer = MatrixScorer({"n a": 30.0, "n b": 20.0}, rules={"a b": "twins"})
    assert place_card("n", people(A="a", B="b"), scorer).persons == ("A",)


def test_between_two_who_must_stay_apart_a_record_goes_to_neither_when_both_are_as_likely() -> None:
    scorer = MatrixScorer({"n a": 10.0, "n b": 9.0}, rules={"a b": "twins"})
    placement = place_card("n", people(A="a", B="b"), scorer)
    assert (placement.persons, kinds(placement)) == ((), [DoubtKind.PAIR, DoubtKind.PAIR])
    assert place_card(
        "n", people(A="a", B="b"), MatrixScorer({**scorer.said, "n b": 6.0}, scorer.rules)
    ).persons == ("A",)


def test_a_human_who_said_different_outranks_every_weight() -> None:
    scorer = MatrixScorer({"n a": 30.0})
    assert place_card("n", people(A="a"), scorer, decided={pair("n", "a"): DIFFERENT}).persons == ()


def test_a_human_who_said_same_outranks_weights_and_the_rule_about_that_pair() -> None:
    scorer = MatrixScorer({"n a": -14.0}, rules={"n a": "twins"})
    assert place_card("n", people(A="a"), scorer, decided={pair("n", "a"): SAME}).persons == ("A",)


def test_a_human_who_said_same_of_one_record_does_not_outrank_a_rule_about_another() -> None:
    scorer = MatrixScorer({"n a": 20.0, "a a2": 20.0}, rules={"n a2": "twins"})
    placement = place_card("n", people(A="a a2"), scorer, decided={pair("n", "a"): SAME})
    assert placement.persons == ()
    assert kinds(placement) == [DoubtKind.REFUSED_JOIN]


def test_whoever_holds_the_most_weight_joins_first_and_a_human_before_all() -> None:
    scorer = MatrixScorer({"n a": 9.0, "n b": 5.0}, rules={"a b": "twins"})
    assert place_card("n", people(A="a", B="b"), scorer).persons == ("A",)
    assert place_card("n", people(A="a", B="b"), scorer, decided={pair("n", "b"): SAME}).persons == ("B",)


class TestWholePersons:
    """Validate before join; what is together stays together."""

    TORN: Mapping[str, float] = {"n a1": 20.0, "n a2": -14.0, "a1 a2": 1.0}

    def test_a_join_whose_person_would_not_be_one_piece_is_refused(self) -> None:
        placement = place_card("n", people(A="a1 a2"), MatrixScorer(self.TORN))
        assert placement.persons == ()
        [doubt] = doubts(placement, DoubtKind.REFUSED_JOIN)
        assert (doubt.pair, doubt.records, doubt.weight) == (("a1", "n"), ("a1", "a2", "n"), 20.0)

    def test_a_person_who_is_torn_already_takes_a_record_that_goes_with_one_part(self) -> None:
        scorer = MatrixScorer({"n a1": 20.0, "n a2": -6.0, "a1 a2": -9.0})
        assert place_card("n", people(A="a1 a2"), scorer).persons == ("A",)

    def test_two_persons_of_whom_one_is_torn_are_not_made_one(self) -> None:
        scorer = MatrixScorer(
            {"n a1": 30.0, "n a2": 5.0, "a1 a2": -11.0, "n b": 8.0, "a1 b": 9.0, "a2 b": -2.0}
        )
        placement = place_card("n", people(A="a1 a2"), scorer)
        assert placement.persons == ("A",)

    def test_a_changed_record_that_fits_no_longer_stays_and_its_person_is_broken(self) -> None:
        scorer = MatrixScorer({"n a": -9.0, "n b": 20.0, "a b": -15.0})
        placement = place_card("n", people(A="a", B="b"), scorer, own="A")
        assert placement.persons[0] == "A"
        [doubt] = doubts(place_card("n", people(A="a"), scorer, own="A"), DoubtKind.BROKEN)
        assert (doubt.pair, doubt.records) == (("a", "n"), ("a", "n"))

    def test_a_changed_record_may_make_its_person_one_with_another(self) -> None:
        scorer = MatrixScorer({"n a": 20.0, "n b": 20.0, "a b": 5.0})
        assert place_card("n", people(A="a", B="b"), scorer, own="A").persons == ("A", "B")

    def test_weights_that_waver_about_the_threshold_change_nothing_after_the_join(self) -> None:
        assert place_card("n", people(A="a"), MatrixScorer({"n a": 0.5})).persons == ("A",)
        for weight in (-0.5, 0.5, -2.0, 1.0, -3.0):
            placement = place_card("n", people(A="a"), MatrixScorer({"n a": weight}), own="A")
            assert placement.persons == ("A",)
            assert DoubtKind.BROKEN not in kinds(placement)

    def test_weights_that_waver_below_the_threshold_join_nobody(self) -> None:
        for weight in (-3.0, -0.5, -2.0):
            assert place_card("n", people(A="a"), MatrixScorer({"n a": weight})).persons == ()

    def test_nine_to_one_against_is_broken_and_less_is_not(self) -> None:
        for weight, broken in ((-3.1, False), (-3.3, True)):
            placement = place_card("n", people(A="a"), MatrixScorer({"n a": weight}), own="A")
            assert (DoubtKind.BROKEN in kinds(placement)) is broken


class TestNumbers:
    """Contested citizen ids."""

    SCORER = MatrixScorer(
        {"n a1": 9.0, "n a2": 9.0, "a1 a2": 30.0},
        strangers=("n a1", "n a2"),
        without={"n a1": -11.0, "n a2": -11.0},
    )

    def test_a_record_with_a_number_of_clearly_another_person_stays_apart_and_a_human_is_asked(self) -> None:
        placement = place_card("n=1", people(A="a1=1 a2=1"), self.SCORER)
        assert placement.persons == ()
        assert [doubt.reason for doubt in doubts(placement, DoubtKind.CONTESTED_ID)] == [CONTESTED, CONTESTED]

    def test_a_contested_number_does_not_speak_for_the_record_that_lost_it(self) -> None:
        scorer = MatrixScorer(
            {"n a": 9.0, "n b": 9.0}, strangers=("n w1", "n w2"), without={"n a": -9.0, "n b": -9.0}
        )
        assert place_card("n=1", people(A="a=1"), scorer).persons == ("A",)
        assert place_card("n=1", people(A="a=1"), scorer, witnesses="w1=1 w2=1").persons == ()

    def test_records_that_lose_or_regain_a_number_by_the_newcomer_are_placed_again(self) -> None:
        scorer = MatrixScorer({}, strangers=("a b", "n b"))
        placed = place_card("n=1", people(A="a=1", B="b=1"), scorer)
        assert placed.again == ("a",), (
            "with the newcomer on its side a has its number again, b lost it before"
        )
        assert place_card("n=1", people(A="a=1", B="b=1"), scorer, own="N").again == ()
        assert place_card("n=2", people(A="a=1", B="b=1"), scorer, own="N", former="n=1").again == ("a",)

    def test_a_twins_number_does_not_lead_a_record_away_from_the_person_known_by_another(self) -> None:
        scorer = MatrixScorer({"n a": 30.0, "n own": 9.0}, elsewhere=("n own",))
        near = people(A="a=1:SOM", B="own=2:LEK")
        placement = place_card("n=1:LEK", near, scorer)
        assert placement.persons == ("B",)
        assert [doubt.pair for doubt in doubts(placement, DoubtKind.CONTESTED_ID)] == [("a", "n")]
        assert place_card("n=1:LEK", near, MatrixScorer(scorer.said)).persons[0] == "A"

    def test_who_turns_out_to_have_borrowed_a_number_is_placed_again(self) -> None:
        scorer = MatrixScorer({}, elsewhere=("b own",))
        assert place_card("own=2:LEK", people(A="a=1:SOM", B="b=1:LEK"), scorer).again == ("b",)

    def test_a_person_whose_number_is_contested_is_looked_at_again(self) -> None:
        scorer = MatrixScorer({"a1 a2": 20.0}, strangers=("n a1", "m a1"), without={"a1 a2": -9.0})
        placement = place_card("n=1", people(A="a1=1 a2=1", M="m=1"), scorer)
        assert [doubt.records for doubt in doubts(placement, DoubtKind.BROKEN)] == [("a1", "a2")]

    def test_two_lasting_numbers_on_otherwise_alike_records_are_asked_about(self) -> None:
        scorer = MatrixScorer({"n a": 9.0}, rules={"n a": TWO_NUMBERS})
        placement = place_card("n=1", people(A="a=2"), scorer)
        assert (placement.persons, kinds(placement)) == ((), [DoubtKind.CONTESTED_ID])

    def test_two_lasting_numbers_are_not_asked_about_where_anything_else_speaks_for_two_people(self) -> None:
        said, numbers = {"n a": 9.0, "n b": 9.0}, {"n a": TWO_NUMBERS, "n b": TWO_NUMBERS}
        neighbours = people(A="a=2 b=2")
        assert kinds(place_card("n=1", neighbours, MatrixScorer(said, numbers))) == [DoubtKind.CONTESTED_ID]
        by_name = MatrixScorer(said, numbers, two_people=["n b"])
        by_rule = MatrixScorer(said, {**numbers, "n b": "two lines of one form"})
        assert kinds(place_card("n=1", neighbours, by_name)) == []
        assert kinds(place_card("n=1", neighbours, by_rule)) == []


class TestSealed:
    """A sealed record may join one open person, never makes two one, and does not exist for open ones."""

    def test_a_sealed_record_joins_an_open_person(self) -> None:
        assert place_card("s", people(A="a"), MatrixScorer({"s a": 9.0}), sealed="s").persons == ("A",)

    def test_a_sealed_record_never_makes_two_open_persons_one(self) -> None:
        scorer = MatrixScorer({"s a": 20.0, "s b": 20.0, "a b": -0.5})
        neighbours = people(A="a", B="b")
        assert place_card("s", neighbours, scorer).persons == ("A", "B")
        placement = place_card("s", neighbours, scorer, sealed="s")
        assert (placement.persons, placement.doubts) == (("A",), ())

    def test_a_human_cannot_make_a_sealed_record_a_bridge_either(self) -> None:
        decided = {pair("s", "a"): SAME, pair("s", "b"): SAME}
        placement = place_card("s", people(A="a", B="b"), MatrixScorer({}), sealed="s", decided=decided)
        assert len(placement.persons) == 1

    def test_a_sealed_record_that_changes_does_not_take_its_open_person_to_another(self) -> None:
        scorer = MatrixScorer({"s a": 20.0, "s b": 20.0, "a b": 20.0})
        assert place_card("s", people(A="a", B="b"), scorer, sealed="s", own="A").persons == ("A",)

    def test_sealed_persons_become_one_and_may_join_one_open_person(self) -> None:
        scorer = MatrixScorer({"s t": 20.0, "s a": 20.0, "t a": 20.0})
        assert place_card("s", people(A="a", T="t"), scorer, sealed="s t").persons == ("A", "T")

    def test_an_open_person_is_no_more_torn_for_a_sealed_record_than_for_open_ones(self) -> None:
        scorer = MatrixScorer({"s a1": 20.0, "s a2": -14.0, "a1 a2": -11.0})
        placement = place_card("s", people(A="a1 a2"), scorer, sealed="s")
        assert (placement.persons, kinds(placement)) == (("A",), [])

    def test_an_open_record_does_not_join_by_what_sealed_ones_say(self) -> None:
        scorer = MatrixScorer({"n a": -5.0, "n s": 30.0, "a s": 30.0})
        assert place_card("n", people(A="a s"), scorer).persons == ("A",)
        assert place_card("n", people(A="a s"), scorer, sealed="s").persons == ()

    def test_a_sealed_number_contests_nothing_for_open_records(self) -> None:
        scorer = MatrixScorer({"n a": 9.0}, strangers=("n s", "n t"), without={"n a": -9.0})
        placement = place_card("n=1", people(A="a=1 s=1"), scorer, witnesses="t=1", sealed="s t")
        assert (placement.persons, placement.doubts, placement.again) == (("A",), (), ())

    def test_a_sealed_record_makes_no_open_one_be_placed_again(self) -> None:
        scorer = MatrixScorer({}, strangers=("s a",))
        assert place_card("s=1", people(A="a=1"), scorer).again == ("a",)
        assert place_card("s=1", people(A="a=1"), scorer, sealed="s").again == ()

    @given(
        st.dictionaries(
            st.sampled_from([f"{one} {other}" for one in "nabcst" for other in "nabcst" if one < other]),
            st.floats(-20, 30),
        ),
        st.sets(st.sampled_from(["a b", "a n", "b n", "n s", "n t", "a s", "b t"])),
    )
    def test_open_records_are_placed_as_if_no_sealed_one_existed(
        self, weights: dict[str, float], strangers: set[str]
    ) -> None:
        scorer = MatrixScorer(weights, strangers=tuple(strangers))
        beside = place_card("n=1", people(A="a=1 s=1", B="b c=1", T="t=1"), scorer, sealed="s t")
        assert beside == place_card("n=1", people(A="a=1", B="b c=1"), scorer)


class TestWaiting:
    """Joins that are not sure yet."""

    def test_a_join_that_is_not_sure_yet_waits_without_a_question(self) -> None:
        scorer = MatrixScorer({"n a": 2.0})
        placement = place_card("n", people(A="a"), scorer, sure=15.0)
        assert (placement.persons, placement.waits, placement.doubts) == ((), 2.0, ())

    @pytest.mark.parametrize(("weight", "waits"), [(16.0, None), (-1.0, None)])
    def test_a_sure_join_and_none_at_all_wait_for_nothing(self, weight: float, waits: None) -> None:
        assert place_card("n", people(A="a"), MatrixScorer({"n a": weight}), sure=15.0).waits is waits

    def test_one_who_waits_joins_as_soon_as_more_evidence_makes_it_sure(self) -> None:
        scorer = MatrixScorer({"n a": 25.0, "n w": 25.0, "a w": 9.0})
        assert place_card("w", people(A="a"), scorer, sure=15.0).persons == ()
        assert place_card("n", people(A="a", W="w"), scorer, sure=15.0).persons == ("A", "W")

    def test_one_number_under_two_given_names_waits_for_the_record_that_may_tell_whose_it_is(self) -> None:
        scorer = MatrixScorer({"n a": 60.0})
        assert place_card("n=1:LEK", people(A="a=1:SOM"), scorer, sure=SURE).waits == UNSURE < SURE
        assert place_card("n=1:SOM", people(A="a=1:SOM"), scorer, sure=SURE).persons == ("A",)
        assert place_card("n=1:LEK", people(A="a=1:SOM"), scorer).persons == ("A",)


def test_a_narrow_join_and_a_narrow_refusal_are_shown_to_a_human_and_a_clear_one_is_not() -> None:
    for weight, asked in ((1.0, [DoubtKind.PAIR]), (-1.0, [DoubtKind.PAIR]), (4.0, []), (-4.0, [])):
        assert kinds(place_card("n", people(A="a"), MatrixScorer({"n a": weight}))) == asked


@given(st.permutations(["A", "B", "C"]), st.lists(st.floats(-20, 30), min_size=6, max_size=6))
def test_the_order_of_the_neighbours_does_not_matter(order: list[str], weights: list[float]) -> None:
    names = ["n a", "n b", "n c", "a b", "a c", "b c"]
    scorer = MatrixScorer(dict(zip(names, weights, strict=True)))
    neighbours = people(A="a", B="b", C="c")
    shuffled = [one for person in order for one in neighbours if one.person == person]
    assert place_card("n", shuffled, scorer) == place_card("n", neighbours, scorer)
