"""Data-sharing agreements as values: purposes, clients, agreements, their grants and fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from auth.policy import Mask, RowScope


class Status(StrEnum):
    """Where a version of an agreement stands. Only an ACTIVE one gives anybody anything."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"


class CitizenVisibility(StrEnum):
    """When a citizen who asks who looked at their data is told of this purpose."""

    NOW = "NOW"
    DELAYED = "DELAYED"
    SEALED = "SEALED"


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is asked for. `section` is the ground in law; `roles` are those who may declare it."""

    code: str
    name: str
    section: str
    citizen_visibility: CitizenVisibility
    roles: frozenset[str]
    requires_case: bool


@dataclass(frozen=True, slots=True)
class Client:
    """An application that asks for an agency. `areas` are province codes, for the row scope AREA."""

    id: str
    agency: str
    roles: frozenset[str]
    purposes: frozenset[str]
    compartments: frozenset[str]
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class GrantedField:
    """One field of a grant and how it is shown."""

    name: str
    mask: Mask
    params: Mapping[str, int]
    filterable: bool
    sortable: bool


@dataclass(frozen=True, slots=True)
class Grant:
    """What an agreement opens of one entity: which rows, how many, and which fields."""

    entity: str
    row_scope: RowScope
    max_rows_per_query: int
    max_subjects_per_day: int
    fields: tuple[GrantedField, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One immutable version of an agreement between two agencies for one purpose. Both days are included."""

    code: str
    version: int
    status: Status
    legal_basis: str
    provider: str
    receiver: str
    purpose: str
    valid_from: date
    valid_to: date
    grants: tuple[Grant, ...]

    @property
    def id(self) -> str:
        """`code@version`: how audit entries and explanations name it."""
        return f"{self.code}@{self.version}"

    def in_force(self, on: date) -> bool:
        """Whether it gives anything on that day."""
        return self.status is Status.ACTIVE and self.valid_from <= on <= self.valid_to


@dataclass(frozen=True, slots=True)
class Sharing:
    """Everything that is agreed, in no particular order."""

    purposes: tuple[Purpose, ...]
    clients: tuple[Client, ...]
    agreements: tuple[Agreement, ...]
