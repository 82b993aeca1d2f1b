"""What changes between two clusterings, against networkx and on cases to count by hand."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.comparing_models import ChangeKind, compare_clusterings
from identity.errors import InsufficientData

_LABELS = st.fixed_dictionaries({key: st.sampled_from("uvwxyz") for key in "abcdefgh"})


def test_equal_clusterings_under_other_names_have_no_change() -> None:
    found = compare_clusterings({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "y"})
    assert (found.changes, found.changed_share, found.agreement) == ((), 0.0, 1.0)


def test_joining_parting_and_regrouping_are_told_apart() -> None:
    before = {"a": "1", "b": "2", "c": "3", "d": "3", "e": "4", "f": "4", "g": "5", "h": "6"}
    after = {"a": "x", "b": "x", "c": "y", "d": "z", "e": "u", "f": "v", "g": "v", "h": "w"}
    found = compare_clusterings(before, after)
    assert {(change.kind, change.before, change.after) for change in found.changes} == {
        (ChangeKind.JOINED, ("1", "2"), ("x",)),
        (ChangeKind.PARTED, ("3",), ("y", "z")),
        (ChangeKind.REGROUPED, ("4", "5"), ("u", "v")),
    }
    assert found.changed_share == pytest.approx(5 / 6)
    assert found.as_dict()["clusters_joined"] == 2


def test_a_change_names_each_record_with_both_clusters() -> None:
    (change,) = compare_clusterings({"b": "2", "a": "1"}, {"a": "x", "b": "x"}).changes
    assert change.records == (("a", "1", "x"), ("b", "2", "x"))


def test_clusterings_of_other_records_are_not_compared() -> None:
    with pytest.raises(InsufficientData):
        compare_clusterings({"a": "1"}, {"b": "1"})


@given(before=_LABELS, after=_LABELS)
def test_changes_are_the_components_of_clusters_that_share_records(
    before: dict[str, str], after: dict[str, str]
) -> None:
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    graph.add_edges_from((("before", before[key]), ("after", after[key])) for key in before)
    expected = {frozenset(component) for component in nx.connected_components(graph) if len(component) > 2}
    found = {
        frozenset([*(("before", one) for one in change.before), *(("after", one) for one in change.after)])
        for change in compare_clusterings(before, after).changes
    }
    assert found == expected
