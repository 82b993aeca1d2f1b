"""Weights by convention follow the table: what it can compare, how long it is, and nothing it does not hold."""

from __future__ import annotations

import pytest
from splink.internals.linker_components.training import LinkerTraining

from identity.conventional import conventional_model
from identity.errors import InsufficientData
from identity.linking import Model, train
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


def test_a_training_that_splink_gives_up_is_told_as_too_little_data(monkeypatch: pytest.MonkeyPatch) -> None:
    # Seen with 100 rows of a roll: the probability of a level fell to nought during expectation maximisation.
    def give_up(*_: object, **__: object) -> None:
        raise ValueError("m_probability value 0.0 is below the minimum")

    monkeypatch.setattr(LinkerTraining, "estimate_parameters_using_expectation_maximisation", give_up)
    same = {"given": "somchai", "family": "jaidee", "birth_date": "1964-09-12"}
    other = {"given": "malee", "family": "srisuk", "birth_date": "1987-02-01"}
    rows = [row(f"a/{place}", **(same if place % 2 else other)) for place in range(20)]
    with pytest.raises(InsufficientData, match="too few pairs of one person"):
        train(table(*rows), seed=1)
