"""Linking: a standardised table in, clusters of records that are one person out."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from identity.linking.blocking import KeyCost
from identity.linking.gathering import Manner, learn, unwatched
from identity.linking.linkage import Conflict, Linkage
from identity.linking.model import Model
from identity.linking.run import link_table
from identity.linking.spark import open_spark

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa

    from identity.judgement import Judgement
    from identity.linking.spark import SparkSession

__all__ = ["Conflict", "KeyCost", "Linkage", "Model", "link", "open_spark", "train"]

_MEMORY = "5GB"
"""What DuckDB may take before it moves tables to disk. A million records then fit a machine of 8 GB, with the table
they come in and the links they go out with."""


def train(table: pa.Table, *, seed: int) -> Model:
    """Learn a model from a standardised table, without labels. The same table and seed give the same model.

    Raises InsufficientData when there are too few records or comparable fields to learn from.
    """
    with _engine() as connection:
        return learn(connection, table, seed=seed)


def link(
    table: pa.Table,
    *,
    model: Model | None = None,
    seed: int = 1,
    judgements: Sequence[Judgement] = (),
    sealed: Mapping[str, str] | None = None,
    spark: SparkSession | None = None,
    step: Callable[[str], AbstractContextManager[None]] = unwatched,
) -> Linkage:
    """Find the records of a standardised table that are one person.

    `model` None trains one on the open records. `judgements` outrank every weight. `sealed` names the
    compartment of each sealed source: open records are clustered as if no sealed record existed; a sealed one
    may then join one open cluster, or others of its own compartment. With a `spark` session (see `open_spark`)
    the cluster finds the pairs and weighs them. Each stage runs inside `step(name)`.

    Raises InsufficientData when no model is given and none can be learnt, ModelMismatch when the model
    compares columns that the table does not have.
    """
    with _engine() as connection:
        return link_table(
            connection,
            table,
            model=model,
            manner=Manner(seed=seed, spark=spark, step=step),
            judgements=judgements,
            sealed=sealed or {},
        )


@contextmanager
def _engine() -> Generator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="linking-") as spill:
        connection = duckdb.connect(
            ":memory:",
            config={"temp_directory": spill, "preserve_insertion_order": True, "memory_limit": _MEMORY},
        )
        try:
            connection.execute("set enable_progress_bar = false").fetchall()
            yield connection
        finally:
            connection.close()
