"""Where sealed records go when others decide who is one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.following import set_apart
from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT
PERSON_OF = {"a": "A", "b": "B", "c": "A", "s1": "A", "s2": "A", "t": "B"}
HIDDEN = {"s1": "shelter", "s2": "shelter", "t": "clinic"}


def apart(groups: Sequence[str], **verdicts: Verdict) -> set[frozenset[str]]:
    """Groups of keys divided by blanks; verdicts by two keys joined with `_`, the smaller first."""
    said = {(left, right): verdict for pair, verdict in verdicts.items() for left, right in [pair.split("_")]}
    hidden = {key: place for key, place in HIDDEN.items() if key in " ".join(groups).split()}
    found = set_apart([group.split() for group in groups], hidden, person_of=PERSON_OF, verdicts=said)
    return {frozenset(group) for group in found}


def test_without_a_word_about_them_they_go_along() -> None:
    assert apart(["a b s1 s2 t"]) == {frozenset({"a", "b", "s1", "s2", "t"})}


def test_who_is_held_different_leaves_with_those_held_the_same() -> None:
    assert apart(["a b s1 s2"], b_s1=DIFFERENT) == {frozenset({"a", "b", "s2"}), frozenset({"s1"})}
    together = apart(["a b s1 s2"], b_s1=DIFFERENT, s1_s2=SAME)
    assert together == {frozenset({"a", "b"}), frozenset({"s1", "s2"})}


def test_who_may_not_stay_goes_to_others_of_their_person_before_being_alone() -> None:
    assert apart(["a s1", "c b"], a_s1=DIFFERENT) == {frozenset({"a"}), frozenset({"c", "b", "s1"})}
    assert apart(["a s1", "b"], a_s1=DIFFERENT) == {frozenset({"a"}), frozenset({"b"}), frozenset({"s1"})}


def test_who_is_held_the_same_as_one_of_a_parted_person_follows_that_one() -> None:
    assert apart(["a s1", "c"], c_s1=SAME) == {frozenset({"a"}), frozenset({"c", "s1"})}


def test_those_who_leave_one_person_stay_together_unless_they_are_held_different() -> None:
    left = {"b_s1": DIFFERENT, "b_s2": DIFFERENT}
    assert apart(["a b s1 s2"], **left) == {frozenset({"a", "b"}), frozenset({"s1", "s2"})}
    parted = apart(["a b s1 s2"], **left, s1_s2=DIFFERENT)
    assert parted == {frozenset({"a", "b"}), frozenset({"s1"}), frozenset({"s2"})}


def test_two_compartments_never_become_one_person() -> None:
    assert apart(["a b s1 t"], b_s1=DIFFERENT, a_t=DIFFERENT) == {
        frozenset({"a", "b"}),
        frozenset({"s1"}),
        frozenset({"t"}),
    }
