"""Whether an id was ever given out, asked of the graph one by one: listing them all would take minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.driver import Transaction


@dataclass(frozen=True, slots=True)
class TakenIds:
    """Every person and household id ever given out, retired ones too, as something to look into."""

    _tx: Transaction
    free: set[str] = field(default_factory=set[str])
    """Ids that were asked about and are nobody's."""

    def __contains__(self, name: str) -> bool:
        if self._tx.run("read_written", ids=[name]):
            return True
        self.free.add(name)
        return False
