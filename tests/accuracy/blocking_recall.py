"""Which true pairs each blocking key finds: what no key finds, no weight can join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from identity.linking.blocking import choose_keys, find_pairs
from identity.linking.features import load_records
from identity.linking.whose_number import set_contested_aside

if TYPE_CHECKING:
    from tests.accuracy.datasets import Labelled


@dataclass(frozen=True, slots=True)
class KeyRecall:
    """Of all true pairs: found by this key, found by no other; and the pairs it makes, true or not."""

    name: str
    recall: float
    alone: float
    pairs: int


def blocking_recall(labelled: Labelled) -> tuple[KeyRecall, ...]:
    """Every key, and last `all keys together`."""
    connection = duckdb.connect(":memory:")
    connection.execute("set enable_progress_bar = false").fetchall()
    filled = load_records(connection, labelled.table)
    set_contested_aside(connection)
    costs = find_pairs(connection, choose_keys(filled))
    truth = pa.table({"key": list(labelled.truth), "person": list(labelled.truth.values())})
    connection.register("truth", truth)
    connection.execute(
        "create table true_pair as select least(a.rid, b.rid) as rid_l, greatest(a.rid, b.rid) as rid_r "
        "from records a join truth t using (key) join truth u using (person) join records b on b.key = u.key and a.rid < b.rid"
    ).fetchall()
    found = "true_pair join pairs using (rid_l, rid_r)"
    total = _count(connection, "true_pair")
    recalls = [
        KeyRecall(
            cost.name,
            _count(connection, f"{found} where found_by & {1 << bit} > 0") / total,
            _count(connection, f"{found} where found_by = {1 << bit}") / total,
            cost.pairs,
        )
        for bit, cost in enumerate(costs)
    ]
    together = KeyRecall(
        "all keys together", _count(connection, found) / total, 0.0, _count(connection, "pairs")
    )
    return (*recalls, together)


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    return int(connection.execute(f"select count(*) from {rows}").fetchall()[0][0])
