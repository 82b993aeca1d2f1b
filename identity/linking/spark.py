"""The same keys and the same model on a Spark cluster: Splink's Spark backend in place of DuckDB, for a whole nation."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from splink import Linker

from identity.errors import SparkMissing
from identity.linking.blocking import KeyCost
from identity.linking.engine import compared_columns, splink_settings
from identity.linking.features import RECORDS
from identity.linking.frequencies import NAME_PART, PERSONAL
from identity.linking.spark_sql import in_spark

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    import duckdb
    import pyarrow as pa

    from identity.linking.blocking import Key
    from identity.linking.model import Frequency, Model

# The packages of requirements-spark.lock are optional, and their types with them.
SparkSession = Any
DataFrame = Any


@contextmanager
def open_spark(master: str, settings: Mapping[str, str] | None = None) -> Generator[SparkSession]:
    """A Spark session with Splink's functions, on `local[2]` or a cluster's address.

    `settings` are Spark's own, by their names; what is not set is as the installation of Spark has it.
    Raises SparkMissing where the optional packages of requirements-spark.lock are not installed.
    """
    try:
        builder = import_module("pyspark.sql").SparkSession.builder
        splink = import_module("splink.backends.spark")
    except ImportError as error:
        raise SparkMissing("pyspark is not installed; requirements-spark.lock has it") from error
    builder = builder.master(master).appName("master-data-hub")
    builder = builder.config("spark.jars", splink.similarity_jar_location())
    session = builder.config(map=dict(settings or {})).getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        # Making it registers the functions of the jar with the session.
        splink.SparkAPI(spark_session=session)
        yield session
    finally:
        session.stop()


def link_on_spark(
    connection: duckdb.DuckDBPyConnection, session: SparkSession, *, keys: Sequence[Key], model: Model
) -> tuple[KeyCost, ...]:
    """Make the table `links` on the connection, as `find_pairs` and `score_pairs` do, by the cluster's work."""
    wide = [
        str(row[0]) for row in connection.execute(f"describe {RECORDS}").fetchall() if row[1] == "HUGEINT"
    ]
    narrowed = ", ".join(f"{column}::bigint as {column}" for column in wide)
    columns = f"* replace ({narrowed})" if wide else "*"
    records = connection.sql(f"select {columns} from {RECORDS} order by rid").to_arrow_table()  # noqa: S608
    links, costs = find_links(session, records, keys=keys, model=model)
    connection.register("found_links", links)
    connection.execute("create or replace table links as select * from found_links order by 1, 2").fetchall()
    connection.unregister("found_links")
    return costs


def find_links(
    session: SparkSession, records: pa.Table, *, keys: Sequence[Key], model: Model
) -> tuple[pa.Table, tuple[KeyCost, ...]]:
    """Links (rid_l, rid_r, weight, probability), in no order, and what each key cost.

    `records` is the working table. The links have to fit the driver, as they have to fit DuckDB's memory.
    """
    session.createDataFrame(records).createOrReplaceTempView(RECORDS)
    pairs = _find_pairs(session, keys)
    found = _score(session, pairs, model)
    links = found.selectExpr(
        "least(rid_l, rid_r) as rid_l",
        "greatest(rid_l, rid_r) as rid_r",
        "match_weight as weight",
        "match_probability as probability",
    ).toArrow()
    costs = _costs(session, keys)
    pairs.unpersist()
    return links, costs


def _find_pairs(session: SparkSession, keys: Sequence[Key]) -> DataFrame:
    """The views `block_size` and `pairs`, as `identity.linking.blocking` makes them."""
    values = " union all ".join(
        f"select distinct {number} as key, rid, value from "  # noqa: S608
        f"(select rid, explode({in_spark(key.values)}) as value from {RECORDS}) where value is not null"
        for number, key in enumerate(keys)
    )
    session.sql(values).persist().createOrReplaceTempView("block")
    caps = " ".join(f"when {number} then {key.cap}" for number, key in enumerate(keys))
    session.sql(
        f"select key, value, count(*) as size, case key {caps} end as cap from block "  # noqa: S608
        "group by key, value having count(*) > 1"
    ).createOrReplaceTempView("block_size")
    pairs = session.sql(
        "select a.rid as rid_l, b.rid as rid_r, bit_or(shiftleft(1L, a.key)) as found_by from block a "
        "join block_size s on a.key = s.key and a.value = s.value "
        "join block b on a.key = b.key and a.value = b.value "
        "where s.size <= s.cap and a.rid < b.rid group by a.rid, b.rid"
    ).persist()
    pairs.createOrReplaceTempView("pairs")
    return pairs


def _score(session: SparkSession, pairs: DataFrame, model: Model) -> DataFrame:
    api: Any = import_module("splink.backends.spark").SparkAPI(
        spark_session=session, break_lineage_method="persist"
    )
    settings = splink_settings(model.comparisons, prior=model.prior, dialect="spark", rewrite=in_spark)
    compared = session.table(RECORDS).select("rid", *sorted(compared_columns(model.comparisons)))
    linker = Linker(api.register(compared), settings, log_level=None)
    _take_frequencies(api, linker, model.frequencies)
    blocked = pairs.selectExpr("rid_l as join_key_l", "rid_r as join_key_r", "'0' as match_key")
    linker.table_management.register_blocked_pairs_for_predict(api.register(blocked))
    scored = linker.inference.predict(threshold_match_weight=model.thresholds.floor, warning_mode="never")
    return session.table(scored.physical_name)


def _take_frequencies(api: Any, linker: Linker, frequencies: Mapping[str, Frequency]) -> None:
    """As `identity.linking.engine` does: the model's shares, and for personal columns those of the table."""
    session: SparkSession = api.spark
    for column, frequency in sorted(frequencies.items()):
        if column in PERSONAL or column == NAME_PART:
            continue
        session.createDataFrame(frequency.listed()).createOrReplaceTempView("listed")
        shares = session.sql(
            f"select `{column}`, coalesce(share, {frequency.rest!r}D) as `tf_{column}` from "  # noqa: S608
            f"(select distinct `{column}` from {RECORDS} where `{column}` is not null) "
            f"left join listed on value = `{column}`"
        )
        linker.table_management.register_term_frequency_lookup(api.register(shares), column)


def _costs(session: SparkSession, keys: Sequence[Key]) -> tuple[KeyCost, ...]:
    blocks = {
        row.key: row
        for row in session.sql(
            "select key, count(*) as blocks, count_if(size > cap) as over, sum(if(size > cap, size, 0)) as lost "
            "from block_size group by key"
        ).collect()
    }
    counts = ", ".join(
        f"count_if(found_by & {1 << number} > 0), count_if(found_by = {1 << number})"
        for number in range(len(keys))
    )
    found = session.sql(f"select {counts} from pairs").collect()[0]  # noqa: S608
    return tuple(
        KeyCost(
            name=key.name,
            blocks=blocks[number].blocks if number in blocks else 0,
            pairs=found[2 * number],
            alone=found[2 * number + 1],
            blocks_over_cap=blocks[number].over if number in blocks else 0,
            records_lost=blocks[number].lost if number in blocks else 0,
        )
        for number, key in enumerate(keys)
    )
