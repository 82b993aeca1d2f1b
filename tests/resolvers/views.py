"""Views of the data to ask with: everything in clear unless a test takes something away."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from auth.catalogue import catalogue
from auth.policy import EntityView, FieldRule, Mask, RowScope, View
from auth.principal import Principal
from resolvers.operations.call import Caller

CLEAR = FieldRule(Mask.CLEAR, filterable=True, sortable=True)
DENIED = None
YEAR = FieldRule(Mask.YEAR)
LAST_4 = FieldRule(Mask.PARTIAL, MappingProxyType({"last": 4}))
INITIALS = FieldRule(Mask.INITIALS)
REDACTED = FieldRule(Mask.REDACT)
NOT_FILTERABLE = FieldRule(Mask.CLEAR)


def view(
    *,
    scope: RowScope = RowScope.ALL,
    without: tuple[str, ...] = (),
    fields: dict[str, FieldRule | None] | None = None,
    agency: str = "DOP",
    role: str = "caseworker",
    purpose: str = "allowance",
    compartments: tuple[str, ...] = (),
    areas: tuple[str, ...] = (),
    max_rows: int = 100,
) -> View:
    """A view with every field of every entity but those of `without`; `fields` are rules by `Entity.field`."""
    rules = fields or {}
    granted = [each for each in catalogue().entities.values() if each.name not in without]
    names = {each.name for each in granted}
    entities: dict[str, EntityView] = {}
    for entity in granted:
        shown: dict[str, Any] = {}
        for name, entry in entity.fields.items():
            rule = rules.get(f"{entity.name}.{name}", CLEAR)
            if rule is not None and (entry.opens is None or entry.opens in names):
                shown[name] = rule
        widest = RowScope.SERVED if RowScope.SERVED in entity.row_scopes else RowScope.ALL
        row_scope = RowScope.ALL if scope is RowScope.ALL else scope if scope in entity.row_scopes else widest
        entities[entity.name] = EntityView(row_scope, shown, max_rows, 1000)
    key = repr((scope, without, sorted(rules.items()), agency, role, purpose, compartments, areas, max_rows))
    return View(
        key=key,
        agency=agency,
        role=role,
        purpose=purpose,
        compartments=frozenset(compartments),
        areas=frozenset(areas),
        entities=entities,
        agreements=("ops-dop-allowance@1",),
        denied=(),
        masked={},
        policy_hash="policy",
    )


def caller(
    seen: View, *, case: str | None = None, human: str | None = "anong", client: str | None = None
) -> Caller:
    """Somebody who asks with this view; without a `human` the client asks for itself."""
    client_id = client or f"{seen.agency.lower()}-{seen.role}"
    principal = Principal(
        client_id=client_id,
        agency=seen.agency,
        role=seen.role,
        purpose=seen.purpose,
        purposes=frozenset({seen.purpose}),
        compartments=seen.compartments,
        areas=seen.areas,
        token_id="test",
        case=case,
        reason=None if case is None else "a reason",
        subject=human or client_id,
    )
    return Caller(principal, seen, correlation="test")
