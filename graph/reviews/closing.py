"""What settles itself: questions that need no answer any more are closed, and say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.doubt import ASKED_OF_EACH_RECORD
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from graph.driver import Transaction


def drop_settled(tx: Transaction, *, at: datetime, drift: Collection[str] | None = None) -> int:
    """Drop open questions that need no answer any more, once all that a whole linkage doubts has been asked; returns
    how many.

    `drift` are the ids of the DRIFT questions that the linkage has just found; None leaves those alone.
    """
    return _drop(tx, at=at, drift=None if drift is None else sorted(drift))


def drop_settled_about(
    tx: Transaction,
    keys: Collection[str],
    *,
    at: datetime,
    compartment: str,
    placed: bool = False,
) -> int:
    """The same of questions that concern any of these records, after something was decided in a compartment; what is sealed
    closes no question outside. `placed`: what is doubtful about them has just been asked again."""
    return _drop(
        tx,
        at=at,
        keys=sorted(keys),
        places=None if compartment == OPEN else [compartment],
        anew=sorted(ASKED_OF_EACH_RECORD) if placed else [],
    )


def _drop(
    tx: Transaction,
    *,
    at: datetime,
    keys: list[str] | None = None,
    places: list[str] | None = None,
    anew: list[str] | None = None,
    drift: list[str] | None = None,
) -> int:
    rows = tx.run("drop_settled_reviews", at=at, keys=keys, places=places, anew=anew, drift=drift)
    return int(rows[0]["dropped"])
