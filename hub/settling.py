"""What a server looks after beside its callers: records that wait to be placed again, and whose process has ended."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import anyio

from graph.errors import GraphError
from hub.logs import log
from resolvers.errors import NoModel

if TYPE_CHECKING:
    from resolvers.operations.desk import Desk

LOOK_SECONDS = 60.0
AT_ONCE = 20
"""Records settled before callers who wait for a resolver have their turn; they take it for about half a second."""


class Settling:
    """Settles what was left waiting. Any number of servers do so beside each other: each takes records of its own."""

    def __init__(self, desk: Desk, *, seconds: float = LOOK_SECONDS) -> None:
        self._desk = desk
        self._seconds = seconds

    async def watch(self) -> None:
        """Look once now and then again and again until cancelled; what fails is logged, and tried later."""
        while True:
            try:
                await self._settle()
            except NoModel:
                pass  # Nothing can wait that was never placed.
            except GraphError as error:
                log("waiting records not settled", level=logging.WARNING, code=error.code)
            except Exception as error:  # A defect here must not end the server.
                log("waiting records not settled", level=logging.ERROR, code=type(error).__name__)
            await anyio.sleep(self._seconds)

    async def _settle(self) -> None:
        settled = AT_ONCE
        while settled == AT_ONCE:
            settled = await self._desk.live(
                lambda resolver: resolver.settle_left(most=AT_ONCE, now=lambda: datetime.now(UTC))
            )
            if settled:
                log("waiting records settled", records=settled)
