"""Of which two persons a linkage says that they contradict themselves: what is worth a human's time, and no more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import duckdb
import numpy as np
import pytest

from identity.clustering import Edges, Thresholds
from identity.doubt import TWO_NUMBERS
from identity.evidence import OF_TWIN
from identity.judgement import Judgement, Verdict
from identity.linking import Linkage, Model, link
from identity.linking.apart import REASONS, Apart
from identity.linking.conflicts import Held, find_conflicts
from identity.linking.features import load_records
from tests.identity.linking.people import record, table

Row = dict[str, Any]

HOUSE = {
    "building_number": "707",
    "sub_district_code": "100101",
    "district_code": "1001",
    "province_code": "10",
}
PERSON = {"given_name": "sawala", "family_name": "donoruti", "sex": "female", "phone": "0899999999", **HOUSE}
ONE = {**PERSON, "birth_date": "1998-01-11", "citizen_id": "1111111111111"}
OTHER = {**PERSON, "birth_date": "1997-01-11", "citizen_id": "1222222222222"}
FORM = {"household_id": "x:7", "recorded_on": "2024-05-02"}


def _conflicts(found: Linkage) -> list[tuple[str, str, str]]:
    return [(one.left, one.right, one.reason) for one in found.conflicts if one.left[0] in "xyz"]


def test_one_person_under_two_numbers_is_one_conflict_however_many_records_there_are(
    model: Model, crowd: list[Row]
) -> None:
    rows = [record(f"x/{copy}", **ONE) for copy in range(2)] + [
        record(f"y/{copy}", **OTHER) for copy in range(2)
    ]
    found = link(table([*crowd[:90], *rows]), model=model)
    assert _conflicts(found) == [("x/0", "y/0", TWO_NUMBERS)]


@pytest.mark.parametrize(
    "says_two",
    [
        {"given_name": "sowalu"},
        {"given_name": "donoruti", "family_name": "fiwanopa"},
        {"sex": "male"},
        {"birth_date": "1997-06-25"},
        FORM,
    ],
    ids=["given name", "family name in the place of the given one", "sex", "birth", "form"],
)
def test_where_anything_else_speaks_for_two_people_nobody_is_asked(says_two: Row) -> None:
    mine = record("x/1", **ONE, **FORM)
    assert _weighed([mine, record("y/1", **OTHER)], [20.0]) == [0]
    assert _weighed([mine, record("y/1", **{**OTHER, **says_two})], [20.0]) == []


def test_where_something_else_keeps_other_records_of_the_two_apart_nobody_is_asked() -> None:
    rows = [record("x/1", **ONE), record("x/2", **ONE), record("y/1", **OTHER)]
    assert _weighed(rows, [20.0, 20.0], TWO_NUMBERS, TWO_NUMBERS) == [0]
    assert _weighed(rows, [20.0, 20.0], TWO_NUMBERS, OF_TWIN) == []


def test_whom_a_human_decided_about_by_any_pair_is_no_conflict(model: Model, crowd: list[Row]) -> None:
    rows = [record("x/1", **ONE), record("x/2", **ONE), record("y/1", **OTHER)]
    seen = Judgement("x/2", "y/1", Verdict.UNSURE, "j", "steward", datetime(2026, 11, 1, tzinfo=UTC), "seen")
    assert _conflicts(link(table([*crowd[:90], *rows]), model=model, judgements=[seen])) == []


def test_a_sealed_record_contradicts_inside_its_compartment_and_hides_no_conflict_outside(
    model: Model, crowd: list[Row]
) -> None:
    rows = [record("x/1", **ONE), record("y/1", **OTHER), record("z/1", **OTHER)]
    found = link(table([*crowd[:90], *rows]), model=model, sealed={"z": "shelter"})
    assert found.clusters["z/1"] == "y/1"
    assert _conflicts(found) == [("x/1", "y/1", TWO_NUMBERS), ("x/1", "z/1", TWO_NUMBERS)]


@pytest.mark.parametrize(("weights", "asked"), [([20.0, 10.0], [0]), ([3.0, -15.0], [])])
def test_two_numbers_on_one_alike_pair_are_no_conflict_where_the_other_records_differ(
    weights: list[float], asked: list[int]
) -> None:
    assert _weighed([record("x/1", **ONE), record("x/2", **ONE), record("y/1", **OTHER)], weights) == asked


def _weighed(rows: list[Row], weights: list[float], *reasons: str) -> list[int]:
    """The conflicts when the last record, a person of its own, weighs so much with each of the first, who are one, and
    is kept apart from these for these reasons; from the first of them alone by two numbers where none is given."""
    connection, last = duckdb.connect(), len(rows) - 1
    load_records(connection, table(rows))
    kept = [REASONS.index(reason) for reason in reasons or (TWO_NUMBERS,)]
    found = find_conflicts(
        connection,
        Apart(np.arange(len(kept)), np.full(len(kept), last), np.array(kept, dtype=np.int8)),
        Edges(np.arange(last), np.full(last, last), np.array(weights)),
        held=Held(np.array([0] * last + [last]), np.empty((0, 2), dtype=np.int64)),
        thresholds=Thresholds(),
    )
    return found.tolist()
