"""Fixtures shared by every room's tests, and how they fit together.

* `neo4j_server` (session): one real embedded Neo4j for the whole run, on a free port, its data in a temporary
  directory, migrated. It starts when the first test asks for it, ends with the session, and its supervisor
  ends it even when pytest is killed. The jars come from the per-user cache, so only a machine's first run fetches.
  `make test` runs two processes, each a session of its own with its own server; the tests of one file stay in one.
* `db` (function): a `Database` on that server with every node deleted but the migrations; the schema stays.
* `async_db` (function): an `AsyncDatabase` on the same emptied graph. Async tests are marked
  `@pytest.mark.anyio`, run by the pytest plugin that comes with anyio, on asyncio; no further plugin is needed.

A test never starts a second server unless the server itself is what it tests (`tests/graph/embedded`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from graph.driver import AsyncDatabase, Database
from graph.embedded import Connection, EmbeddedNeo4j
from graph.migrate import migrate
from hub.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

# How long one example takes says nothing on a shared machine; the time of whole tests is looked at instead.
hypothesis_settings.register_profile("hub", deadline=None)
hypothesis_settings.load_profile("hub")

EMPTY = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"


@pytest.fixture(scope="session")
def jar_cache() -> Path:
    """The per-user cache of the hub, so that a machine fetches the jars once."""
    return Settings.from_environment().cache_dir


@pytest.fixture(scope="session")
def embed(jar_cache: Path) -> Callable[[Path], EmbeddedNeo4j]:
    """An embedded server small enough for tests, not started, with its graph in the directory given."""
    maven_url = Settings.from_environment().maven_url

    def small(home: Path, *, bolt_port: int = 0) -> EmbeddedNeo4j:
        return EmbeddedNeo4j(
            home,
            jar_cache,
            bolt_port=bolt_port,
            heap="512m",
            page_cache="64m",
            short_lived=True,
            maven_url=maven_url,
        )

    return small


@pytest.fixture(scope="session")
def neo4j_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of `neo4j_server`."""
    return tmp_path_factory.mktemp("neo4j")


@pytest.fixture(scope="session")
def neo4j_server(neo4j_home: Path, embed: Callable[[Path], EmbeddedNeo4j]) -> Iterator[Connection]:
    with embed(neo4j_home) as connection:
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
