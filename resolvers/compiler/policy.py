"""Row policy: which rows of an entity a caller may see, as conditions on a variable of a MATCH."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auth.policy import RowScope

if TYPE_CHECKING:
    from auth.policy import View

OPEN = "open"
SEALABLE = frozenset({"Person", "Household", "Family", "SourceRecord", "Enrolment"})
"""Entities whose nodes bear a compartment. A house is only ever reached through one of these."""

_SERVED = {
    "Person": "$agency IN {row}.agencies",
    "Household": "$agency IN {row}.agencies",
    "SourceRecord": "{row}.agency = $agency",
    "Enrolment": "{row}.agency = $agency",
}
_IN_AREA = {
    "Person": "{row}.provinceCode IN $areas",
    "Household": "{row}.provinceCode IN $areas",
}
_HOUSEHOLD_OF_SERVED = (
    "($agency IN {row}.agencies OR EXISTS {{ MATCH ({row})-[m:MEMBER_OF]->(h:Household) "
    "WHERE {open} AND $agency IN h.agencies AND m.livesHere AND m.until IS NULL }})"
)
NOTHING = "false"
"""The condition for a row scope that has no meaning for the entity: nothing is seen."""


class RowPolicy:
    """The conditions of one caller. All values reach Cypher as `$agency`, `$areas` and `$compartments`."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.parameters: dict[str, object] = {
            "agency": view.agency,
            "areas": sorted(view.areas),
            "compartments": [OPEN, *sorted(view.compartments)],
        }

    def conditions(self, entity: str, row: str) -> list[str]:
        """What must hold of a variable for the caller to see it as a row of the entity; empty: nothing."""
        granted = self._view.entity(entity)
        if granted is None:
            return [NOTHING]
        found = [f"{row}.status = 'active'"] if entity == "Person" else []
        if entity in SEALABLE:
            found.append(self.unsealed(row))
        scope = self._scope(entity, granted.row_scope, row)
        return [*found, scope] if scope else found

    def unsealed(self, row: str) -> str:
        """That the variable's compartment is open, or one of those opened to the caller."""
        if self._view.compartments:
            return f"{row}.compartment IN $compartments"
        return f"{row}.compartment = '{OPEN}'"

    def _scope(self, kind: str, scope: RowScope, row: str) -> str | None:
        if scope is RowScope.ALL:
            return None
        if scope is RowScope.HOUSEHOLD_OF_SERVED and kind == "Person":
            return _HOUSEHOLD_OF_SERVED.format(row=row, open=self.unsealed("h"))
        table = _IN_AREA if scope is RowScope.AREA else _SERVED
        return table.get(kind, NOTHING).format(row=row)
