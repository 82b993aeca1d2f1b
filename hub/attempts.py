"""How a whole resolution comes through while others decide: begun again at first, at last they are asked to wait."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from graph.errors import Overtaken
from graph.hold import hold, wait_for_hold
from hub.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from graph.driver import Database

_Done = TypeVar("_Done")

UNASKED = 2
"""How often a whole resolution is begun before everybody else is asked to wait."""
ASKED = 2
"""How often it is begun while they wait: the first time, who decides for longer than one looks may still overtake it."""
_TIMES, _SPARE = 3.0, 120.0
"""Others wait at most so many times as long as the longest attempt took, and so many seconds more: it ended before it had
written, or while it wrote."""


def come_through(db: Database, attempt: Callable[[datetime], _Done], *, at: datetime) -> _Done:
    """What `attempt` returns, which raises Overtaken where somebody else decided who is who meanwhile.

    It is given the time at which it begins, `at` for the first. Raises Overtaken where it was overtaken although the
    others were asked to wait, and Held where another whole resolution has asked them to.
    """
    attempts = _Attempts(attempt, at)
    wait_for_hold(db, patience=0.0)
    try:
        return attempts.begin(times=UNASKED)
    except Overtaken:
        log("others are asked to wait for the resolution", level=logging.WARNING)
    with hold(db, seconds=_TIMES * attempts.longest + _SPARE):
        return attempts.begin(times=ASKED)


class _Attempts(Generic[_Done]):
    """What is begun again when it was overtaken; `longest` is how many seconds the longest time took that was."""

    def __init__(self, attempt: Callable[[datetime], _Done], at: datetime) -> None:
        self._attempt, self._at = attempt, at
        self._started = time.monotonic()
        self._number, self.longest = 0, 0.0

    def begin(self, *, times: int) -> _Done:
        """What comes of it, begun so many times at most; raises Overtaken where it was overtaken each time."""
        for _ in range(times - 1):
            try:
                return self._once()
            except Overtaken:
                log("resolution overtaken, begun again", level=logging.WARNING, attempt=self._number)
        return self._once()

    def _once(self) -> _Done:
        begun = time.monotonic()
        # Whoever decided in between did so before the time that is written now.
        later = timedelta(seconds=begun - self._started) if self._number else timedelta()
        self._number += 1
        try:
            return self._attempt(self._at + later)
        finally:
            self.longest = max(self.longest, time.monotonic() - begun)
