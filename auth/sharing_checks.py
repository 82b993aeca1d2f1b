"""Checks agreements against the catalogue and each other; every fault becomes one sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from auth.policy import Mask, RowScope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from auth.agreements import Agreement, Client, Grant, GrantedField, Sharing
    from auth.catalogue import Catalogue, CatalogueEntity, CatalogueField

LONGEST_PART = 50
"""The most characters a `partial` mask may show; a longer part is a clear value by another name."""


def faults_of(sharing: Sharing, *, catalogue: Catalogue, agencies: Collection[str] | None) -> tuple[str, ...]:
    """Every fault of the agreements, sorted; empty when there is none. `agencies` None: any agency is known."""
    purposes = {purpose.code for purpose in sharing.purposes}
    faults = [*_repeated(sharing)]
    for client in sharing.clients:
        faults += _client_faults(client, purposes=purposes, agencies=agencies)
    for agreement in sharing.agreements:
        faults += _agreement_faults(agreement, purposes=purposes, agencies=agencies)
        for grant in agreement.grants:
            faults += [f"Agreement {agreement.id}: {fault}" for fault in _grant_faults(grant, catalogue)]
    return tuple(sorted(faults))


def _repeated(sharing: Sharing) -> Iterator[str]:
    named = {
        "Purpose": [purpose.code for purpose in sharing.purposes],
        "Client": [client.id for client in sharing.clients],
        "Agreement": [agreement.id for agreement in sharing.agreements],
    }
    for what, names in named.items():
        yield from (f"{what} {name} is written twice." for name in _twice(names))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _client_faults(
    client: Client, *, purposes: Collection[str], agencies: Collection[str] | None
) -> Iterator[str]:
    if agencies is not None and client.agency not in agencies:
        yield f"Client {client.id}: {client.agency} is not a known agency."
    for purpose in client.purposes - set(purposes):
        yield f"Client {client.id}: {purpose} is not a known purpose."


def _agreement_faults(
    agreement: Agreement, *, purposes: Collection[str], agencies: Collection[str] | None
) -> Iterator[str]:
    for side in (agreement.provider, agreement.receiver):
        if agencies is not None and side not in agencies:
            yield f"Agreement {agreement.id}: {side} is not a known agency."
    if agreement.purpose not in purposes:
        yield f"Agreement {agreement.id}: {agreement.purpose} is not a known purpose."
    if agreement.valid_to < agreement.valid_from:
        yield f"Agreement {agreement.id}: it ends before it begins."


def _grant_faults(grant: Grant, catalogue: Catalogue) -> Iterator[str]:
    entity = catalogue.entities.get(grant.entity)
    if entity is None:
        yield f"{grant.entity} is not an entity of the catalogue."
        return
    if grant.row_scope not in entity.row_scopes:
        yield f"{entity.name} has no row scope {grant.row_scope}; it has {_listed(entity.row_scopes)}."
    yield from (f"{entity.name}.{name} is granted twice." for name in _twice(f.name for f in grant.fields))
    for field in grant.fields:
        yield from (f"{entity.name}.{field.name} {fault}" for fault in _field_faults(field, entity))


def _field_faults(field: GrantedField, entity: CatalogueEntity) -> Iterator[str]:
    entry = entity.fields.get(field.name)
    if entry is None:
        yield "is not a field of the catalogue."
    elif entry.opens is not None:
        yield f"is a link; grant {entry.opens} instead."
    elif not entry.grantable:
        yield "is shown with its row and cannot be granted by itself."
    else:
        yield from _mask_faults(field, entry)


def _mask_faults(field: GrantedField, entry: CatalogueField) -> Iterator[str]:
    if field.mask not in entry.masks:
        yield f"is of kind {entry.kind}, which knows no mask {field.mask}; it knows {_listed(entry.masks)}."
    if field.mask is not Mask.CLEAR and (field.filterable or field.sortable):
        yield f"is shown {field.mask} and so cannot be filterable or sortable."
    if field.mask is not Mask.PARTIAL and field.params:
        yield f"is shown {field.mask}, which takes no params."
    if field.mask is Mask.PARTIAL and not _shows_one_end(field):
        yield f"is shown partial and needs params of first or last, from 1 to {LONGEST_PART}."


def _shows_one_end(field: GrantedField) -> bool:
    return (
        len(field.params) == 1
        and set(field.params) <= {"first", "last"}
        and all(1 <= shown <= LONGEST_PART for shown in field.params.values())
    )


def area_faults(sharing: Sharing, *, catalogue: Catalogue) -> tuple[str, ...]:
    """Clients who are tied to areas while a grant they would use does not look at areas.

    Such a client would see the whole country, which is certainly not what its areas were written for.
    """
    faults = [
        f"Client {client.id} is tied to areas, but {agreement.id} grants {grant.entity} by {grant.row_scope}."
        for client in sharing.clients
        if client.areas
        for agreement in sharing.agreements
        if agreement.receiver == client.agency and agreement.purpose in client.purposes
        for grant in agreement.grants
        if RowScope.AREA in catalogue.entities[grant.entity].row_scopes
        and grant.row_scope is not RowScope.AREA
    ]
    return tuple(sorted(set(faults)))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
