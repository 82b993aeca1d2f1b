"""Records that are to be placed again: why they wait, until when, and who takes what nobody else has settled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.driver import Database, Row
    from identity.placing import Placement

AGAIN = 1_000.0
"""The odds, as it were, at which a record waits that must be placed again because a contested number was decided
otherwise: it comes before everybody who waits for a join."""
AT_ONCE = 60.0
"""Seconds after which a record waits in vain that whoever marked it was to place again at once."""
LOAD = 86_400.0
"""Seconds after which one waits in vain for the end of its load: longer than a load takes."""
CLAIM = 600.0
"""Seconds for which a record that somebody has claimed is left to them."""


def waiting(key: str, placement: Placement, *, sure: float) -> list[Row]:
    """The rows of `mark_waiting_records` after a record was placed, joins needing odds of `sure` bits: who waits
    is kept in the graph, so that it outlives this process."""
    rows = [_row(one, AGAIN, sure) for one in placement.again]
    return rows if placement.waits is None else [*rows, _row(key, placement.waits, sure)]


def placed_again(key: str, placement: Placement, *, sure: float) -> Row:
    """The row of `mark_waiting_records` of a record that has been placed again, and may have to wait for more."""
    return _row(key, placement.waits, sure)


def _row(key: str, odds: float | None, sure: float) -> Row:
    # Only who loads asks for sure joins; everybody else places again at once.
    return {"key": key, "odds": odds, "seconds": AT_ONCE if sure == -math.inf else LOAD}


def claim(db: Database, *, most: int) -> dict[str, float]:
    """Take up to `most` of the records that wait in vain, for CLAIM seconds at least: record key -> odds. Those that are
    not placed then come again, at instants of their own, so that one that cannot be placed holds the others up once."""
    rows = db.write("claim_waiting_records", most=most, seconds=CLAIM)
    return {row["key"]: row["odds"] for row in rows}
