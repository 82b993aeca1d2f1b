"""Linking on Spark comes to what linking in DuckDB comes to: the same pairs, weights, costs and clusters."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa
import pytest

from hub.demo.population import write_population
from hub.feeds import load_mapping
from hub.linkage import feeds_table, open_feeds
from hub.settings import Settings
from identity.linking import Linkage, link, train
from identity.linking.spark_sql import in_spark

pytestmark = pytest.mark.timeout(1_200)

_EXPRESSIONS = (
    "damerau_levenshtein(a, b) <= 1",
    "levenshtein(a, b) <= 2",
    "jaro_winkler_similarity(a, b) >= 0.8",
    "jaro_similarity(a, b) < 0.87",
    "length(a) > 4 and a[:-3] = b[:-3]",
    "a[:2] = b[:2]",
    "a[3:] = b[3:]",
    "least(a, b) || '|' || greatest(a, b)",
    "coalesce(a <> b, true) and (a is null) <> (b is null)",
    "case when a = b then null else a is null end",
)
_VALUES = (
    None,
    "",
    "a",
    "ab",
    "ba",
    "abcd",
    "abdc",
    "abcdef",
    "สมชาย",
    "สมชัย",
    "สม",
    "พิการ 1",
    "พิการ 2",
    "SW1A 1AA",
)
_ON_LISTS = (
    "list_transform(name_parts, lambda part: part[:2] || '|' || year)",
    "list_transform(range(1, len(name_parts)), lambda place: name_parts[place] || '|' || name_parts[place + 1])",
    "[name_parts[1][:1] || '|' || year]",
    "list_sum(list_transform(list_intersect(codes, others), lambda code: code // 100))",
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """Some 2,400 standardised records of six registers."""
    directory = tmp_path_factory.mktemp("population")
    population = write_population(directory, persons=800, seed=11)
    sources = Settings.from_environment().sources_dir
    mappings = [load_mapping(sources / f"{name}.yaml") for name in population.files]
    feeds = open_feeds(list(population.files.values()), mappings)
    return feeds_table(feeds, quarantine_dir=directory, processes=1)[0]


@pytest.fixture(scope="module")
def both(spark: Any, table: pa.Table) -> tuple[Linkage, Linkage]:
    """The linkage of DuckDB and the one of Spark, with one model."""
    model = train(table, seed=1)
    return link(table, model=model), link(table, model=model, spark=spark)


def _weights(linkage: Linkage) -> dict[tuple[str, str], float]:
    columns = (linkage.links[name].to_pylist() for name in ("left", "right", "weight"))
    return {(left, right): weight for left, right, weight in zip(*columns, strict=True)}


def test_spark_finds_the_same_links_and_weighs_them_alike(both: tuple[Linkage, Linkage]) -> None:
    here, there = map(_weights, both)
    assert here.keys() == there.keys()
    assert len(here) > 2_000
    assert max(abs(here[pair] - there[pair]) for pair in here) < 1e-6


def test_spark_comes_to_the_same_clusters_and_tells_the_same_costs(both: tuple[Linkage, Linkage]) -> None:
    here, there = both
    assert here.clusters == there.clusters
    assert here.blocking == there.blocking
    assert here.conflicts == there.conflicts


@pytest.mark.parametrize("expression", _EXPRESSIONS)
def test_a_condition_has_one_outcome_in_both(spark: Any, expression: str) -> None:
    pairs = pa.table({"a": [one for one in _VALUES for _ in _VALUES], "b": [*_VALUES] * len(_VALUES)})
    expected = duckdb.sql(f"select {expression} from pairs").fetchall()
    spark.createDataFrame(pairs).createOrReplaceTempView("pairs")
    found = spark.sql(f"select a, b, {in_spark(expression)} as outcome from pairs").collect()
    assert [(row.outcome,) for row in found] == expected


@pytest.mark.parametrize("expression", _ON_LISTS)
def test_a_blocking_key_has_the_same_values_in_both(spark: Any, expression: str) -> None:
    names = [["ana", "bee"], ["c"], [], None, ["d", "e", "f"]]
    codes = [[101, 250], [101], [], None, [7]]
    rows = pa.table(
        {
            "name_parts": names,
            "year": [2501, None, 2503, 2504, 2505],
            "codes": codes,
            "others": [[250, 101, 9]] * 5,
        }
    )
    expected = duckdb.sql(f"select {expression} from rows").fetchall()
    spark.createDataFrame(rows).createOrReplaceTempView("rows")
    found = spark.sql(f"select {in_spark(expression)} as outcome from rows").collect()
    assert [(row.outcome,) for row in found] == expected
