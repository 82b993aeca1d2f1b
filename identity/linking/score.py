"""Candidate pairs in, weighted links out: Splink applies the model inside DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.errors import ModelMismatch
from identity.linking.engine import predict

if TYPE_CHECKING:
    import duckdb

    from identity.linking.model import Model


def score_pairs(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the table `links` (rid_l < rid_r, weight, probability) of the pairs that weigh at least the floor.

    Raises ModelMismatch when the model compares columns that the working table does not have.
    """
    columns = {str(row[0]) for row in connection.execute("describe records").fetchall()}
    if not model.columns <= columns:
        raise ModelMismatch("the model compares columns that this table does not have")
    predicted = predict(connection, model, least_weight=model.thresholds.floor)
    connection.execute(
        "create or replace table links as select least(rid_l, rid_r) as rid_l, greatest(rid_l, rid_r) as rid_r, "  # noqa: S608
        f"match_weight as weight, match_probability as probability from {predicted} order by 1, 2"
    ).fetchall()
    connection.execute(f"drop table {predicted}").fetchall()
