"""Average linkage under cannot-link: order-free, and never outside a connected component."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from identity.clustering import Constraints, Edges, Thresholds, attach, cluster
from identity.components import components

_SIZE = 12
_EDGES = st.dictionaries(
    st.tuples(st.integers(0, _SIZE - 2), st.integers(1, _SIZE - 1)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(-20, 30, allow_nan=False),
)


def _edges(weights: dict[tuple[int, int], float]) -> Edges:
    pairs = np.array(list(weights), dtype=np.int64).reshape(-1, 2)
    return Edges(pairs[:, 0], pairs[:, 1], np.array(list(weights.values()), dtype=np.float64))


def _cluster(weights: dict[tuple[int, int], float], constraints: Constraints | None = None) -> list[int]:
    return cluster(_SIZE, _edges(weights), Thresholds(), constraints).tolist()


@given(_EDGES)
def test_components_are_those_that_networkx_finds(weights: dict[tuple[int, int], float]) -> None:
    graph = nx.Graph(list(weights))
    graph.add_nodes_from(range(_SIZE))
    expected = {record: min(part) for part in nx.connected_components(graph) for record in part}
    edges = _edges(weights)
    assert components(_SIZE, edges.left, edges.right).tolist() == [
        expected[record] for record in range(_SIZE)
    ]


@given(_EDGES, st.randoms(use_true_random=False))
def test_the_order_of_the_links_does_not_matter(
    weights: dict[tuple[int, int], float], shuffle: object
) -> None:
    items = list(weights.items())
    shuffle.shuffle(items)  # type: ignore[attr-defined]
    assert _cluster(dict(items)) == _cluster(weights)


@given(_EDGES)
def test_a_cluster_is_named_by_its_smallest_record_and_lies_in_one_component(
    weights: dict[tuple[int, int], float],
) -> None:
    labels = _cluster(weights)
    edges = _edges(weights)
    component = components(_SIZE, edges.left, edges.right)
    for label in set(labels):
        members = [record for record, other in enumerate(labels) if other == label]
        assert min(members) == label
        assert len({component[record] for record in members}) == 1


@given(_EDGES, st.sets(st.tuples(st.integers(0, _SIZE - 2), st.integers(1, _SIZE - 1)), max_size=6))
def test_records_that_must_stay_apart_never_share_a_cluster(
    weights: dict[tuple[int, int], float], pairs: set[tuple[int, int]]
) -> None:
    apart = frozenset(pair for pair in pairs if pair[0] < pair[1])
    labels = _cluster(weights, Constraints(apart=apart))
    assert all(labels[one] != labels[other] for one, other in apart)


def test_one_strong_link_between_two_groups_does_not_join_them_against_the_rest() -> None:
    inside = {(0, 1): 20.0, (0, 2): 20.0, (1, 2): 20.0, (3, 4): 20.0, (3, 5): 20.0, (4, 5): 20.0}
    across = {(one, other): -14.0 for one in (0, 1, 2) for other in (3, 4, 5)}
    assert _cluster(inside | across | {(2, 3): 10.0})[:6] == [0, 0, 0, 3, 3, 3]


def test_many_fair_links_join_what_one_of_them_would_not() -> None:
    inside = {(0, 1): 20.0, (2, 3): 20.0}
    assert _cluster(inside | {(1, 2): -1.0})[:4] == [0, 0, 2, 2]
    across = {(one, other): -1.0 for one in (0, 1) for other in (2, 3)}
    assert _cluster(inside | across)[:4] == [0, 0, 0, 0]


def test_records_held_together_share_a_cluster_without_any_link() -> None:
    labels = _cluster({(0, 1): 20.0}, Constraints(together=frozenset({(1, 7)})))
    assert labels[0] == labels[1] == labels[7] == 0


def test_apart_outranks_together() -> None:
    both = frozenset({(0, 1)})
    assert _cluster({(0, 1): 20.0}, Constraints(together=both, apart=both))[:2] == [0, 1]


def test_a_sealed_record_joins_the_better_of_two_open_clusters_and_never_bridges_them() -> None:
    sealed = np.arange(5) == 4
    labels = attach(
        np.array([0, 0, 2, 2, -1]),
        sealed,
        _edges({(0, 4): 20.0, (1, 4): 20.0, (2, 4): 25.0, (3, 4): 25.0, (1, 2): 30.0}),
        (Thresholds(), Constraints()),
    )
    assert labels.tolist() == [0, 0, 2, 2, 2]


def test_what_two_persons_would_take_alike_nobody_takes() -> None:
    weights = {(0, 1): 20.0, (2, 3): 20.0, (0, 4): 6.0, (1, 4): 6.0, (2, 4): 5.0, (3, 4): 5.0}
    twins = Constraints(apart=frozenset({(0, 2)}))
    assert _cluster(weights, twins)[:5] == [0, 0, 2, 2, 4]
    assert _cluster(weights | {(0, 4): 12.0, (1, 4): 12.0}, twins)[:5] == [0, 0, 2, 2, 0]


def test_more_records_of_one_of_two_twins_do_not_tell_whose_a_record_is() -> None:
    """Record 4 could be of 0, 1 and 2, one person, or of 3, the twin."""
    twin, apart = {(0, 1): 20.0, (0, 2): 20.0, (1, 2): 20.0}, Constraints(apart=frozenset({(0, 3)}))
    alike = {(0, 4): 9.0, (1, 4): 9.0, (2, 4): 9.0, (3, 4): 8.0}
    assert _cluster(twin | alike, apart)[:5] == [0, 0, 0, 3, 4]
    assert _cluster(twin | alike | {(3, 4): 5.0}, apart)[:5] == [0, 0, 0, 3, 0]


def test_a_rival_that_falls_behind_after_all_holds_nothing_up() -> None:
    """The person of 4 and 6 could be 0 or 2, until 0 turns out to be one with 5."""
    weights = {(4, 6): 20.0, (0, 5): 6.0}
    for record in (4, 6):
        weights |= {(0, record): 6.0, (2, record): 6.0, (min(record, 5), max(record, 5)): 5.5}
    apart = frozenset({(0, 2), (2, 5)})
    assert _cluster(weights, Constraints(apart=apart))[4] == 0


def test_not_to_have_looked_is_never_enough_to_join_however_many_records_there_are() -> None:
    """Two persons of eight records each, one pair of all sixty-four between them compared, and that one unlike."""
    weights = {
        (one, other): 20.0
        for start in (0, 8)
        for one in range(start, start + 8)
        for other in range(one + 1, start + 8)
    }
    labels = cluster(16, _edges({**weights, (0, 8): -8.5}), Thresholds(prior=-20.0))

    assert labels.tolist() == [0] * 8 + [8] * 8
