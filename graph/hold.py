"""A hold: for as long as all records are resolved anew, whoever else decides who is who is asked to wait.

Nothing is right or wrong by it. That nobody decided anything meanwhile is seen by `graph.decisions` alone, which refuses
what was overtaken; the hold only sees to it that there is less to refuse. So nobody is locked out by it, it need not
reach everybody at once, and whoever dies under it leaves one that ends by itself, by the clock of the store.
"""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

from graph.errors import Held

if TYPE_CHECKING:
    from collections.abc import Generator

    from graph.driver import Database

LOOK = 1.0
"""Seconds between two looks at whether there is a hold: so long somebody may decide on after it was taken."""
PATIENCE = 10.0
"""Seconds that a caller is let wait before they are told to come again."""
LONGEST = 3600.0
"""Seconds after which a hold ends by itself, however much longer it was asked for."""


@contextmanager
def hold(db: Database, *, seconds: float) -> Generator[None]:
    """Ask all others to wait, `seconds` at most; begins when everybody who looks in time knows of it.

    Raises Held where somebody else holds them already.
    """
    by = secrets.token_hex(8)
    if not db.write("take_hold", by=by, seconds=min(seconds, LONGEST)):
        raise Held("All records are being resolved by somebody else.")
    try:
        time.sleep(2 * LOOK)
        yield
    finally:
        db.write("lift_hold", by=by)


def wait_for_hold(db: Database, *, patience: float | None = None) -> None:
    """Return when there is no hold; raises Held where there still is one after `patience` seconds (PATIENCE)."""
    ends = time.monotonic() + (PATIENCE if patience is None else patience)
    while rows := db.read("read_hold"):
        if time.monotonic() >= ends:
            until = rows[0]["until"].astimezone(UTC)
            raise Held(f"All records are being resolved anew; come again at {until:%H:%M} UTC at the latest.")
        time.sleep(min(LOOK, max(0.0, ends - time.monotonic())))


class Gate:
    """Whoever passes often looks at the hold once in LOOK seconds: a single record then pays nothing for it."""

    def __init__(self, db: Database, *, patience: float | None = None) -> None:
        self._db = db
        self._patience = patience
        self._looked = float("-inf")

    def wait(self) -> None:
        """Return when there was no hold LOOK seconds ago or later; raises Held as `wait_for_hold`."""
        if time.monotonic() - self._looked >= LOOK:
            wait_for_hold(self._db, patience=self._patience)
            self._looked = time.monotonic()
