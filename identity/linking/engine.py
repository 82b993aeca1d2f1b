"""The only file that speaks to Splink: settings from comparisons, a silent linker, parameters back."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from splink import DuckDBAPI, Linker, SettingsCreator

from identity.linking.cheaper import cheaper
from identity.linking.features import RECORDS
from identity.linking.frequencies import LEAST_FREQUENCY, NAME_PART, PERSONAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

    from identity.linking.model import Comparison, Frequency, Level, Model

_COMPARED = re.compile(r"\b(\w+)_[lr]\b")

_ITERATIONS = (25, 8, 4, 2)
"""How often a rule's pairs are gone through; fewer times where that ends in a probability of nought."""

logging.getLogger("splink").setLevel(logging.ERROR)


def open_linker(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    *,
    prior: float,
    table: str = RECORDS,
) -> Linker:
    """A Splink linker over the working table, or a view of it, on this connection."""
    api = DuckDBAPI(connection)
    return Linker(api.register(table), splink_settings(comparisons, prior=prior), log_level=None)


def splink_settings(
    comparisons: Sequence[Comparison],
    *,
    prior: float,
    dialect: str = "duckdb",
    rewrite: Callable[[str], str] = cheaper,
) -> SettingsCreator:
    """Splink's settings, the same whoever runs them; `rewrite` puts a condition into the words of the dialect."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=[_to_splink(comparison, rewrite) for comparison in comparisons],
        # Candidate pairs come from identity.linking.blocking; Splink's own blocking is never run.
        blocking_rules_to_generate_predictions=[{"blocking_rule": "l.rid = r.rid", "sql_dialect": dialect}],
        probability_two_random_records_match=prior,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def learn(linker: Linker, rule: str, *, most_pairs: int) -> ValueError | None:
    """Learn m of every comparison that shares no column with the rule from the pairs it finds. What is returned says why
    it could not be: with few pairs a level may seem impossible for one person, and Splink refuses the probability
    nought. Then the linker is as it was before."""
    settings: Any = linker._settings_obj  # pyright: ignore[reportPrivateUsage]
    before, told = settings.core_model_settings.copy(), settings.training_settings
    refused: ValueError | None = None
    for iterations in _ITERATIONS:
        settings.training_settings = replace(told, max_iterations=iterations)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True, max_pairs=most_pairs
            )
        except ValueError as error:
            # Splink takes the rule's comparisons out of the linker and puts them back only where it succeeds.
            settings.core_model_settings = before.copy()
            refused = error
        else:
            refused = None
            break
    settings.training_settings = told
    return refused


def predict(connection: duckdb.DuckDBPyConnection, model: Model, *, least_weight: float) -> str:
    """Score the table `pairs`; gives the name of Splink's result, which the caller drops."""
    connection.execute(
        "create or replace view blocked as select rid_l as join_key_l, rid_r as join_key_r, '0' as match_key from pairs"
    ).fetchall()
    columns = ", ".join(f'"{column}"' for column in ("rid", *sorted(compared_columns(model.comparisons))))
    connection.execute(f"create or replace view compared as select {columns} from {RECORDS}").fetchall()  # noqa: S608
    linker = open_linker(connection, model.comparisons, prior=model.prior, table="compared")
    _take_frequencies(connection, linker, model.frequencies)
    linker.table_management.register_blocked_pairs_for_predict(DuckDBAPI(connection).register("blocked"))
    # Left to itself DuckDB streams the records past the pairs; the pairs are the many, and what threads can share.
    connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'").fetchall()
    try:
        return linker.inference.predict(
            threshold_match_weight=least_weight, warning_mode="never"
        ).physical_name
    finally:
        connection.execute("reset disabled_optimizers").fetchall()


def _take_frequencies(
    connection: duckdb.DuckDBPyConnection, linker: Linker, frequencies: Mapping[str, Frequency]
) -> None:
    """Let the linker use the model's frequencies; those of personal columns it counts in the table."""
    for column, frequency in sorted(frequencies.items()):
        if column in PERSONAL or column == NAME_PART:
            continue
        connection.register("listed", frequency.listed())
        connection.execute(
            f'create or replace table "frequency_{column}" as '  # noqa: S608
            f'select "{column}", coalesce(share, {frequency.rest!r}) as "tf_{column}" from '
            f'(select distinct "{column}" from {RECORDS} where "{column}" is not null) '
            f'left join listed on value = "{column}"'
        ).fetchall()
        connection.unregister("listed")
        table = DuckDBAPI(connection).register(f"frequency_{column}")
        linker.table_management.register_term_frequency_lookup(table, column)


def compared_columns(comparisons: Sequence[Comparison]) -> set[str]:
    """The columns that the conditions compare: what pairs need of their records."""
    conditions = (level.condition for comparison in comparisons for level in comparison.levels)
    return {column for condition in conditions for column in _COMPARED.findall(condition)}


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


def _to_splink(comparison: Comparison, rewrite: Callable[[str], str]) -> dict[str, Any]:
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [_level_to_splink(level, rewrite) for level in comparison.levels],
    }


def _level_to_splink(level: Level, rewrite: Callable[[str], str]) -> dict[str, Any]:
    condition = level.condition if level.condition == "ELSE" else rewrite(level.condition)
    plain: dict[str, Any] = {"sql_condition": condition, "label_for_charts": level.label}
    if level.missing:
        return plain | {"is_null_level": True}
    if level.m is not None:
        plain["m_probability"] = level.m
    if level.u is not None:
        plain["u_probability"] = level.u
    if level.frequency is not None:
        plain |= {
            "tf_adjustment_column": level.frequency,
            "tf_minimum_u_value": LEAST_FREQUENCY,
            "disable_tf_exact_match_detection": True,
        }
    return plain
