"""How many records have a value in each personal column: what the counter of one value is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.driver import Database

_GROWTH = 10


class Totals:
    """The numbers, counted anew when a tenth more records may be there: counting reads every record.

    An empty graph is counted for each of the first ten records and some thirty times more until there are a hundred,
    which costs little while there are so few; one of a million records once in a hundred thousand.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._count()

    def now(self) -> Mapping[str, int]:
        """Records by personal column. Called once a record, which is how it is known that time has passed."""
        self._asked += 1
        if self._asked > self._records // _GROWTH:
            self._count()
        return self._filled

    def _count(self) -> None:
        [counted] = self._db.read("count_filled_records")
        self._asked, self._records = 0, int(counted.pop("records"))
        self._filled: Mapping[str, int] = counted
