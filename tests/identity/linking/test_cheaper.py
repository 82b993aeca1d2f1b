"""The cheaper form of a condition has the outcome of the plain one for every pair of values, unknown ones included."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from identity.linking.cheaper import cheaper

# Few letters, so that near pairs of every kind (swaps, shifts, insertions) turn up often.
_VALUE = st.one_of(st.none(), st.text("ab1", max_size=7))
_PAIRS = st.lists(st.tuples(_VALUE, _VALUE), min_size=50, max_size=300)


@pytest.mark.parametrize("sign", ["<=", ">"])
@pytest.mark.parametrize("most", [1, 2, 3])
@settings(max_examples=5, deadline=None)
@given(pairs=_PAIRS)
def test_a_cheaper_condition_decides_every_pair_alike(
    sign: str, most: int, pairs: list[tuple[str | None, str | None]]
) -> None:
    plain = f"damerau_levenshtein(x, y) {sign} {most}"
    with duckdb.connect(":memory:") as connection:
        columns = [pa.array([pair[side] for pair in pairs], pa.string()) for side in (0, 1)]
        connection.register("pairs", pa.table(columns, names=["x", "y"]))
        differing = connection.execute(
            f"select x, y from pairs where ({plain}) is distinct from ({cheaper(plain)})"
        ).fetchall()
    assert differing == []


def test_what_is_no_bounded_distance_stays_as_it_was_written() -> None:
    condition = "jaro_winkler_similarity(name_l, name_r) >= 0.88 and damerau_levenshtein(a_l, b_r) = 0"
    assert cheaper(condition) == condition
