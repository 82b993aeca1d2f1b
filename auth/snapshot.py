"""The agreements in force on one day, compiled: whose view is what, named by the hash of its content."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from auth.catalogue import catalogue
from auth.combine import combine
from auth.errors import PolicyInvalid, PurposeNotAllowed, RoleNotAllowed, UnknownClient
from auth.policy import Mask, View
from auth.sharing_checks import area_faults, faults_of
from auth.sharing_form import parse_sharing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from auth.agreements import Client, Grant, Purpose, Sharing
    from auth.catalogue import Catalogue
    from auth.policy import EntityView
    from auth.principal import Principal

Entities = dict[str, "EntityView"]
"""What one agency sees for one purpose, by the entity's name."""

_Same = tuple[str, str, str, frozenset[str], frozenset[str]]
"""What two callers must have alike to see alike: agency, role, purpose, compartments, areas."""

MOST_VIEWS = 1024
"""Views remembered by one snapshot; callers who narrow their own compartments could otherwise fill the memory."""


def compile_snapshot(
    sharing: Mapping[str, Any], *, on: date, agencies: Collection[str] | None = None
) -> PolicySnapshot:
    """Compile the `sharing` form for one day (the caller's, in the ministry's time zone).

    Agreements that are not ACTIVE or not valid on the day give nothing and do not change the hash. `agencies`
    are the known agency codes, None to leave them unchecked. Raises PolicyInvalid with a sentence a fault.
    """
    known = catalogue()
    written = parse_sharing(sharing)
    in_force = tuple(agreement for agreement in written.agreements if agreement.in_force(on))
    effective = replace(written, agreements=in_force)
    faults = faults_of(effective, catalogue=known, agencies=agencies)
    faults = faults or area_faults(effective, catalogue=known)
    if faults:
        raise PolicyInvalid(faults)
    return PolicySnapshot(effective, entities=_entities(effective, known), known=known)


def _entities(sharing: Sharing, known: Catalogue) -> dict[tuple[str, str], Entities]:
    """By (receiver, purpose). Several grants of one entity are combined; those that cannot be are refused."""
    grants: dict[tuple[str, str], dict[str, list[tuple[str, Grant]]]] = defaultdict(lambda: defaultdict(list))
    for agreement in sharing.agreements:
        for grant in agreement.grants:
            grants[agreement.receiver, agreement.purpose][grant.entity].append((agreement.id, grant))
    compiled: dict[tuple[str, str], Entities] = {}
    faults: list[str] = []
    for pair, granted in grants.items():
        compiled[pair], refused = combine(granted, known)
        faults += [f"{pair[0]} for {pair[1]}: {fault}" for fault in refused]
    if faults:
        raise PolicyInvalid(tuple(sorted(faults)))
    return compiled


class PolicySnapshot:
    """Immutable policy. `hash` is the SHA-256 (hex) of the effective agreements, purposes, clients and
    catalogue in canonical JSON: equal content, in whatever order and on whatever day, has an equal hash."""

    __slots__ = ("_clients", "_entities", "_known", "_purposes", "_views", "hash")

    def __init__(
        self, sharing: Sharing, *, entities: Mapping[tuple[str, str], Entities], known: Catalogue
    ) -> None:
        self.hash = _digest([_plain(sharing), known.hash])
        self._clients = {client.id: client for client in sharing.clients}
        self._purposes = {purpose.code: purpose for purpose in sharing.purposes}
        self._entities = entities
        self._known = known
        self._views: dict[_Same, View] = {}

    def client(self, client_id: str) -> Client | None:
        """The client's entry, None when the policy does not know it."""
        return self._clients.get(client_id)

    def purpose(self, code: str) -> Purpose | None:
        """The purpose, None when the policy does not know it."""
        return self._purposes.get(code)

    @property
    def clients(self) -> tuple[Client, ...]:
        """Every client, by id."""
        return tuple(self._clients[name] for name in sorted(self._clients))

    def view(self, principal: Principal) -> View:
        """What the caller sees; the same object for every caller who sees the same.

        A purpose without an agreement gives a view in which everything is denied. Raises UnknownClient,
        RoleNotAllowed or PurposeNotAllowed when this policy no longer gives the principal what it holds.
        """
        self._check(principal)
        same = _same(principal)
        found = self._views.get(same)
        if found is None:
            if len(self._views) >= MOST_VIEWS:
                self._views.clear()
            found = self._views[same] = self._build(principal)
        return found

    def _check(self, principal: Principal) -> None:
        client = self._clients.get(principal.client_id)
        if client is None or client.agency != principal.agency:
            raise UnknownClient("The client is not known to the policy.")
        purpose = self._purposes.get(principal.purpose)
        if purpose is None or purpose.code not in client.purposes:
            raise PurposeNotAllowed("The purpose is not open to this client.")
        if principal.role not in client.roles or principal.role not in purpose.roles:
            raise RoleNotAllowed("The role is not open to this client for this purpose.")
        if not (principal.compartments <= client.compartments and principal.areas <= client.areas):
            raise UnknownClient("The client is known to the policy with less than this caller claims.")

    def _build(self, principal: Principal) -> View:
        entities = self._entities.get((principal.agency, principal.purpose), {})
        shown = {
            f"{entity}.{name}": rule
            for entity, seen in entities.items()
            for name, rule in seen.fields.items()
        }
        every = (f"{field.entity}.{field.name}" for field in self._known)
        return View(
            key=_digest([self.hash, *map(_plain, _same(principal))]),
            agency=principal.agency,
            role=principal.role,
            purpose=principal.purpose,
            compartments=principal.compartments,
            areas=principal.areas,
            entities=MappingProxyType(entities),
            agreements=tuple(sorted({name for seen in entities.values() for name in seen.agreements})),
            denied=tuple(sorted(name for name in every if name not in shown)),
            masked=MappingProxyType(
                {name: rule.mask.value for name, rule in shown.items() if rule.mask is not Mask.CLEAR}
            ),
            policy_hash=self.hash,
        )


def _same(principal: Principal) -> _Same:
    return (
        principal.agency,
        principal.role,
        principal.purpose,
        principal.compartments,
        principal.areas,
    )


def _plain(value: Any) -> Any:
    """A value as JSON can write it. No list of the policy has a meaningful order, so every list is sorted."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, frozenset)):
        return sorted((_plain(item) for item in value), key=_json)
    if isinstance(value, (dict, MappingProxyType)):
        return {str(name): _plain(item) for name, item in value.items()}
    return value if isinstance(value, (bool, int)) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _digest(value: Any) -> str:
    return hashlib.sha256(_json(value).encode()).hexdigest()
