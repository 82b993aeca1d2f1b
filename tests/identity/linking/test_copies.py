"""Who is recorded a hundred times in the same words, and what becomes of everybody near."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from identity.judgement import Judgement, Verdict
from identity.linking import Linkage, Model, link
from identity.linking.copies import MOST_ALIKE
from tests.identity.linking.people import record, table

Row = dict[str, Any]
VISITS = 150


def _visits(row: Row, source: str = "visits") -> list[Row]:
    """The same said at every visit, each on a form and a day of its own."""
    return [
        {
            **row,
            "key": f"{source}/{visit:03}",
            "source": source,
            "record_id": f"{visit:03}",
            "household_id": f"visits:{visit}",
            "recorded_on": f"2026-0{1 + visit % 9}-{1 + visit // 9:02}",
        }
        for visit in range(VISITS)
    ]


def _together(linkage: Linkage, rows: list[Row]) -> set[str]:
    return {linkage.clusters[row["key"]] for row in rows}


@pytest.fixture(scope="module")
def alone(crowd: list[Row], model: Model) -> Linkage:
    return link(table(crowd), model=model)


def test_who_is_recorded_so_often_is_one_person_and_nobody_else_is_lost(
    model: Model, crowd: list[Row], alone: Linkage
) -> None:
    visits = _visits(crowd[0])
    found = link(table([*crowd, *visits]), model=model)
    assert _together(found, visits) == {alone.clusters[crowd[0]["key"]]}
    assert {key: found.clusters[key] for key in alone.clusters} == alone.clusters
    assert list(found.clusters) == sorted(found.clusters)


def test_a_name_and_nothing_else_makes_nobody_one_however_often_it_is_said(
    model: Model, crowd: list[Row]
) -> None:
    visits = _visits(record("x/1", given_name=crowd[0]["given_name"]))
    assert len(_together(link(table([*crowd, *visits]), model=model), visits)) == VISITS


def test_a_model_is_learnt_from_a_few_of_the_records_that_say_the_same(
    crowd: list[Row], model: Model
) -> None:
    visits = _visits(record("x/1", given_name="momomo", family_name="rururu", phone="0812345678"))
    often, seldom = (link(table([*crowd, *visits[:count]])).model for count in (VISITS, MOST_ALIKE))
    assert often == seldom


def test_a_human_is_heard_on_each_of_them(model: Model, crowd: list[Row]) -> None:
    visits = _visits(crowd[0])
    other = visits[-1]["key"]
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    said = Judgement(crowd[0]["key"], other, Verdict.DIFFERENT, "j1", "steward", moment, "met them both")
    found = link(table([*crowd, *visits]), model=model, judgements=[said])
    assert found.clusters[other] != found.clusters[crowd[0]["key"]]


def test_sealed_records_that_say_the_same_change_nothing_among_open_ones(
    model: Model, crowd: list[Row], alone: Linkage
) -> None:
    visits = _visits(crowd[0], "shelter")
    found = link(table([*crowd, *visits]), model=model, sealed={"shelter": "shelter"})
    assert {key: found.clusters[key] for key in alone.clusters} == alone.clusters
    assert _together(found, visits) == {alone.clusters[crowd[0]["key"]]}
