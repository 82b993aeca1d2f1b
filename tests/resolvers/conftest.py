"""A GraphQL service on the real Neo4j of the test run, asked without a web server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from graph.driver import AsyncDatabase, Database
from resolvers.endpoint import GraphQLService
from resolvers.http import GRAPHQL_JSON, Answer, HttpRequest
from resolvers.operations.desk import Desk
from tests.resolvers.views import caller
from tests.resolvers.world import village

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auth.policy import View
    from graph.embedded import Connection

CURSOR_KEY = b"sixteen bytes or more of a key"


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the service, as a human through a client, and waits for what it says."""

    runner: asyncio.Runner
    service: GraphQLService
    human: str | None = "anong"
    client: str | None = None

    def answer(self, query: str, view: View, **variables: Any) -> Answer:
        body = orjson.dumps({"query": query, "variables": variables})
        request = HttpRequest("POST", body, accept=GRAPHQL_JSON)
        return self.runner.run(
            self.service.answer(request, caller(view, human=self.human, client=self.client))
        )

    def whole(self, query: str, view: View, **variables: Any) -> dict[str, Any]:
        return orjson.loads(self.answer(query, view, **variables).body)

    def __call__(self, query: str, view: View, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        said = self.whole(query, view, **variables)
        assert "errors" not in said, said["errors"]
        return said["data"]

    def code(self, query: str, view: View, **variables: Any) -> str:
        """The code of an answer that has nothing but errors."""
        said = self.whole(query, view, **variables)
        assert said.keys() == {"errors"}, said
        return said["errors"][0]["extensions"]["code"]


@pytest.fixture(scope="session")
def ask(neo4j_server: Connection) -> Iterator[Asking]:
    """Asks about whatever is in the graph."""
    with asyncio.Runner() as runner:
        database = AsyncDatabase.connect(
            neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password
        )
        desk = Database.connect(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
        service = GraphQLService(database, cursor_key=CURSOR_KEY, timeout=60.0, desk=Desk(desk))
        yield Asking(runner, service)
        runner.run(database.close())
        desk.close()


@pytest.fixture
def ask_village(ask: Asking, db: Database) -> Asking:
    """Asks about the village of `tests.resolvers.world`."""
    village().write(db)
    return ask
