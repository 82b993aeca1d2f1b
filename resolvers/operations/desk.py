"""The desk: where the synchronous work of operations is done, in threads of its own and a bounded number at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.driver import Database

Done = TypeVar("Done")

AT_ONCE = 8
"""Works at once in one process; further ones wait. Far fewer than the connections that reads may take."""


class Desk:
    """Holds the graph for operations. `hub.app` opens and closes what it is given."""

    def __init__(self, db: Database, *, at_once: int = AT_ONCE) -> None:
        self._db = db
        self._at_once = at_once
        self._limiter: anyio.CapacityLimiter | None = None

    async def run(self, work: Callable[[Database], Done]) -> Done:
        """Do something with the graph in a thread. Begun, it is finished also when the caller hangs up."""
        return await self._in_thread(lambda: work(self._db))

    async def _in_thread(self, work: Callable[[], Done]) -> Done:
        # A limiter belongs to the event loop it was made in, which runs only after the desk is put together.
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(self._at_once)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)
