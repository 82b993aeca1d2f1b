"""The catalogue of everything the API can show: kind, sensitivity, permitted row scopes and masks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, Field

from auth.policy import Mask, RowScope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Sensitivity(StrEnum):
    """How much harm a value can do in the wrong hands, from least to most (PDPA s.26 begins at `sensitive`)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    HIGHLY_SENSITIVE = "highly_sensitive"


@dataclass(frozen=True, slots=True)
class CatalogueField:
    """One field. `masks` is empty for the kinds no grant may name: `key` and `link`.

    `opens` is the entity a link leads to. `rows_of` is the entity whose rows a list is made from: without a
    grant of that entity the field cannot be granted, and rows outside that grant's scope are not listed.
    """

    entity: str
    name: str
    kind: str
    sensitivity: Sensitivity
    masks: frozenset[Mask]
    opens: str | None
    rows_of: str | None

    @property
    def grantable(self) -> bool:
        """Whether an agreement may name the field."""
        return bool(self.masks)


@dataclass(frozen=True, slots=True)
class CatalogueEntity:
    """One entity, the row scopes a grant of it may have, and its fields by name."""

    name: str
    row_scopes: frozenset[RowScope]
    fields: Mapping[str, CatalogueField]

    def of_kind(self, kind: str) -> tuple[CatalogueField, ...]:
        """The fields of one kind, in the catalogue's order."""
        return tuple(entry for entry in self.fields.values() if entry.kind == kind)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entities by name. `hash` is the SHA-256 (hex) of the file it was read from."""

    entities: Mapping[str, CatalogueEntity]
    hash: str

    def field(self, entity: str, name: str) -> CatalogueField | None:
        """The entry of `entity.name`, None when there is none."""
        found = self.entities.get(entity)
        return None if found is None else found.fields.get(name)

    def __iter__(self) -> Iterator[CatalogueField]:
        """Every field of every entity, in the file's order."""
        for entity in self.entities.values():
            yield from entity.fields.values()


class _FieldForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: str
    sensitivity: Sensitivity = Field(alias="class")
    opens: str | None = None
    rows_of: str | None = None


class _EntityForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    row_scopes: frozenset[RowScope]
    fields: dict[str, _FieldForm]


class _CatalogueForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kinds: dict[str, frozenset[Mask]]
    entities: dict[str, _EntityForm]


def parse_catalogue(text: str) -> Catalogue:
    """The catalogue written in `text` (YAML); pydantic.ValidationError or KeyError when it is not one."""
    form = _CatalogueForm.model_validate(yaml.safe_load(text))
    entities = {name: _entity(name, entity, form.kinds) for name, entity in form.entities.items()}
    return Catalogue(MappingProxyType(entities), hashlib.sha256(text.encode()).hexdigest())


def _entity(name: str, form: _EntityForm, kinds: Mapping[str, frozenset[Mask]]) -> CatalogueEntity:
    fields = {
        field: CatalogueField(
            name, field, entry.kind, entry.sensitivity, kinds[entry.kind], entry.opens, entry.rows_of
        )
        for field, entry in form.fields.items()
    }
    return CatalogueEntity(name, form.row_scopes, MappingProxyType(fields))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue that ships with this version of the hub."""
    return parse_catalogue(files("auth").joinpath("catalogue.yaml").read_text(encoding="utf-8"))
