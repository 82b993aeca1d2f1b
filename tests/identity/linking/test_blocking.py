"""What only one key finds: two records that have next to nothing in common but it."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from identity.linking.blocking import choose_keys, find_pairs
from identity.linking.features import load_records
from tests.identity.linking.people import record, table

Row = dict[str, Any]

HERE = {"sub_district_code": "100101"}
THERE = {"sub_district_code": "100125"}
NICKNAME = "nickname and sub-district"
ENDS = "given beginning and end, sub-district"


def _found_by(one: Row, other: Row) -> set[str]:
    """The keys that find these two, in a table where two more records fill every column with other values."""
    rest = {"given_name": "mikuvo", "family_name": "bafigu", "nickname": "gu", "sub_district_code": "100130"}
    connection = duckdb.connect(":memory:")
    filled = load_records(connection, table([one, other, record("z/1", **rest), record("z/2", **rest)]))
    keys = choose_keys(filled)
    find_pairs(connection, keys)
    found = connection.execute("select found_by from pairs where rid_l = 0 and rid_r = 1").fetchall()
    return {key.name for bit, key in enumerate(keys) if found and found[0][0] >> bit & 1}


@pytest.mark.parametrize(
    ("given", "place", "keys"), [("ti", HERE, {NICKNAME}), ("ti", THERE, set()), ("ta", HERE, set())]
)
def test_a_nickname_in_place_of_the_name_is_found_by_the_form_that_tells_both(
    given: str, place: Row, keys: set[str]
) -> None:
    formal = record("x/1", given_name="sawala", family_name="donoruti", nickname="ti", **HERE)
    assert _found_by(formal, record("x/2", given_name=given, **place)) == keys


@pytest.mark.parametrize(
    ("given", "place", "keys"),
    [("sawarla", HERE, {ENDS}), ("sawarla", THERE, set()), ("zawala", HERE, set()), ("sawalu", HERE, set())],
)
def test_a_slip_in_the_middle_of_a_name_is_found_by_its_beginning_and_end(
    given: str, place: Row, keys: set[str]
) -> None:
    full = record("x/1", given_name="sawala", family_name="donoruti", **HERE)
    assert _found_by(full, record("x/2", given_name=given, **place)) == keys
