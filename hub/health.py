"""Is the process alive, and is it ready to answer?"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.responses import JSONResponse

from graph.errors import GraphError
from graph.migrate import pending
from hub.policy import PolicyStale

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph.driver import Database
    from hub.policy import PolicyWatch


async def healthz(_: Request) -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "alive"})


FRESH_SECONDS = 1.0
"""Anybody may ask whether the hub is ready; Neo4j is asked no more often than this for all of them."""


class Readiness:
    """Ready means: Neo4j answers, no migration is pending, a fresh policy is loaded."""

    def __init__(self, database: Database, policy: PolicyWatch) -> None:
        self._database = database
        self._policy = policy
        self._asking = anyio.Lock()
        self._told = ("", "")
        self._told_at = -math.inf

    async def readyz(self, _: Request) -> JSONResponse:
        async with self._asking:
            if time.monotonic() - self._told_at > FRESH_SECONDS:
                self._told = await anyio.to_thread.run_sync(self._graph)
                self._told_at = time.monotonic()
        neo4j, migrations = self._told
        checks = {"neo4j": neo4j, "migrations": migrations, "policy": self._has_policy()}
        ready = all(state == "ok" for state in checks.values())
        return JSONResponse(
            {"status": "ready" if ready else "not ready", **checks}, status_code=200 if ready else 503
        )

    def _graph(self) -> tuple[str, str]:
        try:
            waiting = pending(self._database)
        except GraphError as error:
            return error.code, "unknown"
        return "ok", f"{len(waiting)} pending" if waiting else "ok"

    def _has_policy(self) -> str:
        try:
            self._policy.current()
        except PolicyStale as error:
            return error.code
        return "ok"
