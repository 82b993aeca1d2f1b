"""Where a record belongs, by weights given by hand. Even odds are 0 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.doubt import DoubtKind
from identity.placing import Placement, place
from tests.identity.matrix import MatrixScorer, card, people

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from identity.judgement import Verdict
    from identity.placing import Neighbour
    from tests.identity.matrix import Card


def _place(
    newcomer: str,
    neighbours: list[Neighbour[Card]],
    scorer: MatrixScorer,
    *,
    decided: Mapping[tuple[str, str], Verdict] | None = None,
    sealed: Collection[str] = (),
    own: str | None = None,
    witnesses: str = "",
) -> Placement:
    return place(
        card(newcomer),
        neighbours,
        scorer=scorer,
        decided=decided or {},
        sealed=sealed,
        own=own,
        witnesses=[card(one) for one in witnesses.split()],
    )


def _kinds(placement: Placement) -> list[DoubtKind]:
    return [doubt.kind for doubt in placement.doubts]


def test_a_record_like_nobody_is_a_new_person() -> None:
    assert _place("n", people(A="a"), MatrixScorer({"n a": -9.0})) == Placement((), ())


def test_a_record_joins_the_person_it_is_most_like() -> None:
    scorer = MatrixScorer({"n a": 3.0, "n b": 9.0, "a b": -15.0})
    assert _place("n", people(A="a", B="b"), scorer).persons == ("B",)


def test_a_record_joins_by_all_records_of_a_person_and_not_by_the_one_it_is_most_like() -> None:
    scorer = MatrixScorer(
        {"n a1": 5.0, "n a2": -11.0, "n a3": -11.0, "a1 a2": 9.0, "a1 a3": 9.0, "a2 a3": 9.0}
    )
    assert _place("n", people(A="a1 a2 a3"), scorer).persons == ()


def test_a_record_like_two_persons_makes_them_one() -> None:
    scorer = MatrixScorer({"n a": 9.0, "n b": 8.0, "a b": -3.0})
    assert _place("n", people(A="a", B="b"), scorer).persons == ("A", "B")


def test_a_narrow_join_and_a_narrow_refusal_are_shown_to_a_human_and_a_clear_one_is_not() -> None:
    for weight, kinds in ((1.0, [DoubtKind.PAIR]), (-1.0, [DoubtKind.PAIR]), (4.0, []), (-4.0, [])):
        assert _kinds(_place("n", people(A="a"), MatrixScorer({"n a": weight}))) == kinds
