"""Connected components, checked against networkx."""

from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from identity.components import DisjointSets

pairs = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=20)


@given(pairs)
def test_sets_are_the_connected_components_of_what_was_joined(joined: list[tuple[int, int]]) -> None:
    names = [f"{number:02d}" for number in range(16)]
    sets = DisjointSets(names)
    graph = networkx.Graph()
    graph.add_nodes_from(names)
    for left, right in joined:
        sets.join(names[left], names[right])
        graph.add_edge(names[left], names[right])
    assert sets.sets() == sorted(sorted(component) for component in networkx.connected_components(graph))
