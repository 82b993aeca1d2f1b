"""What waited is decided best first, whoever came first."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from identity.placing import Neighbour, Placement, place
from identity.settling import settle
from tests.identity.matrix import MatrixScorer, card

_NAMES = "abcde"
_PAIRS = list(combinations(_NAMES, 2))


class _Persons:
    """Persons of single letters, each near all others."""

    def __init__(self, scorer: MatrixScorer) -> None:
        self.scorer = scorer
        self.person = {name: name for name in _NAMES}
        self.joins: list[tuple[str, ...]] = []

    def place_again(self, key: str, sure: float) -> Placement:
        neighbours = [Neighbour(name, person, card(name)) for name, person in self.person.items()]
        own = self.person[key]
        placement = place(card(key), neighbours, scorer=self.scorer, decided={}, own=own, sure=sure)
        for name, person in self.person.items():
            if person in placement.persons:
                self.person[name] = own
        self.joins += [placement.persons] if len(placement.persons) > 1 else []
        return placement


def _settled(scorer: MatrixScorer, order: str) -> _Persons:
    persons = _Persons(scorer)
    waiting: dict[str, float] = {}
    for name in order:
        waits = persons.place_again(name, 100.0).waits
        if waits is not None:
            waiting[name] = waits
    for _ in settle(waiting, persons.place_again):
        pass
    return persons


def test_the_best_odds_join_first_and_the_rest_by_the_odds_that_are_left() -> None:
    scorer = MatrixScorer({"a b": 8.0, "b c": 12.0, "a c": -15.0}, rules={"a c": "twins"})
    for order in ("abcde", "cbade", "bacde"):
        assert [sorted(joined) for joined in _settled(scorer, order).joins] == [["b", "c"]]


def test_nobody_takes_whom_a_rival_would_take_as_well_whoever_is_placed_last() -> None:
    scorer = MatrixScorer({"a b": 10.0, "b c": 12.0, "a c": -15.0}, rules={"a c": "twins"})
    for order in ("abcde", "cbade", "bacde"):
        assert not _settled(scorer, order).joins


@given(st.lists(st.floats(-20, 30), min_size=len(_PAIRS), max_size=len(_PAIRS)), st.integers(0, 9))
def test_where_all_wait_the_order_of_coming_does_not_matter(weights: list[float], seed: int) -> None:
    said = {f"{one} {other}": weight for (one, other), weight in zip(_PAIRS, weights, strict=True)}
    shuffled = "".join(random.Random(seed).sample(_NAMES, len(_NAMES)))
    groups = [
        {frozenset(name for name, mine in persons.items() if mine == person) for person in persons.values()}
        for persons in (_settled(MatrixScorer(said), order).person for order in (_NAMES, shuffled))
    ]
    assert groups[0] == groups[1]
