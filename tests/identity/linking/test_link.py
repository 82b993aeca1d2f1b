"""The whole of linking on small tables: reproducible, order-free, and bound by what outranks weights."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from identity.doubt import CONTESTED
from identity.errors import InsufficientData, ModelMismatch
from identity.evaluate import evaluate
from identity.judgement import Judgement, Verdict
from identity.linking import Linkage, Model, link, train
from identity.linking.score import score_pairs
from tests.identity.linking.people import population, record, table

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return population()


@pytest.fixture(scope="module")
def linkage(rows: Rows) -> Linkage:
    return link(table(rows))


@pytest.fixture(scope="module")
def model(linkage: Linkage) -> Model:
    return linkage.model


def _judgement(left: str, right: str, verdict: Verdict) -> Judgement:
    return Judgement(left, right, verdict, "j", "steward", datetime(2026, 11, 1, tzinfo=UTC), "seen")


def _together(linkage: Linkage, one: str, other: str) -> bool:
    return linkage.clusters[one] == linkage.clusters[other]


def test_three_records_of_one_person_are_found_again(rows: Rows, linkage: Linkage) -> None:
    truth = {row["key"]: row["record_id"][:4] for row in rows}
    assert linkage.clusters.keys() == truth.keys()
    assert evaluate(truth, linkage.clusters).pair_f1 > 0.98


def test_a_label_is_the_smallest_key_of_its_cluster(linkage: Linkage) -> None:
    smallest: dict[str, str] = {}
    for key, label in linkage.clusters.items():
        smallest[label] = min(key, smallest.get(label, key))
    assert all(label == key for label, key in smallest.items())


def test_the_order_of_the_rows_changes_neither_clusters_nor_model(rows: Rows, linkage: Linkage) -> None:
    shuffled = random.Random(9).sample(rows, len(rows))
    again = link(table(shuffled))
    assert again.model.version == linkage.model.version
    assert again.clusters == linkage.clusters


def test_training_alone_gives_the_model_that_linking_trains(rows: Rows, model: Model) -> None:
    assert train(table(rows), seed=1) == model


def test_a_model_survives_its_json_and_links_the_same(rows: Rows, linkage: Linkage) -> None:
    read = Model.from_json(linkage.model.to_json())
    assert read == linkage.model
    assert link(table(rows), model=read).clusters == linkage.clusters


@pytest.mark.parametrize("damage", [lambda text: text.replace('"seed": 1', '"seed": 2'), lambda _: "{}"])
def test_a_changed_or_foreign_model_file_is_refused(model: Model, damage: Any) -> None:
    with pytest.raises(ModelMismatch):
        Model.from_json(damage(model.to_json()))


def test_a_model_that_compares_more_than_the_table_has_says_what_and_what_to_do(model: Model) -> None:
    lacking = sorted(model.columns)[:2]
    had = ", ".join(f"1 as {name}" for name in sorted(model.columns)[2:])
    with duckdb.connect() as connection:
        connection.execute(f"create table records as select {had}")
        with pytest.raises(
            ModelMismatch, match=f"compares {', '.join(lacking)}, which .*`hub resolve --train`"
        ):
            score_pairs(connection, model)


def test_a_model_file_names_nobody(rows: Rows, model: Model) -> None:
    text = model.to_json()
    assert not any(row[name] in text for row in rows for name in ("phone", "citizen_id") if row.get(name))


def test_two_records_are_too_few_to_learn_from(rows: Rows) -> None:
    with pytest.raises(InsufficientData):
        link(table(rows[:1]))
    with pytest.raises(InsufficientData):
        train(table([rows[0], rows[4]]), seed=1)


def test_a_human_verdict_outranks_the_weights(rows: Rows, linkage: Linkage) -> None:
    one, other, stranger = rows[0]["key"], rows[1]["key"], rows[40]["key"]
    assert _together(linkage, one, other)
    assert not _together(linkage, one, stranger)
    decided = link(
        table(rows),
        model=linkage.model,
        judgements=[_judgement(one, other, Verdict.DIFFERENT), _judgement(stranger, one, Verdict.SAME)],
    )
    assert not _together(decided, one, other)
    assert _together(decided, one, stranger)


def test_a_parents_number_on_a_childs_form_merges_nobody_and_a_human_is_told(model: Model) -> None:
    home = {
        "building_number": "7",
        "sub_district_code": "100101",
        "district_code": "1001",
        "province_code": "10",
    }
    parent = {"given_name": "sawala", "family_name": "donoruti", "birth_date": "1970-03-05", "sex": "female"}
    child = {"given_name": "mikuvo", "family_name": "donoruti", "birth_date": "2015-07-09", "sex": "female"}
    found = link(
        table(
            [
                record("a/parent", **parent, **home, citizen_id="1111111111111"),
                record("b/parent", **parent, **home, citizen_id="1111111111111"),
                record("c/child", **child, **home, citizen_id="1111111111111"),
                record("a/child", **child, **home, citizen_id="1222222222222"),
            ]
        ),
        model=model,
    )
    assert _together(found, "a/parent", "b/parent")
    assert _together(found, "a/child", "c/child")
    assert not _together(found, "a/parent", "c/child")
    assert [(one.left, one.right, one.reason) for one in found.conflicts] == [
        ("a/parent", "c/child", CONTESTED)
    ], "parent and child are asked about once"


def test_twins_are_kept_apart(model: Model) -> None:
    both = {
        "family_name": "donoruti",
        "birth_date": "2015-07-09",
        "sex": "female",
        "phone": "0812345678",
        "building_number": "7",
        "sub_district_code": "100101",
        "district_code": "1001",
        "province_code": "10",
    }
    found = link(
        table([record("a/1", given_name="sawala", **both), record("b/1", given_name="mikuvo", **both)]),
        model=model,
    )
    assert not _together(found, "a/1", "b/1")


def test_a_block_over_its_cap_makes_no_pairs_and_is_reported(model: Model) -> None:
    crowd = [
        record(f"a/{place}", given_name=f"ba{place:03}", family_name=f"do{place:03}", phone="0812345678")
        for place in range(40)
    ]
    found = link(table(crowd), model=model)
    phone = next(cost for cost in found.blocking if cost.name == "phone")
    assert (phone.pairs, phone.blocks_over_cap, phone.records_lost) == (0, 1, 40)


def test_sealed_records_change_nothing_among_open_ones(rows: Rows, linkage: Linkage) -> None:
    bridge = {name: rows[0][name] for name in ("given_name", "family_name") if rows[0][name]}
    bridge |= {name: rows[3][name] for name in ("citizen_id", "birth_date", "phone") if rows[3][name]}
    hidden = [record(f"safe/{place}", **bridge) for place in range(4)]
    found = link(table(rows + hidden), sealed={"safe": "shelter"})
    assert found.model.version == linkage.model.version
    assert {key: found.clusters[key] for key in linkage.clusters} == linkage.clusters
    assert {row["key"] for row in hidden} <= found.clusters.keys()


def test_a_sealed_record_takes_the_label_of_the_open_cluster_it_joins(rows: Rows, model: Model) -> None:
    copy = {
        name: value for name, value in rows[0].items() if name in ("given_name", "family_name", "citizen_id")
    }
    copy |= {name: rows[0][name] for name in ("birth_date", "phone", "sex") if rows[0].get(name)}
    found = link(table([*rows[:30], record("0/first", **copy)]), model=model, sealed={"0": "shelter"})
    assert found.clusters["0/first"] == found.clusters[rows[0]["key"]] == rows[0]["key"]
