"""Whose a citizen id is: the live path and a batch take it from the same records, whatever these say."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from identity.contested import Aside, set_aside
from identity.linking import Model, train
from identity.linking.features import load_records
from identity.linking.scorer import Scorer
from identity.linking.whose_number import set_contested_aside
from tests.identity.linking.people import population, record, table

Row = dict[str, Any]


@pytest.fixture(scope="module")
def model() -> Model:
    return replace(train(table(population()), seed=1), nicknames=("dobago",))


def _crowd(seed: int) -> list[Row]:
    """Records that share a few numbers, three in a row each, names, births and places, each left out now and then."""
    dice = random.Random(seed)
    rows: list[Row] = []
    for count in range(240):
        number = dice.randrange(40)
        values: Row = {
            "given_name": dice.choice(("sawala", "sawalu", "mikuvo", "dobago")),
            "family_name": dice.choice(("donoruti", "bafigu")),
            "citizen_id": f"1{number // 3:09}{number % 3:03}",
            "birth_date": dice.choice(("1998-01-11", "1998-01-12", "2015-07-09")),
            "sex": dice.choice(("female", "male")),
            "phone": f"08{dice.randrange(60):08}",
            "building_number": str(dice.randrange(60)),
            "sub_district_code": "100101",
        }
        kept = {name: value for name, value in values.items() if name == "citizen_id" or dice.random() > 0.25}
        if "given_name" not in kept:
            kept.pop("family_name", None)
        kind = "foreign" if number > 36 else "temporary" if number > 30 else "thai"
        rows.append(record(f"x/{count:04}", citizen_id_kind=kind, **kept))
    return rows


def _in_a_batch(rows: list[Row], model: Model) -> Aside:
    connection = duckdb.connect(":memory:")
    load_records(connection, table(rows), nicknames=model.nicknames)
    set_contested_aside(connection)
    kept = connection.execute("select key from records where citizen_id is not null").fetchall()
    pairs = connection.execute(
        "select a.key, b.key from contested join records a on a.rid = rid_l join records b on b.rid = rid_r"
    ).fetchall()
    lost = {row["key"] for row in rows} - {key for (key,) in kept}
    return Aside(frozenset(lost), frozenset(pairs))


@pytest.mark.parametrize("seed", range(4))
def test_the_live_path_takes_a_number_from_the_records_that_a_batch_takes_it_from(
    model: Model, seed: int
) -> None:
    scorer, rows = Scorer(model), _crowd(seed)
    found = set_aside([scorer.prepare(row) for row in rows], scorer)
    assert (found.lost, found.contested) == ((batch := _in_a_batch(rows, model)).lost, batch.contested)
    assert 0 < len(found.lost) < len(rows)
