"""The web application: `create_app` is the one place where all parts meet."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.routing import Route

from auth.errors import AuthError
from graph import agreements
from graph.driver import AsyncDatabase, Database
from graph.errors import GraphError
from graph.migrate import pending
from hub.catalogue import load_catalogue
from hub.errors import HubError
from hub.graphql import GraphQLEndpoint
from hub.health import Readiness, healthz
from hub.keys import cursor_key
from hub.logs import log
from hub.policy import PolicyWatch
from hub.resolving import LiveResolvers
from hub.settling import Settling
from hub.tokens import token_verifier
from identity.resolution import SourceTraits
from resolvers.endpoint import GraphQLService
from resolvers.operations.desk import Desk

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from graph.embedded import Connection
    from hub.settings import Settings


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""All of them: who has no token learns nothing, not even which method is right."""


class MigrationsPending(HubError):
    """The graph is older than this version of the hub."""

    code = "MIGRATIONS_PENDING"


def _desk(blocking: Database, settings: Settings) -> Desk:
    known = load_catalogue(settings.sources_dir).sources
    traits = {name: SourceTraits(each.compartment, each.trust) for name, each in known.items()}
    return Desk(
        blocking,
        resolvers=LiveResolvers(blocking, settings, sources=traits),
        attributes={name: frozenset(each.attributes) for name, each in known.items()},
        live_at_once=settings.live_at_once,
    )


def create_app(settings: Settings, connection: Connection) -> Starlette:
    """An application on the Neo4j of `connection`. Its lifespan opens and closes everything it holds."""
    blocking = Database.connect(connection.uri, user=connection.user, password=connection.password)
    database = AsyncDatabase.connect(connection.uri, user=connection.user, password=connection.password)
    policy = PolicyWatch(lambda: agreements.load(blocking))
    desk = _desk(blocking, settings)
    service = GraphQLService(
        database,
        cursor_key=cursor_key(settings),
        timeout=settings.query_timeout,
        development=settings.env == "dev",
        desk=desk,
    )

    endpoint = GraphQLEndpoint(
        service, policy, token_verifier(settings), keys_may_block=settings.issuer is not None
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        try:
            waiting = await anyio.to_thread.run_sync(pending, blocking)
            if waiting:
                raise MigrationsPending(f"The graph lacks {', '.join(waiting)}; run `python -m hub migrate`.")
            await anyio.to_thread.run_sync(policy.refresh)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(policy.watch)
                tasks.start_soon(Settling(desk).watch)
                log("serving")
                yield
                tasks.cancel_scope.cancel()
        except (HubError, GraphError, AuthError) as error:
            app.state.failure = (
                error  # The server only tells that it failed; the operator needs the sentence.
            )
            raise
        finally:
            await database.close()
            blocking.close()

    return Starlette(
        routes=[
            Route("/graphql", endpoint.respond, methods=METHODS),
            Route("/healthz", healthz),
            Route("/readyz", Readiness(blocking, policy).readyz),
        ],
        lifespan=lifespan,
    )
