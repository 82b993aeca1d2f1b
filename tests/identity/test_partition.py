"""Parts are smaller than components, and clustering inside them comes to the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity import clustering
from identity.clustering import Constraints, Edges, Thresholds, as_pairs, cluster
from identity.components import components
from identity.partition import parts_of

if TYPE_CHECKING:
    import pytest
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]

_SIZE = 14
_PAIR = st.tuples(st.integers(0, _SIZE - 2), st.integers(1, _SIZE - 1)).filter(lambda pair: pair[0] < pair[1])
_WEIGHTS = st.one_of(st.floats(-10, 12), st.sampled_from([-4.0, -2.0, 0.0, 1.0, 9.0]))
_NOBODY = as_pairs(())


def _edges(weights: dict[tuple[int, int], float]) -> Edges:
    pairs = as_pairs(list(weights))
    return Edges(pairs[:, 0], pairs[:, 1], np.array([weights[one, other] for one, other in pairs.tolist()]))


def _whole_components(size: int, edges: Edges, thresholds: Thresholds, *, together: Ids, apart: Ids) -> Ids:
    useful = edges.among(edges.weight >= thresholds.least_useful)
    return components(size, np.r_[useful.left, together[:, 0]], np.r_[useful.right, together[:, 1]])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weights=st.dictionaries(_PAIR, _WEIGHTS, max_size=60),
    apart=st.frozensets(_PAIR, max_size=6),
    together=st.frozensets(_PAIR, max_size=2),
    prior=st.sampled_from([-6.0, -12.0, -17.0]),
)
def test_clustering_part_by_part_gives_what_clustering_whole_components_gives(
    monkeypatch: pytest.MonkeyPatch,
    weights: dict[tuple[int, int], float],
    apart: frozenset[tuple[int, int]],
    together: frozenset[tuple[int, int]],
    prior: float,
) -> None:
    thresholds, rules = Thresholds(prior=prior), Constraints(together - apart, apart)
    by_parts = cluster(_SIZE, _edges(weights), thresholds, rules)
    with monkeypatch.context() as patch:
        patch.setattr(clustering, "parts_of", _whole_components)
        assert by_parts.tolist() == cluster(_SIZE, _edges(weights), thresholds, rules).tolist()


def test_a_chain_of_weak_links_between_persons_makes_no_part_of_them_all() -> None:
    triples = {(3 * n + a, 3 * n + b): 9.0 for n in range(4) for a, b in ((0, 1), (1, 2), (0, 2))}
    chained = triples | {(3 * n + 2, 3 * n + 3): -4.0 for n in range(3)}
    part = parts_of(12, _edges(chained), Thresholds(), together=_NOBODY, apart=_NOBODY)
    assert part.tolist() == [0, 0, 0, 3, 3, 3, 6, 6, 6, 9, 9, 9]


def test_a_strong_link_that_must_not_be_followed_brings_no_parts_together() -> None:
    part = parts_of(2, _edges({(0, 1): 9.0}), Thresholds(), together=_NOBODY, apart=as_pairs([(0, 1)]))
    assert part.tolist() == [0, 1]
