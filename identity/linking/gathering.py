"""What is known of the pairs of one working table: found, weighed, kept apart, and the model by which."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from identity.clustering import Constraints, Edges, cluster
from identity.linking.apart import find_apart
from identity.linking.blocking import choose_keys, find_pairs
from identity.linking.copies import Copies
from identity.linking.features import code_name_parts, load_records
from identity.linking.frequencies import NAME_PART, compares_name_parts, measure
from identity.linking.linkage import LINKS_SCHEMA
from identity.linking.score import apply_prior, prior_bits, score_pairs
from identity.linking.spark import link_on_spark
from identity.linking.training import train_model, with_prior
from identity.linking.whose_number import set_contested_aside

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import pyarrow as pa

    from identity.linking.apart import Apart
    from identity.linking.blocking import Key, KeyCost
    from identity.linking.features import Filled
    from identity.linking.model import Model
    from identity.linking.spark import SparkSession

_PRIOR_ROUNDS = 2
_SPARE = 2.0
"""Bits by which the prior may rise while it settles without the pairs being weighed again."""


def unwatched(name: str, /) -> AbstractContextManager[None]:
    """A stage that nobody watches."""
    del name
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a linkage is run: the seed of the training, the Spark session that finds and weighs the pairs instead of
    DuckDB, and what each stage is wrapped in, for whoever wants to see how long it takes."""

    seed: int = 1
    spark: SparkSession | None = None
    step: Callable[[str], AbstractContextManager[None]] = unwatched


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the pairs of one working table. Keys are in `rid` order."""

    filled: Filled
    keys: list[str]
    edges: Edges
    apart: Apart
    links: pa.Table
    blocking: tuple[KeyCost, ...]
    model: Model


def learn(connection: duckdb.DuckDBPyConnection, table: pa.Table, *, seed: int) -> Model:
    """Train on this table and set the prior by what the trained model finds in it."""
    visible = Copies.of(connection, table).left_out(table)
    return gather(connection, visible, model=None, manner=Manner(seed=seed)).model


def gather(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, *, model: Model | None, manner: Manner
) -> Evidence:
    """Find and weigh the pairs of a standardised table; `model` None learns one from it first."""
    spark, step = manner.spark, manner.step
    with step("Lay out the records"):
        filled = load_records(connection, table, nicknames=None if model is None else model.nicknames)
        set_contested_aside(connection)
        if model is not None and compares_name_parts(model.comparisons):
            # A model that nothing was learnt for carries no frequencies: the table's own stand in for them.
            code_name_parts(connection, model.frequencies.get(NAME_PART) or measure(connection, NAME_PART))
        keys = choose_keys(filled)
    blocking: tuple[KeyCost, ...] = ()
    # A model just trained is applied like one that was read: to link with it another day gives these very links.
    if model is None:
        blocking, model = _learn(connection, filled, keys, manner=manner)
    elif spark is None:
        with step("Find pairs"):
            blocking = find_pairs(connection, keys)
        with step("Weigh pairs"):
            score_pairs(connection, model)
    if spark is not None:
        with step("Find and weigh pairs on Spark"):
            blocking = link_on_spark(connection, spark, keys=keys, model=model)
    with step("Keep apart"):
        edges, apart = _edges(connection), find_apart(connection, filled)
    return Evidence(
        filled=filled,
        keys=[str(row[0]) for row in connection.execute("select key from records order by rid").fetchall()],
        edges=edges,
        apart=apart,
        links=_links(connection),
        blocking=blocking,
        model=model,
    )


def _edges(connection: duckdb.DuckDBPyConnection) -> Edges:
    found = connection.sql("select rid_l, rid_r, weight from links order by 1, 2").fetchnumpy()
    return Edges(
        found["rid_l"].astype(np.int64),
        found["rid_r"].astype(np.int64),
        np.asarray(found["weight"], dtype=np.float64),
    )


def _learn(
    connection: duckdb.DuckDBPyConnection, filled: Filled, keys: tuple[Key, ...], *, manner: Manner
) -> tuple[tuple[KeyCost, ...], Model]:
    """Train on the working table, settle the prior, and leave `links` as the model finds them."""
    with manner.step("Train"):
        trained = train_model(connection, filled, seed=manner.seed)
    with manner.step("Find pairs"):
        blocking = find_pairs(connection, keys)
    with manner.step("Weigh pairs"):
        score_pairs(connection, trained, spare=_SPARE)
    with manner.step("Settle the prior"):
        model = _settle_prior(connection, trained, filled)
        if prior_bits(model) - prior_bits(trained) <= _SPARE:
            apply_prior(connection, model)
        else:
            score_pairs(connection, model)
    return blocking, model


def _settle_prior(connection: duckdb.DuckDBPyConnection, model: Model, filled: Filled) -> Model:
    """Strict rules only bound the number of matches from below: cluster, count, and take that as the prior."""
    edges, records = _edges(connection), filled.records
    apart = find_apart(connection, filled).pairs
    for _ in range(_PRIOR_ROUNDS):
        labels = cluster(records, edges, model.thresholds, Constraints(apart=apart))
        sizes = np.bincount(labels)
        found = max(1, int((sizes * (sizes - 1) // 2).sum()))
        before = model.thresholds.prior
        model = with_prior(model, found / (records * (records - 1) / 2))
        edges = Edges(edges.left, edges.right, edges.weight + (model.thresholds.prior - before))
    return model


def _links(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    links = connection.sql(
        "select a.key as left, b.key as right, weight, probability from links "
        "join records a on a.rid = rid_l join records b on b.rid = rid_r order by rid_l, rid_r"
    ).to_arrow_table()
    return links.cast(LINKS_SCHEMA)
