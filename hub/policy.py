"""The policy a worker decides by: loaded from the graph each second, and refused once it is too old."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from auth.errors import AuthError
from auth.snapshot import PolicySnapshot, compile_snapshot
from graph.errors import GraphError
from hub.errors import HubError
from hub.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

POLL_SECONDS = 1.0
STALE_SECONDS = 10.0
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Agreements begin and end at midnight in the ministry's time zone, which has no summer time."""


class PolicyStale(HubError):
    """The agreements could not be read for so long that a revocation might be missed."""

    code = "POLICY_STALE"


class PolicyWatch:
    """Holds the newest policy snapshot. `load` reads the sharing rows from the graph (blocking);
    `clock` counts seconds and never goes back."""

    def __init__(
        self, load: Callable[[], Mapping[str, Any]], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._load = load
        self._clock = clock
        self._snapshot: PolicySnapshot | None = None
        self._source: tuple[Mapping[str, Any], date] | None = None
        self._loaded_at = 0.0

    def current(self) -> PolicySnapshot:
        """The snapshot in force; PolicyStale when none was loaded within the last ten seconds."""
        if self._snapshot is None or self._clock() - self._loaded_at > STALE_SECONDS:
            raise PolicyStale(
                "The data-sharing policy could not be read lately; nothing is released until it is."
            )
        return self._snapshot

    def refresh(self) -> None:
        """Load and compile the policy once (blocking). Its age counts from before the reading."""
        started = self._clock()
        source = (self._load(), datetime.now(BANGKOK).date())
        if source != self._source:
            self._snapshot = compile_snapshot(source[0], on=source[1])
            self._source = source
            log("policy loaded", policy=self._snapshot.hash)
        self._loaded_at = started

    async def watch(self) -> None:
        """Refresh each second until cancelled; a failure is logged and the old snapshot ages."""
        # A thread of its own: the common ones may all be taken by callers, and then nothing would be released.
        own = anyio.CapacityLimiter(1)
        while True:
            try:
                await anyio.to_thread.run_sync(self.refresh, limiter=own)
            except (GraphError, AuthError) as error:
                log("policy not loaded", level=logging.WARNING, code=error.code)
            except (
                Exception
            ) as error:  # A defect must not end the watch: then no later policy would be read either.
                log("policy not loaded", level=logging.ERROR, code=type(error).__name__)
            await anyio.sleep(POLL_SECONDS)
