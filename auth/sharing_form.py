"""Reads the `sharing` form, plain data as in the YAML files and in the graph, into checked values."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from auth.agreements import (
    Agreement,
    CitizenVisibility,
    Client,
    Grant,
    GrantedField,
    Purpose,
    Sharing,
    Status,
)
from auth.errors import PolicyInvalid
from auth.policy import Mask, RowScope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _PurposeForm(_Form):
    code: Text
    name: Text
    section: Text
    citizen_visibility: CitizenVisibility = CitizenVisibility.NOW
    roles: Annotated[frozenset[Text], Field(min_length=1)]
    requires_case: bool = False

    def value(self) -> Purpose:
        return Purpose(**dict(self))


class _ClientForm(_Form):
    id: Text
    agency: Text
    roles: Annotated[frozenset[Text], Field(min_length=1)]
    purposes: frozenset[Text]
    compartments: frozenset[Text] = frozenset()
    areas: frozenset[Text] = frozenset()

    def value(self) -> Client:
        return Client(**dict(self))


class _FieldForm(_Form):
    name: Text
    mask: Mask
    params: dict[str, int] = Field(default_factory=dict[str, int])
    filterable: bool = False
    sortable: bool = False

    def value(self) -> GrantedField:
        params = MappingProxyType(self.params)
        return GrantedField(self.name, self.mask, params, filterable=self.filterable, sortable=self.sortable)


class _GrantForm(_Form):
    entity: Text
    row_scope: RowScope
    max_rows_per_query: Annotated[int, Field(ge=1, le=1000)] = 100
    max_subjects_per_day: Annotated[int, Field(ge=1)] = 5000
    fields: tuple[_FieldForm, ...] = ()

    def value(self) -> Grant:
        said: dict[str, Any] = dict(self)
        said["fields"] = tuple(form.value() for form in self.fields)
        return Grant(**said)


class _AgreementForm(_Form):
    code: Text
    version: Annotated[int, Field(ge=1)]
    status: Status
    legal_basis: Text
    provider: Text
    receiver: Text
    purpose: Text
    valid_from: date
    valid_to: date
    grants: tuple[_GrantForm, ...] = ()

    def value(self) -> Agreement:
        said: dict[str, Any] = dict(self)
        said["grants"] = tuple(form.value() for form in self.grants)
        return Agreement(**said)


class _SharingForm(_Form):
    purposes: tuple[_PurposeForm, ...] = ()
    clients: tuple[_ClientForm, ...] = ()
    agreements: tuple[_AgreementForm, ...] = ()


def parse_sharing(sharing: Mapping[str, Any]) -> Sharing:
    """The values written in the `sharing` form. Raises PolicyInvalid with a sentence for each fault of form.

    Whether fields, masks and agencies exist is another question: see `auth.sharing_checks`.
    """
    try:
        form = _SharingForm.model_validate(dict(sharing))
    except ValidationError as error:
        raise PolicyInvalid(tuple(_sentence(sharing, fault) for fault in error.errors())) from error
    return Sharing(
        purposes=tuple(purpose.value() for purpose in form.purposes),
        clients=tuple(client.value() for client in form.clients),
        agreements=tuple(agreement.value() for agreement in form.agreements),
    )


def _sentence(sharing: Mapping[str, Any], fault: Any) -> str:
    """A pydantic fault with its place in the words of the form: `agreements a-b > grants Person > row_scope`."""
    place: list[str] = []
    here: Any = sharing
    for step in fault["loc"]:
        here = _inside(here, step)
        if isinstance(step, int) and place:
            place[-1] += f" {_label(here, step)}"
        else:
            place.append(str(step))
    return f"{' > '.join(place)}: {fault['msg'].rstrip('.')}."


def _inside(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _label(entry: Any, number: int) -> str:
    for key in ("code", "id", "entity", "name"):
        if isinstance(entry, dict) and key in entry:
            return str(entry[key])
    return f"number {number + 1}"


def read_sharing(paths: Iterable[Path]) -> dict[str, list[Any]]:
    """One `sharing` form from several YAML files, their lists joined in the order of the files' names."""
    joined: dict[str, list[Any]] = {"purposes": [], "clients": [], "agreements": []}
    for path in sorted(paths):
        part = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for key in part:
            if key not in joined:
                raise PolicyInvalid((f"{path.name}: {key} is not one of {', '.join(joined)}.",))
            joined[key] += part[key] or []
    return joined
