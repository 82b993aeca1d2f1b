"""Joins the grants one agency holds for one purpose: the mask that shows most wins, where there is one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from auth.masks import shows_as_much
from auth.policy import EntityView, FieldRule, Mask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auth.agreements import Grant, GrantedField
    from auth.catalogue import Catalogue, CatalogueEntity

Signed = tuple[str, "GrantedField"]
"""A granted field with the id of the agreement that grants it."""


def combine(
    granted: Mapping[str, Sequence[tuple[str, Grant]]], known: Catalogue
) -> tuple[dict[str, EntityView], list[str]]:
    """What the grants (by entity, each with its agreement's id) give together, and what forbids joining them."""
    faults: list[str] = []
    views: dict[str, EntityView] = {}
    for entity, grants in granted.items():
        views[entity] = _entity_view(known.entities[entity], grants, faults)
    faults += _rows_without_grant(views, known)
    return {name: _with_links(view, known.entities[name], views) for name, view in views.items()}, faults


def _entity_view(
    entity: CatalogueEntity, grants: Sequence[tuple[str, Grant]], faults: list[str]
) -> EntityView:
    scopes = sorted({grant.row_scope for _, grant in grants})
    agreements = tuple(sorted({agreement for agreement, _ in grants}))
    if len(scopes) > 1:
        faults.append(
            f"{', '.join(agreements)} grant {entity.name} by different row scopes: {', '.join(scopes)}."
        )
    signed: dict[str, list[Signed]] = {}
    for agreement, grant in grants:
        for field in grant.fields:
            signed.setdefault(field.name, []).append((agreement, field))
    rules = {key.name: _clear(agreements) for key in entity.of_kind("key")}
    for name, candidates in signed.items():
        rules[name] = _most_revealing(f"{entity.name}.{name}", candidates, faults)
    return EntityView(
        row_scope=scopes[0],
        fields=MappingProxyType(rules),
        max_rows=max(grant.max_rows_per_query for _, grant in grants),
        max_subjects=max(grant.max_subjects_per_day for _, grant in grants),
        agreements=agreements,
    )


def _rows_without_grant(views: Mapping[str, EntityView], known: Catalogue) -> list[str]:
    """Fields that list another entity's rows, where that entity is not granted and so has no row scope."""
    return [
        f"{field.entity}.{field.name} lists rows of {field.rows_of}, which is not granted."
        for field in known
        if field.rows_of is not None and field.rows_of not in views
        if field.entity in views and field.name in views[field.entity].fields
    ]


def _with_links(view: EntityView, entity: CatalogueEntity, views: Mapping[str, EntityView]) -> EntityView:
    """The view with its links to every entity that is granted as well."""
    links = {
        link.name: _clear(target.agreements)
        for link in entity.of_kind("link")
        if (target := views.get(link.opens or "")) is not None
    }
    fields = MappingProxyType({**view.fields, **links})
    return EntityView(view.row_scope, fields, view.max_rows, view.max_subjects, view.agreements)


def _most_revealing(place: str, candidates: Sequence[Signed], faults: list[str]) -> FieldRule:
    best = [each for each in candidates if all(_at_least(each[1], other[1]) for other in candidates)]
    if not best:
        masks = ", ".join(sorted(f"{_told(field)} by {agreement}" for agreement, field in candidates))
        faults.append(f"{place} is granted in ways of which none shows all the others do: {masks}.")
        return FieldRule(Mask.REDACT)
    winner = best[0][1]
    return FieldRule(
        mask=winner.mask,
        params=winner.params,
        filterable=any(field.filterable for _, field in best),
        sortable=any(field.sortable for _, field in best),
        agreements=tuple(sorted({agreement for agreement, _ in best})),
    )


def _at_least(field: GrantedField, other: GrantedField) -> bool:
    return shows_as_much(field.mask, field.params, other=other.mask, other_params=other.params)


def _told(field: GrantedField) -> str:
    return " ".join([field.mask.value, *(f"{end} {shown}" for end, shown in field.params.items())])


def _clear(agreements: tuple[str, ...]) -> FieldRule:
    return FieldRule(Mask.CLEAR, agreements=agreements)
