"""The desk: where the synchronous work of operations is done, in threads of its own and a bounded number at once."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar

import anyio
import anyio.to_thread

from resolvers.errors import NoDesk, NoModel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from graph.driver import Database
    from graph.live.resolver import LiveResolver
    from identity.linking.scorer import Scorer

Done = TypeVar("Done")

AT_ONCE = 8
"""Works at once in one process; further ones wait. Far fewer than the connections that reads may take."""
LIVE_AT_ONCE = 4
"""Records taken in, or matched, at once in one process. Nearly all of that is Python: more would only wait longer."""


class Resolvers(Protocol):
    """Whoever has the model in force. Both raise NoModel before the first training."""

    def lend(self) -> AbstractContextManager[LiveResolver]:
        """A live resolver, for one thread at a time."""
        ...

    def scorer(self) -> Scorer:
        """The scorer, which threads share."""
        ...


class Desk:
    """Holds the graph for operations. `hub.app` opens and closes what it is given.

    `attributes` are the further columns that each source has declared.
    """

    def __init__(
        self,
        db: Database,
        *,
        resolvers: Resolvers | None = None,
        attributes: Mapping[str, frozenset[str]] = MappingProxyType({}),
        live_at_once: int = LIVE_AT_ONCE,
    ) -> None:
        self._db = db
        self._resolvers = resolvers
        self._attributes = attributes
        self._sizes = {"run": AT_ONCE, "live": live_at_once}
        self._limiters: dict[str, anyio.CapacityLimiter] = {}

    async def run(self, work: Callable[[Database], Done]) -> Done:
        """Do something with the graph in a thread. Begun, it is finished also when the caller hangs up."""
        return await self._in_thread("run", lambda: work(self._db))

    async def live(self, work: Callable[[LiveResolver], Done]) -> Done:
        """The same with a live resolver. Raises NoModel before the first training."""
        resolvers = self._known()

        def resolve() -> Done:
            with resolvers.lend() as resolver:
                return work(resolver)

        return await self._in_thread("live", resolve)

    async def compare(self, work: Callable[[Database, Scorer], Done]) -> Done:
        """The same with the graph and the scorer. Raises NoModel before the first training."""
        resolvers = self._known()
        return await self._in_thread("live", lambda: work(self._db, resolvers.scorer()))

    async def compared_columns(self) -> frozenset[str] | None:
        """The columns that the model in force compares; None where none is known here."""
        if self._resolvers is None:
            return None
        try:
            scorer = await self._in_thread("run", self._resolvers.scorer)
        except NoModel:
            return None
        return frozenset(scorer.model.columns)

    def _known(self) -> Resolvers:
        if self._resolvers is None:
            raise NoDesk("Records are not resolved here.")
        return self._resolvers

    def attributes_of(self, source: str) -> frozenset[str]:
        """The further columns that a source has declared."""
        return self._attributes.get(source, frozenset())

    async def _in_thread(self, kind: str, work: Callable[[], Done]) -> Done:
        # A limiter belongs to the event loop it was made in, which runs only after the desk is put together.
        limiter = self._limiters.get(kind)
        if limiter is None:
            limiter = self._limiters[kind] = anyio.CapacityLimiter(self._sizes[kind])
        return await anyio.to_thread.run_sync(work, limiter=limiter)
