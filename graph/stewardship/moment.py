"""When an act counts as done: of two decisions on the same persons the later one counts, whatever the clocks say."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from identity.resolution import OPEN

if TYPE_CHECKING:
    from datetime import datetime

    from graph.driver import Transaction
    from graph.stewardship.decision import Decision

_TICK = timedelta(microseconds=1)


def moment_of(tx: Transaction, decision: Decision, *, at: datetime) -> datetime:
    """`at` (timezone-aware), or just after whatever was last decided about these records and their persons where a
    clock is behind, or whoever asked first was let in last. The persons are locked by now, so nothing comes between."""
    [row] = tx.run(
        "read_latest_decision",
        keys=sorted({key for group in decision.groups for key in group}),
        compartments=[OPEN, decision.compartment],
        undoes=decision.undoes,
    )
    return at if row["at"] is None else max(at, row["at"].astimezone(UTC) + _TICK)
