"""How the rest of this room speaks to Neo4j: named queries, managed transactions, errors of this room.

Reads go out in READ access mode, so a cluster serves them from followers, after the bookmarks of this
object's own writes. A managed transaction is run again after a deadlock or a lost connection.
"""

from __future__ import annotations

import random
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, LiteralString, Self, TypeVar, cast

import neo4j
from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncGraphDatabase, GraphDatabase
from neo4j.exceptions import ClientError, ServiceUnavailable, SessionExpired, TransientError

from graph.errors import Conflict, Deadlock, Unreachable
from graph.failures import translated
from graph.queries import named_query, together
from graph.values import native

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

Row = dict[str, Any]
_Result = TypeVar("_Result")

READ_SECONDS = 30.0
"""How long one read of the batch may take on the server."""
WRITE_SECONDS = 120.0
"""How long one transaction of the batch may take on the server."""
RETRY_SECONDS = 30.0
"""How long a managed transaction is tried again before the error is handed on."""
_APPLICATION = "master-data-hub"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 1.0
"""Seconds before a unit of work is tried again, doubled each time; chance shortens it by up to a half."""


def _driver_options() -> dict[str, Any]:
    return {
        "user_agent": _APPLICATION,
        "max_transaction_retry_time": RETRY_SECONDS,
        "connection_acquisition_timeout": 20.0,
        "connection_timeout": 10.0,
        "notifications_min_severity": "OFF",
        "telemetry_disabled": True,
    }


def _metadata(name: str) -> dict[str, Any]:
    return {"query": name, "app": _APPLICATION}


@dataclass(frozen=True, slots=True)
class Transaction:
    """Several named queries that happen together or not at all."""

    _tx: neo4j.Transaction

    def run(self, name: str, /, **parameters: Any) -> list[Row]:
        """The rows of `graph/cypher/<name>.cypher` inside this transaction."""
        with translated(name):
            return _rows(self._tx.run(named_query(name).statement, parameters))

    def run_together(
        self, rows: Mapping[str, Sequence[Mapping[str, Any]]], /, *, order: Sequence[str], **parameters: Any
    ) -> None:
        """Write the rows of several named queries that open with `UNWIND $rows` and return nothing, in this order
        and in one round trip. Other parameters are the same for all of them."""
        with translated(order[0]):
            told = {name: rows.get(name, ()) for name in order}
            self._tx.run(together(tuple(order)), {"rows": told, **parameters}).consume()


def _rows(result: neo4j.Result) -> list[Row]:
    return [native(dict(record.items())) for record in result]


def _require_committed(session: neo4j.Session, name: str) -> None:
    """Raise Unreachable unless Neo4j said where in its history the commit stands. Of a connection that the server
    gives up between the last query and the commit it ignores the commit, and the driver takes that for an answer."""
    if not session.last_bookmarks().raw_values:
        raise Unreachable(f"Neo4j did not say that the query {name} was committed.")


class Database:
    """Neo4j for the batch and the command line."""

    def __init__(self, driver: neo4j.Driver) -> None:
        self._driver = driver
        self._bookmarks = GraphDatabase.bookmark_manager()

    @classmethod
    def connect(cls, uri: str, *, user: str, password: str) -> Self:
        """Connect to `bolt://`, `neo4j://` or their encrypted forms; raises `Unreachable` or `LoginRefused`."""
        driver = GraphDatabase.driver(uri, auth=(user, password), **_driver_options())
        database = cls(driver)
        try:
            database.verify()
        except BaseException:
            driver.close()
            raise
        return database

    def verify(self) -> None:
        """Raise `Unreachable` or `LoginRefused` unless Neo4j answers."""
        with translated("verify"):
            self._driver.verify_connectivity()

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, name: str, /, **parameters: Any) -> list[Row]:
        """The rows of a named query that only reads."""

        @neo4j.unit_of_work(metadata=_metadata(name), timeout=READ_SECONDS)
        def work(tx: neo4j.ManagedTransaction) -> list[Row]:
            return _rows(tx.run(named_query(name).statement, parameters))

        with translated(name), self._session(READ_ACCESS) as session:
            return session.execute_read(work)

    def write(self, name: str, /, **parameters: Any) -> list[Row]:
        """The rows of a named query in a transaction of its own, run again where that is safe."""

        @neo4j.unit_of_work(metadata=_metadata(name), timeout=WRITE_SECONDS)
        def work(tx: neo4j.ManagedTransaction) -> list[Row]:
            return _rows(tx.run(named_query(name).statement, parameters))

        with translated(name), self._session(WRITE_ACCESS) as session:
            rows = session.execute_write(work)
            _require_committed(session, name)
            return rows

    def write_rows(
        self, name: str, rows: Iterable[Mapping[str, Any]], /, *, batch: int = 5000, **parameters: Any
    ) -> int:
        """Run a named query that opens with `UNWIND $rows`, one transaction a batch; how many rows went in."""
        remaining = iter(rows)
        total = 0
        while chunk := list(islice(remaining, batch)):
            self.write(name, rows=chunk, **parameters)
            total += len(chunk)
        return total

    def stream(self, name: str, /, *, fetch: int = 2000, **parameters: Any) -> Iterator[Row]:
        """The rows of a big read one after another, `fetch` held at a time; without a time limit or a retry."""
        with (
            translated(name),
            self._session(READ_ACCESS, fetch=fetch) as session,
            session.begin_transaction(metadata=_metadata(name)) as tx,
        ):
            for record in tx.run(named_query(name).statement, parameters):
                yield native(record.data())

    @contextmanager
    def transaction(self, name: str = "transaction") -> Generator[Transaction]:
        """Several named queries in one transaction: committed at the end, rolled back on any error.

        It is not run again after a deadlock: see `work`.
        """
        with (
            translated(name),
            self._session(WRITE_ACCESS) as session,
            session.begin_transaction(metadata=_metadata(name), timeout=WRITE_SECONDS) as tx,
        ):
            yield Transaction(tx)
            tx.commit()
            _require_committed(session, name)

    def work(self, unit: Callable[[Transaction], _Result], /, *, name: str = "work") -> _Result:
        """What `unit` returns, all its queries in one transaction that is run again from the start when it lost
        a deadlock, a race for a unique key, or the connection.

        `unit` must come to the same when what it wrote was committed although the connection broke before the
        answer came. After `RETRY_SECONDS` the last Deadlock, Conflict or Unreachable is raised.
        """
        ends, pause = time.monotonic() + RETRY_SECONDS, _FIRST_PAUSE
        while True:
            try:
                with self.transaction(name) as tx:
                    return unit(tx)
            except (Deadlock, Conflict, Unreachable):
                if time.monotonic() >= ends:
                    raise
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(2 * pause, _LONGEST_PAUSE)

    def change_schema(self, statement: LiteralString, /) -> None:
        """Run one repeatable schema statement; run again when another process changes the schema at once."""

        @neo4j.unit_of_work(metadata=_metadata("schema"), timeout=WRITE_SECONDS)
        def work(tx: neo4j.ManagedTransaction) -> None:
            tx.run(statement).consume()

        with translated("schema"), self._session(WRITE_ACCESS) as session:
            try:
                session.execute_write(work)
            except ClientError as error:
                # IF NOT EXISTS looks before it locks: another process has just made the very same rule.
                if error.code != "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists":
                    raise

    def execute(self, statement: LiteralString, /, **parameters: Any) -> list[Row]:
        """The rows of a statement of this room that is no named query, auto-committed and not run again."""
        with translated("schema"), self._session(WRITE_ACCESS) as session:
            return native(session.run(statement, parameters).data())

    def _session(self, access: str, *, fetch: int = 5000) -> neo4j.Session:
        return self._driver.session(
            default_access_mode=access, bookmark_manager=self._bookmarks, fetch_size=fetch
        )


class AsyncDatabase:
    """Neo4j for the API: reads only, each with a time limit."""

    def __init__(self, driver: neo4j.AsyncDriver) -> None:
        self._driver = driver

    @classmethod
    def connect(cls, uri: str, *, user: str, password: str, connections: int = 50) -> Self:
        """A pool of at most `connections`; nothing is sent before the first query or `verify`."""
        options = _driver_options() | {
            "max_connection_pool_size": connections,
            "max_transaction_retry_time": 5.0,
        }
        return cls(AsyncGraphDatabase.driver(uri, auth=(user, password), **options))

    async def verify(self) -> None:
        """Raise `Unreachable` or `LoginRefused` unless Neo4j answers."""
        with translated("verify"):
            await self._driver.verify_connectivity()

    async def close(self) -> None:
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def read(self, name: str, /, *, timeout: float = 5.0, **parameters: Any) -> list[Row]:
        """The rows of a named query; raises `Timeout` after `timeout` seconds on the server."""
        return native(await self._read(name, named_query(name).statement, parameters, timeout))

    async def read_compiled(
        self, statement: str, parameters: Mapping[str, Any], *, timeout: float = 5.0, name: str = "compiled"
    ) -> list[Row]:
        """The rows of a statement made by the query compiler, the single place that composes Cypher.

        Such statements return text, numbers, booleans, lists and maps alone, so no value is converted.
        """
        return await self._read(name, cast("LiteralString", statement), parameters, timeout)

    async def _read(
        self, name: str, statement: LiteralString, parameters: Mapping[str, Any], timeout: float
    ) -> list[Row]:
        """One auto-committed read: half the cost of a managed transaction. A lost connection is tried once more."""
        query = neo4j.Query(statement, metadata=_metadata(name), timeout=timeout)
        with translated(name):
            try:
                return await self._run(query, parameters)
            except (ServiceUnavailable, SessionExpired, TransientError) as error:
                if not error.is_retryable():
                    raise
                return await self._run(query, parameters)

    async def _run(self, query: neo4j.Query, parameters: Mapping[str, Any]) -> list[Row]:
        async with self._session() as session:
            result = await session.run(query, dict(parameters))
            return [dict(record.items()) async for record in result]

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[neo4j.AsyncSession]:
        async with self._driver.session(default_access_mode=READ_ACCESS, fetch_size=5000) as session:
            yield session
