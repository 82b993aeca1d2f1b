"""What one caller may see: masks, row scopes, the rule for a field, and the view that holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mask(StrEnum):
    """How a granted value is shown; `auth.masks` says exactly what each one does."""

    CLEAR = "clear"
    PARTIAL = "partial"
    INITIALS = "initials"
    YEAR = "year"
    REDACT = "redact"


class RowScope(StrEnum):
    """Which rows of an entity a grant opens."""

    SERVED = "SERVED"
    HOUSEHOLD_OF_SERVED = "HOUSEHOLD_OF_SERVED"
    AREA = "AREA"
    ALL = "ALL"


def _no_params() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One granted field. `params` is `{"first": n}` or `{"last": n}` for `partial`, else empty.

    `filterable` and `sortable` are only ever true where the mask is `clear`. `agreements` are the ids
    (`code@version`) whose grants give exactly this mask.
    """

    mask: Mask
    params: Mapping[str, int] = field(default_factory=_no_params)
    filterable: bool = False
    sortable: bool = False
    agreements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityView:
    """One granted entity: which rows, which fields, how many rows a query, how many subjects a day.

    `fields` also holds the entity's `key` fields and those `link` fields whose target is granted, both
    `clear`: a field is visible exactly when it is in here.
    """

    row_scope: RowScope
    fields: Mapping[str, FieldRule]
    max_rows: int
    max_subjects: int
    agreements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a field is shown as it is. `mask` is None when it is denied; `sentence` is fit to be shown."""

    entity: str
    field: str
    mask: Mask | None
    agreements: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class View:
    """All that one caller may see for one purpose, decided once per request.

    `key` is equal exactly when policy, agency, role, purpose, compartments and areas are equal, so it can
    name compiled query plans. `compartments` are the sealed ones opened to the caller; `open` is always open
    and never listed. `areas` are province codes and are looked at by the row scope AREA alone.
    `denied` lists every catalogued `Entity.field` that is not granted, `masked` those shown otherwise than
    clear with the mask's name; neither depends on any row.
    """

    key: str
    agency: str
    role: str
    purpose: str
    compartments: frozenset[str]
    areas: frozenset[str]
    entities: Mapping[str, EntityView]
    agreements: tuple[str, ...]
    denied: tuple[str, ...]
    masked: Mapping[str, str]
    policy_hash: str

    def entity(self, name: str) -> EntityView | None:
        """The caller's view of an entity, None when no agreement grants it."""
        return self.entities.get(name)

    def rule(self, entity: str, name: str) -> FieldRule | None:
        """The rule for one field, None when it is denied."""
        seen = self.entities.get(entity)
        return None if seen is None else seen.fields.get(name)

    def explain(self, entity: str, name: str) -> Decision:
        """Which agreements decided about a field, as a sentence."""
        rule = self.rule(entity, name)
        if rule is None:
            sentence = f"No agreement grants {entity}.{name} to {self.agency} for {self.purpose}."
            return Decision(entity, name, None, (), sentence)
        sentence = f"{entity}.{name} is shown {rule.mask} under {', '.join(rule.agreements)}."
        return Decision(entity, name, rule.mask, rule.agreements, sentence)
