"""The only file that speaks to Splink: settings from comparisons, a silent linker, parameters back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from splink import DuckDBAPI, Linker, SettingsCreator

from identity.linking.features import RECORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from identity.linking.model import Comparison, Level

_LEAST_FREQUENCY = 1e-5
"""A value rarer than this weighs no more than one of this frequency: one typing error is not a rare name."""

logging.getLogger("splink").setLevel(logging.ERROR)


def open_linker(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], *, prior: float
) -> Linker:
    """A Splink linker over the working table on this connection."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[_to_splink(comparison) for comparison in comparisons],
        # Candidate pairs come from identity.linking.blocking; Splink's own blocking is never run.
        blocking_rules_to_generate_predictions=[{"blocking_rule": "l.rid = r.rid", "sql_dialect": "duckdb"}],
        probability_two_random_records_match=prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI(connection)
    return Linker(api.register(RECORDS), settings, log_level=None)


def predict(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    *,
    prior: float,
    least_weight: float,
) -> str:
    """Score the table `pairs`; gives the name of Splink's result, which the caller drops."""
    connection.execute(
        "create or replace view blocked as select rid_l as join_key_l, rid_r as join_key_r, '0' as match_key from pairs"
    ).fetchall()
    linker = open_linker(connection, comparisons, prior=prior)
    linker.table_management.register_blocked_pairs_for_predict(DuckDBAPI(connection).register("blocked"))
    return linker.inference.predict(threshold_match_weight=least_weight, warning_mode="never").physical_name


def parameters(
    linker: Linker, comparisons: Sequence[Comparison]
) -> dict[str, list[tuple[float | None, float | None]]]:
    """The (m, u) of every level of every comparison as the linker now has them; None where it saw none."""
    saved = {part["output_column_name"]: part for part in linker.misc.save_model_to_json()["comparisons"]}
    return {
        comparison.name: [
            (level.get("m_probability"), level.get("u_probability"))
            for level in saved[comparison.name]["comparison_levels"]
        ]
        for comparison in comparisons
    }


def _to_splink(comparison: Comparison) -> dict[str, Any]:
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [_level_to_splink(level) for level in comparison.levels],
    }


def _level_to_splink(level: Level) -> dict[str, Any]:
    plain: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.label}
    if level.missing:
        return plain | {"is_null_level": True}
    if level.m is not None:
        plain["m_probability"] = level.m
    if level.u is not None:
        plain["u_probability"] = level.u
    if level.frequency is not None:
        plain |= {
            "tf_adjustment_column": level.frequency,
            "tf_minimum_u_value": _LEAST_FREQUENCY,
            "disable_tf_exact_match_detection": True,
        }
    return plain
