"""Conditions compiled to Python do what DuckDB does with the same text, NULL included."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein, Jaro

from identity.errors import UnsupportedCondition
from identity.linking.blocking import choose_keys
from identity.linking.comparisons import choose_comparisons
from identity.linking.features import DERIVED, Filled
from identity.linking.program import evaluator, layout_of, rule_finder
from identity.linking.rules import OTHER_PERSON, RULES, SEEM_TWO
from identity.linking.sql import columns_of, costly_parts
from identity.records import standard_schema

TEXTS = ("word", "other")
NUMBERS = ("number", "total")
LISTS = ("items",)
ROWS: list[dict[str, Any]] = [
    {"word": word, "other": other, "number": number, "total": count, "items": values}
    for word, other in (
        (None, "ab"),
        ("ab", "ba"),
        ("", "abc"),
        ("สมชาย", "สมชัย"),
        ("abcde", None),
        ("x", "x"),
    )
    for number, count in ((None, 1), (3, 3), (-7, 2), (0, None))
    for values in (None, [], ["ab", None, "x"], ["x", "abcde"])
]
SCHEMA = pa.schema(
    [(name, pa.string()) for name in TEXTS]
    + [(name, pa.int64()) for name in NUMBERS]
    + [(name, pa.list_(pa.string())) for name in LISTS]
)

texts = st.deferred(
    lambda: (
        st.sampled_from((*TEXTS, "'ab'", "'x'", "null"))
        | st.builds("coalesce({}, {})".format, texts, texts)
        | st.builds("{}[:2]".format, st.sampled_from(TEXTS))
        | st.builds("{}[2:]".format, st.sampled_from(TEXTS))
        | st.builds("({} || '%' || {})".format, texts, texts)
        | st.builds("least({}, {})".format, texts, texts)
        | st.builds("case when {} then {} else {} end".format, truths, texts, texts)
    )
)
numbers = st.deferred(
    lambda: (
        st.sampled_from((*NUMBERS, "2", "null"))
        | st.builds("({} {} {})".format, st.sampled_from(NUMBERS), st.sampled_from("+-*"), numbers)
        | st.builds("abs({})".format, st.sampled_from(NUMBERS))
        | st.builds("({} // 2)".format, st.sampled_from(NUMBERS))
        | st.builds("length({})".format, st.sampled_from(TEXTS))
        | st.builds("damerau_levenshtein({}, {})".format, *[st.sampled_from(TEXTS)] * 2)
        | st.builds("len(list_intersect(items, [{}, 'x']))".format, st.sampled_from(TEXTS))
        | st.builds("greatest({}, {})".format, numbers, numbers)
    )
)
truths = st.deferred(
    lambda: (
        st.sampled_from(("true", "false", "null"))
        | st.builds("({} {} {})".format, texts, st.sampled_from(("=", "<>", "<")), texts)
        | st.builds("({} {} {})".format, numbers, st.sampled_from(("=", "<>", "<=", ">")), numbers)
        | st.builds("({} is null)".format, texts | numbers)
        | st.builds("({} is not distinct from {})".format, texts, texts)
        | st.builds("({} in ({}, {}))".format, texts, texts, texts)
        | st.builds("({} between 0 and {})".format, numbers, numbers)
        | st.builds("(jaro_winkler_similarity({}, {}) >= 0.5)".format, *[st.sampled_from(TEXTS)] * 2)
        | st.builds("list_has_any(items, ['x', 'ab'])".format)
        | st.builds("({} and {})".format, truths, truths)
        | st.builds("({} or {})".format, truths, truths)
        | st.builds("(not {})".format, truths)
        | st.builds("coalesce({}, {})".format, truths, truths)
        | st.builds("(({}) = ({}))".format, truths, truths)
        | st.builds("case when {} then {} else {} end".format, truths, truths, truths)
    )
)


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    table = pa.Table.from_pylist(
        [{**row, "rid": rid} for rid, row in enumerate(ROWS)],
        schema=SCHEMA.append(pa.field("rid", pa.int64())),
    )
    connection.register("rows", table)
    return connection


def _of_duckdb(connection: duckdb.DuckDBPyConnection, expression: str) -> list[Any]:
    return [row[0] for row in connection.execute(f"select {expression} from rows order by rid").fetchall()]


def _compiled(expression: str) -> list[Any]:
    evaluate = evaluator([expression], SCHEMA.names)
    return [evaluate(tuple(row[name] for name in SCHEMA.names))[0] for row in ROWS]


@settings(max_examples=60, deadline=None)
@given(condition=truths)
def test_a_condition_is_true_false_or_null_as_in_duckdb(
    condition: str, duck: duckdb.DuckDBPyConnection
) -> None:
    assert _compiled(f"({condition}) is null") == _of_duckdb(duck, f"({condition}) is null")
    assert _compiled(f"coalesce({condition}, false)") == _of_duckdb(duck, f"coalesce({condition}, false)")


@settings(max_examples=60, deadline=None)
@given(expression=texts | numbers)
def test_a_value_is_the_one_that_duckdb_computes(expression: str, duck: duckdb.DuckDBPyConnection) -> None:
    assert _compiled(expression) == _of_duckdb(duck, expression)


@pytest.mark.parametrize(
    "expression",
    [
        "items[1]",
        "items[-1]",
        "items[9]",
        "word[:-3]",
        "word[-2:]",
        "word[2:3]",
        "concat_ws('/', word, coalesce(other, ''), number)",
        "list_sum(list_transform(items, lambda part: length(part)))",
        "list_transform(range(1, len(items)), lambda place: items[place] || '|' || items[place + 1])",
        "list_transform(list_filter(items, lambda part: part <> 'x'), lambda part: part[:1] || number)",
        "list_contains(items, 'x')",
        "list_max(list_transform(items, lambda part: damerau_levenshtein(part, word)))",
        "jaro_similarity(word, other)",
        "levenshtein(word, other)",
        "starts_with(word, 'a')",
        "case when number > 0 then 8 else 1 end + total",
    ],
)
def test_every_function_of_the_vocabulary_does_what_duckdbs_does(
    expression: str, duck: duckdb.DuckDBPyConnection
) -> None:
    assert _compiled(expression) == _of_duckdb(duck, expression)


@pytest.mark.parametrize(
    "sql",
    [
        "soundex(word)",
        "word like 'a%'",
        "(select 1) = number",
        "word in (select 1)",
        "number / 2",
        "word::date",
        "case word when 'a' then 1 end",
        "word = ",
    ],
)
def test_what_is_outside_the_vocabulary_is_refused(sql: str) -> None:
    with pytest.raises(UnsupportedCondition):
        _compiled(sql)


def test_a_distance_that_two_levels_use_is_computed_once() -> None:
    conditions = [
        "jaro_winkler_similarity(word_l, word_r) >= 0.9",
        "jaro_winkler_similarity(word_l, word_r) >= 0.8",
    ]
    assert costly_parts(conditions) == ("JAROWINKLER_SIMILARITY(word_l, word_r)",)
    assert costly_parts(conditions[:1]) == ()


def test_the_first_rule_that_holds_is_found() -> None:
    rules = ["a.word = b.word", "a.number > b.number"]
    layout = layout_of(rules)
    find = rule_finder(rules, layout)
    assert layout.columns == ("number", "word")
    assert [find((1, "x"), (0, "x")), find((1, None), (0, None)), find((None, "x"), (0, "y"))] == [0, 1, None]


words = st.text(alphabet="abcd", max_size=9)


@settings(max_examples=30, deadline=None)
@given(pairs=st.lists(st.tuples(words, words), min_size=50, max_size=50))
def test_edit_distances_are_duckdbs_also_where_letters_are_swapped_and_edited_again(
    pairs: list[tuple[str, str]], duck: duckdb.DuckDBPyConnection
) -> None:
    left, right = zip(*pairs, strict=True)
    duck.register("words", pa.table({"one": left, "other": right}))
    rows = duck.execute(
        "select one, other, damerau_levenshtein(one, other), jaro_similarity(one, other) from words"
    ).fetchall()
    for one, other, distance, alike in rows:
        assert DamerauLevenshtein.distance(one, other) == distance
        assert Jaro.similarity(one, other) == alike or (one, other, alike) == ("", "", 0.0)


def _everything() -> Filled:
    columns = {*standard_schema().names, *DERIVED, "attr_a"}
    return Filled(1, dict.fromkeys(columns, 1.0) | {"middle_fold": 0.0}, frozenset(columns))


def _written(filled: Filled) -> list[str]:
    levels = [level.condition for part in choose_comparisons(filled) for level in part.levels]
    rules = [*(rule.condition for rule in RULES), OTHER_PERSON, SEEM_TWO]
    return [*(one for one in levels if one != "ELSE"), *rules]


def test_everything_that_linking_may_ask_can_be_asked_live() -> None:
    parted = _everything()
    whole = Filled(1, parted.shares | {"given_fold": 0.0}, parted.varied)
    western = Filled(1, parted.shares | {"sub_district_code": 0.0}, parted.varied)
    for filled in (parted, whole, western):
        conditions = _written(filled)
        rule_finder(conditions, layout_of(conditions))
        keys = [key.values for key in choose_keys(filled)]
        evaluator(keys, {column for key in keys for column in columns_of(key)})


def test_no_threshold_of_likeness_lies_where_rounding_decides() -> None:
    # DuckDB multiplies and adds in one step, rapidfuzz in two: at some thresholds, as 0.92, a pair would differ.
    used = {
        float(found)
        for filled in (
            _everything(),
            Filled(1, _everything().shares | {"given_fold": 0.0}, _everything().varied),
        )
        for condition in _written(filled)
        for found in re.findall(r"jaro_winkler_similarity\([^)]*\) (?:>=|<) ([\d.]+)", condition)
    }
    assert len(used) >= 3
    assert used & _decided_by_rounding() == set()
    assert 0.92 in _decided_by_rounding()


def _decided_by_rounding() -> set[float]:
    found: set[float] = set()
    for one in range(1, 31):
        for other in range(1, one + 1):
            for common in range(1, other + 1):
                for swapped in range(common // 2 + 1):
                    jaro = (common / one + common / other + (common - swapped) / common) / 3.0
                    for first in range(min(4, common - swapped) + 1 if jaro > 0.7 else 0):
                        twice = jaro + first * 0.1 * (1.0 - jaro)
                        near = round(twice * 100) / 100
                        if abs(twice - near) < 1e-9:
                            once = float(Fraction(first * 0.1) * Fraction(1.0 - jaro) + Fraction(jaro))
                            found |= {near} if (once >= near) != (twice >= near) else set()
    return found
