"""Whether anybody decided who is who while a resolution of everything was thought through and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import Overtaken

if TYPE_CHECKING:
    from graph.driver import Database, Row, Transaction

_QUERY = "count_decisions"


@dataclass(frozen=True, slots=True)
class Decisions:
    """How often it was ever decided who is who: by records that found their person, and by stewards. Two equal counts
    mean that nothing of that kind happened in between."""

    identifications: int
    acts: int
    judgements: int

    @classmethod
    def until_now(cls, db: Database) -> Decisions:
        """Count them."""
        return cls._of(db.read(_QUERY))

    @classmethod
    def _of(cls, rows: list[Row]) -> Decisions:
        return cls(**rows[0])

    def and_own(self, identifications: int) -> Decisions:
        """These, and what whoever counted them has decided since."""
        return Decisions(self.identifications + identifications, self.acts, self.judgements)

    def check(self, db: Database) -> None:
        """Raise Overtaken unless these are still all: published then, a resolution would take back what a steward has
        just decided or a record has just said."""
        self._compare(db.read(_QUERY))

    def check_within(self, tx: Transaction) -> None:
        """The same, inside a transaction that is about to write."""
        self._compare(tx.run(_QUERY))

    def _compare(self, rows: list[Row]) -> None:
        if self._of(rows) != self:
            raise Overtaken
