"""How many records have a value in each personal column: what the counter of one value is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.driver import Database

_LEAST = 100
_GROWTH = 10


class Totals:
    """The numbers, counted anew when a tenth more records may be there: counting reads every record."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._asked, self._counted = 0, self._count()

    def now(self) -> Mapping[str, int]:
        """Records by personal column. Called once a record, which is how it is known that time has passed."""
        self._asked += 1
        if self._asked > max(_LEAST, max(self._counted.values()) // _GROWTH):
            self._asked, self._counted = 0, self._count()
        return self._counted

    def _count(self) -> dict[str, int]:
        [counted] = self._db.read("count_filled_records")
        return counted
