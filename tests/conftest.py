"""Fixtures shared by every room's tests, and how they fit together.

* `neo4j_server` (session): one real embedded Neo4j for the whole run, on a free port, its data in a temporary
  directory, migrated. It starts when the first test asks for it, ends with the session, and its supervisor
  ends it even when pytest is killed. The jars come from the per-user cache, so only a machine's first run fetches.
* `db` (function): a `Database` on that server with every node deleted but the migrations; the schema stays.
* `async_db` (function): an `AsyncDatabase` on the same emptied graph. Async tests are marked
  `@pytest.mark.anyio`, run by the pytest plugin that comes with anyio, on asyncio; no further plugin is needed.

A test never starts a second server unless the server itself is what it tests (`tests/graph/embedded`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.driver import AsyncDatabase, Database
from graph.embedded import Connection, EmbeddedNeo4j
from graph.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

EMPTY = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"


@pytest.fixture(scope="session")
def jar_cache() -> Path:
    """The per-user cache of the hub, as `python -m hub` uses it."""
    return Path.home() / ".cache" / "master-data-hub"


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory, jar_cache: Path) -> Iterator[Connection]:
    home = tmp_path_factory.mktemp("neo4j")
    with EmbeddedNeo4j(home, jar_cache, heap="512m", page_cache="64m", short_lived=True) as connection:
        with Database.connect(connection.uri, user=connection.user, password=connection.password) as database:
            migrate(database)
        yield connection


@pytest.fixture(scope="session")
def _database(neo4j_server: Connection) -> Iterator[Database]:
    with Database.connect(
        neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password
    ) as database:
        yield database


@pytest.fixture
def db(_database: Database) -> Database:
    _database.execute(EMPTY)
    return _database


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def async_db(db: Database, neo4j_server: Connection) -> AsyncIterator[AsyncDatabase]:
    async with AsyncDatabase.connect(
        neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password
    ) as database:
        yield database
