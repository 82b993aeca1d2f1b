"""Which Neo4j the hub uses: your own where HUB_NEO4J_URI names one, the embedded one otherwise."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.driver import Database
from graph.embedded import Connection, EmbeddedNeo4j, OnProgress
from graph.embedded.progress import silent

if TYPE_CHECKING:
    from collections.abc import Generator

    from hub.settings import Settings


@contextmanager
def running_neo4j(settings: Settings, *, on_progress: OnProgress = silent) -> Generator[Connection]:
    """A Neo4j to talk to for as long as the block lasts; an embedded one that we started is stopped after it."""
    if settings.neo4j_uri is not None:
        yield Connection(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password.get_secret_value())
        return
    with EmbeddedNeo4j(
        data_dir=settings.data_dir / "neo4j",
        cache_dir=settings.cache_dir,
        bolt_port=settings.neo4j_bolt_port,
        heap=settings.neo4j_heap,
        page_cache=settings.neo4j_page_cache,
        maven_url=settings.maven_url,
        on_progress=on_progress,
    ) as connection:
        yield connection


@contextmanager
def open_database(settings: Settings, *, on_progress: OnProgress = silent) -> Generator[Database]:
    """The batch driver on that Neo4j."""
    with (
        running_neo4j(settings, on_progress=on_progress) as connection,
        Database.connect(connection.uri, user=connection.user, password=connection.password) as database,
    ):
        yield database
