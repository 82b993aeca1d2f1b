"""A call: one operation performed once, for one caller; what a handler may know and use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from auth.masks import apply_mask
from auth.policy import Mask
from identity.resolution import OPEN
from resolvers.errors import SchemaDefect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from auth.policy import FieldRule, View
    from auth.principal import Principal
    from resolvers.operations.desk import Desk

    See = Callable[[str, str, Iterable[str]], Awaitable[frozenset[str]]]
    """A type, a property that names its rows, and such names in: those of rows that the caller may see."""


def utc_now() -> datetime:
    """The time of day, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks: checked identity, and what they may see. `view.agency` is the agency they act for."""

    principal: Principal
    view: View
    correlation: str


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler is given first. `shows` are the fields, as `Entity.field`, that its operation declared."""

    caller: Caller
    desk: Desk
    clock: Callable[[], datetime]
    see: See
    shows: frozenset[str]

    @property
    def view(self) -> View:
        """What the caller may see."""
        return self.caller.view

    @property
    def principal(self) -> Principal:
        """Client, agency, role, purpose, compartments and case."""
        return self.caller.principal

    @property
    def steward(self) -> str:
        """Who decides, by name: the human behind the client, the same one through every client; where there is nobody,
        the client."""
        return self.principal.human or self.principal.client_id

    @property
    def compartments(self) -> frozenset[str]:
        """The compartments open to the caller, `open` included."""
        return self.view.compartments | {OPEN}

    async def visible(self, kind: str, ids: Iterable[str]) -> frozenset[str]:
        """Of plain ids of Person, Household, SourceRecord (`key@version`) or Enrolment, those the caller may see.

        Whoever is not among them must not change the answer at all: not its length, order or numbers.
        """
        return await self.see(kind, "id", ids)

    async def visible_records(self, keys: Iterable[str]) -> frozenset[str]:
        """Of record keys, those of records that the caller may see."""
        return await self.see("SourceRecord", "key", keys)

    def shown(self, entity: str, field: str, value: Any, *, visible: bool) -> Any:
        """A value of a row as the caller may see it: masked by their rule for the field, null without one.

        `visible` is whether the row itself is the caller's to see. The field must stand in the operation's
        `shows`: by that the caller is told what was denied or masked, the same for every row.
        """
        rule = self._rule(entity, field)
        if not visible or rule is None or value is None:
            return None
        if rule.mask is Mask.CLEAR:
            return value
        return apply_mask(str(value), rule.mask, rule.params)

    def is_clear(self, entity: str, field: str) -> bool:
        """Whether the caller sees a field of `shows` as it is: only then may an order or a number depend on it."""
        rule = self._rule(entity, field)
        return rule is not None and rule.mask is Mask.CLEAR

    def is_hidden(self, entity: str, field: str) -> bool:
        """Whether the caller sees nothing at all of a field of `shows`."""
        rule = self._rule(entity, field)
        return rule is None or rule.mask is Mask.REDACT

    def _rule(self, entity: str, field: str) -> FieldRule | None:
        if f"{entity}.{field}" not in self.shows:
            raise SchemaDefect(f"The operation does not declare that it shows {entity}.{field}.")
        return self.view.rule(entity, field)
