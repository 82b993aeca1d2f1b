"""Candidate pairs in, weighted links out: Splink applies the model inside DuckDB."""

from __future__ import annotations

from dataclasses import replace
from math import log2
from typing import TYPE_CHECKING

from identity.errors import ModelMismatch
from identity.linking.engine import predict

if TYPE_CHECKING:
    import duckdb

    from identity.linking.model import Model

_EVEN = 0.5
"""The prior that weighs nothing."""


def score_pairs(connection: duckdb.DuckDBPyConnection, model: Model, *, spare: float = 0.0) -> None:
    """Make the table `links` (rid_l < rid_r, weight, probability) of the pairs that weigh at least the floor.

    The table `weighed` keeps what the pairs weigh before any prior, down to `spare` bits below the floor, for
    `apply_prior`. Raises ModelMismatch when the model compares columns that the working table does not have.
    """
    columns = {str(row[0]) for row in connection.execute("describe records").fetchall()}
    if missing := sorted(model.columns - columns):
        raise ModelMismatch(
            f"the model compares {', '.join(missing)}, which this table does not have; bring the sources with these columns,"
            " or learn a new model (`hub resolve --train`, `hub train`)"
        )
    least = model.thresholds.floor - prior_bits(model) - spare
    predicted = predict(connection, replace(model, prior=_EVEN), least_weight=least)
    connection.execute(
        f"create or replace table weighed as select rid_l, rid_r, match_weight as weight from {predicted} "  # noqa: S608
        "order by rid_l, rid_r"
    ).fetchall()
    connection.execute(f"drop table {predicted}").fetchall()
    apply_prior(connection, model)


def apply_prior(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `links` of what was weighed, with the prior of this model: all weights move alike."""
    connection.execute(
        "create or replace table links as select rid_l, rid_r, weight, "  # noqa: S608
        "case when weight >= 0 then 1 / (1 + pow(2, -weight)) else pow(2, weight) / (1 + pow(2, weight)) end "
        f"as probability from (select rid_l, rid_r, weight + {prior_bits(model)!r} as weight from weighed) "
        f"where weight >= {model.thresholds.floor!r} order by rid_l, rid_r"
    ).fetchall()


def prior_bits(model: Model) -> float:
    """The prior as log2 odds."""
    return log2(model.prior / (1.0 - model.prior))
