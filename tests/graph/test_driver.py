"""The driver on a real Neo4j: access modes, transactions, time limits and errors that tell no values."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from graph.driver import AsyncDatabase, Database, Transaction
from graph.errors import Conflict, Deadlock, LoginRefused, QueryFailed, Timeout, UnknownQuery, Unreachable

if TYPE_CHECKING:
    from graph.embedded import Connection

SECRET = "1101700203451"


def test_a_query_that_reads_cannot_write(db: Database) -> None:
    with pytest.raises(QueryFailed, match="record_migration"):
        db.read("record_migration", number=900, name="x", checksum="y")
    assert not db.execute("MATCH (m:Migration {number: 900}) RETURN m.number AS number")


def test_several_queries_of_a_transaction_happen_together_or_not_at_all(db: Database) -> None:
    def half() -> None:
        with db.transaction() as tx:
            tx.run("record_migration", number=900, name="x", checksum="y")
            assert 900 in [row["number"] for row in tx.run("list_migrations")]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert 900 not in [row["number"] for row in db.read("list_migrations")]


@pytest.mark.parametrize("failure", [Conflict, Deadlock, Unreachable])
def test_a_unit_of_work_is_begun_again_from_a_clean_start(db: Database, failure: type[Exception]) -> None:
    attempts: list[int] = []

    def unit(tx: Transaction) -> int:
        tx.run("record_migration", number=900 + len(attempts), name="x", checksum="y")
        attempts.append(len(attempts))
        if len(attempts) < 3:
            raise failure("as if")
        return attempts[-1]

    assert db.work(unit) == 2
    try:
        numbers = [row["number"] for row in db.read("list_migrations") if row["number"] >= 900]
        assert numbers == [902]
    finally:
        db.execute("MATCH (m:Migration) WHERE m.number >= 900 DELETE m")


def test_a_defect_in_a_unit_of_work_is_not_tried_again(db: Database) -> None:
    attempts: list[int] = []

    def unit(tx: Transaction) -> None:
        attempts.append(1)
        tx.run("no_such_query")

    with pytest.raises(UnknownQuery):
        db.work(unit)
    assert attempts == [1]


def test_queries_written_together_run_in_their_order_on_their_own_rows(db: Database) -> None:
    agency = {"code": "OPS", "properties": {"nameEn": "first"}}
    source = {"name": "s", "agency": "OPS", "properties": {"title": "t"}}
    with db.transaction() as tx:
        tx.run_together(
            {"declare_sources": [source], "declare_agencies": [agency]},
            order=("declare_agencies", "declare_programmes", "declare_sources"),
        )
    [row] = db.execute("MATCH (a:Agency)-[:OWNS]->(s:Source) RETURN a.nameEn AS agency, s.title AS title")
    assert row == {"agency": "first", "title": "t"}


def test_a_unique_key_taken_twice_is_a_conflict_that_tells_no_value(db: Database) -> None:
    db.execute("CREATE (:Person {id: $id})", id=SECRET)
    with pytest.raises(Conflict) as caught:
        db.execute("CREATE (:Person {id: $id})", id=SECRET)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.code == "CONFLICT"


def test_a_wrong_statement_is_a_failed_query_that_tells_no_value(db: Database) -> None:
    with pytest.raises(QueryFailed) as caught:
        db.execute("RETURN duration($text) AS d", text=SECRET)
    assert SECRET not in str(caught.value)


def test_rows_are_streamed_lazily_and_in_order(db: Database) -> None:
    rows = db.stream("list_migrations", fetch=1)
    assert next(rows)["number"] == 1
    rows.close()


def test_a_stored_instant_comes_back_as_an_aware_datetime(db: Database) -> None:
    at = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    [row] = db.execute("RETURN $at AS at, [$at] AS list, {deep: {at: $at}} AS map", at=at)
    assert row == {"at": at, "list": [at], "map": {"deep": {"at": at}}}
    assert type(row["map"]["deep"]["at"]) is datetime


def test_the_name_of_the_query_goes_to_neo4j(db: Database) -> None:
    text = "SHOW TRANSACTIONS YIELD metaData WHERE metaData.query IS NOT NULL RETURN metaData.query AS name"
    with db.transaction("nightly_publish"):
        assert "nightly_publish" in [row["name"] for row in db.execute(text)]


def test_a_deadlock_is_tried_again_until_both_writers_are_through(db: Database) -> None:
    rows = [{"code": f"A{number:03}", "properties": {"nameEn": "x"}} for number in range(200)]
    orders = [rows, rows[::-1]] * 10
    db.write("declare_agencies", rows=rows)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda order: db.write("declare_agencies", rows=order), orders))
    assert db.execute("MATCH (a:Agency) RETURN count(a) AS n") == [{"n": 200}]


def test_nobody_there_is_unreachable_and_says_so_in_one_sentence() -> None:
    with pytest.raises(Unreachable, match="cannot be reached"):
        Database.connect("bolt://127.0.0.1:1", user="neo4j", password=SECRET)


def test_a_routing_address_reaches_the_same_server(neo4j_server: Connection) -> None:
    uri = neo4j_server.uri.replace("bolt://", "neo4j://")
    with Database.connect(uri, user=neo4j_server.user, password=neo4j_server.password) as database:
        assert database.read("list_migrations")


@pytest.mark.anyio
async def test_the_api_reads_named_and_compiled_statements(async_db: AsyncDatabase) -> None:
    assert await async_db.read_compiled("RETURN $x + 1 AS y", {"x": 1}) == [{"y": 2}]
    assert (await async_db.read("list_migrations"))[0]["number"] == 1


@pytest.mark.anyio
async def test_the_api_cannot_write(async_db: AsyncDatabase) -> None:
    with pytest.raises(QueryFailed):
        await async_db.read_compiled("CREATE (:Person {id: 'x'})", {})


@pytest.mark.anyio
async def test_a_slow_statement_is_stopped_when_its_time_is_over(async_db: AsyncDatabase) -> None:
    began = time.monotonic()
    slow = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b % 7) AS s"
    with pytest.raises(Timeout, match="took longer than it may"):
        await async_db.read_compiled(slow, {}, timeout=0.3)
    assert time.monotonic() - began < 10


@pytest.mark.anyio
async def test_the_api_tells_an_absent_server_and_a_wrong_password_apart(
    async_db: AsyncDatabase, neo4j_server: Connection
) -> None:
    await async_db.verify()
    async with AsyncDatabase.connect("bolt://127.0.0.1:1", user="neo4j", password="x") as nobody:
        with pytest.raises(Unreachable):
            await nobody.verify()
    async with AsyncDatabase.connect(neo4j_server.uri, user="neo4j", password="wrong") as stranger:
        with pytest.raises(LoginRefused):
            await stranger.verify()
