"""The outbox: what changed, in the transaction that changed it, for whoever must hear of it later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

PERSON_CREATED, PERSON_CHANGED = "person.created", "person.changed"
PERSON_RETIRED, PERSON_RESTORED = "person.retired", "person.restored"
HOUSEHOLD_CHANGED = "household.changed"


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened to the person or household `subject` at `at`; who may hear of it follows from
    `compartment`. What it is now is read from the graph: a change carries no values."""

    at: datetime
    kind: str
    subject: str
    compartment: str

    @property
    def id(self) -> str:
        """The same for the same change, so that a repeated transaction says it once."""
        return digest({"at": self.at.isoformat(), "kind": self.kind, "subject": self.subject})


def change_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes that happened at one time as rows of the query `emit_changes`."""
    return [
        {
            "id": change.id,
            "properties": {
                "id": change.id,
                "kind": change.kind,
                "subject": change.subject,
                "compartment": change.compartment,
            },
        }
        for change in changes
    ]
