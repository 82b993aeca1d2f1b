"""Which words are held to be nicknames: learnt from the forms that give one beside the name, carried by the model."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import duckdb

from identity.clustering import Thresholds
from identity.linking import Model, train
from identity.linking.features import known_nicknames, load_records
from identity.linking.scorer import Scorer
from tests.identity.linking.people import population, record, table

Row = dict[str, Any]

NAMES = ("sawala", "mikuvo", "dobago", "rutiwa", "zuyevo")


def _called(word: str, names: tuple[str, ...] = NAMES) -> list[Row]:
    return [
        record(f"{word}/{name}", given_name=name, family_name="donoruti", nickname=word) for name in names
    ]


def _known(*rows: Row) -> tuple[str, ...]:
    connection = duckdb.connect(":memory:")
    load_records(connection, table(list(rows)))
    return known_nicknames(connection)


def test_a_word_is_a_nickname_when_five_names_stand_beside_it() -> None:
    assert _known(*_called("mo"), *_called("ti", NAMES[:4])) == ("mo",)


def test_one_name_keyed_in_five_times_makes_no_nickname() -> None:
    often = [
        {**row, "key": f"{row['key']}/{count}"} for row in _called("ti", NAMES[:1]) for count in range(5)
    ]
    assert _known(*often) == ()


def test_a_name_written_into_both_columns_makes_no_nickname() -> None:
    both = [record(f"x/{count}", given_name="mo", nickname="mo") for count in range(9)]
    assert _known(*both) == ()


def test_a_word_that_is_more_often_a_given_name_is_none() -> None:
    named = [record(f"x/{count}", given_name="mo", family_name="bafigu") for count in range(5)]
    assert _known(*_called("mo"), *named) == ()
    assert _known(*_called("mo"), *named[:4]) == ("mo",)


def test_a_nickname_is_one_where_it_stands_alone_in_a_batch_and_live() -> None:
    rows = [
        record("x/1", given_name="mo"),
        record("x/2", given_name="mo", family_name="bafigu"),
        record("x/3", given_name="sawala"),
    ]
    connection = duckdb.connect(":memory:")
    load_records(connection, table(rows), nicknames=("mo",))
    found = connection.execute("select lone_nickname from records order by key").fetchall()
    assert found == [("mo",), (None,), (None,)]
    scorer = Scorer(replace(train(table(population()), seed=1), nicknames=("mo",)))
    assert [(scorer.prepare(row).columns["lone_nickname"],) for row in rows] == found


def test_a_model_carries_the_nicknames_of_the_records_it_was_learnt_from() -> None:
    model = train(table([*population(), *_called("mo")]), seed=1)
    assert model.nicknames == ("mo",)
    assert Model.from_json(model.to_json()) == model
    assert model.version != replace(model, nicknames=()).version


def test_a_model_without_nicknames_is_written_as_it_was_before_there_were_any() -> None:
    assert "nicknames" not in json.loads(Model((), 0.1, Thresholds()).to_json())
