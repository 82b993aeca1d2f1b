"""Weights by convention follow the table: what it can compare, how long it is, and nothing it does not hold."""

from __future__ import annotations

import pytest

from identity.conventional import conventional_model
from identity.errors import InsufficientData
from identity.linking import Model
from identity.records import standard_schema
from tests.identity.tables import row, table


def test_only_filled_columns_are_compared_and_missing_values_weigh_nothing() -> None:
    model = conventional_model(table(row("a/1", given="somchai", family="jaidee", birth_date="1964-09-12")))
    assert [comparison.name for comparison in model.comparisons] == ["given", "family", "birth"]
    missing = [level for part in model.comparisons for level in part.levels if level.missing]
    assert {level.weight for level in missing} == {0.0}


def test_every_other_level_has_its_weight_and_better_agreement_never_weighs_less_than_none() -> None:
    model = conventional_model(
        table(row("a/1", given="somchai", family="jaidee", citizen_id="1104200000018"))
    )
    for comparison in model.comparisons:
        best, worst = comparison.levels[1], comparison.levels[-1]
        assert best.weight > 0 > worst.weight


def test_the_model_travels_as_json() -> None:
    model = conventional_model(table(row("a/1", given="somchai", family="jaidee")))
    assert Model.from_json(model.to_json()) == model


def test_a_table_of_empty_rows_is_refused() -> None:
    with pytest.raises(InsufficientData, match="no field is filled"):
        conventional_model(standard_schema().empty_table())
