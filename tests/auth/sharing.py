"""Small agreements to test with, in the `sharing` form."""

from __future__ import annotations

from datetime import date
from typing import Any

from auth.principal import Principal

TODAY = date(2026, 11, 23)
PURPOSE = {
    "code": "allowance",
    "name": "Pay the allowance",
    "section": "PDPA s.24(4)",
    "roles": ["caseworker", "application"],
}
CLIENT = {"id": "dop-caseworker", "agency": "DOP", "roles": ["caseworker"], "purposes": ["allowance"]}


def field(name: str, mask: str = "clear", **more: Any) -> dict[str, Any]:
    return {"name": name, "mask": mask, **more}


def grant(entity: str, *fields: dict[str, Any], row_scope: str = "SERVED") -> dict[str, Any]:
    return {"entity": entity, "row_scope": row_scope, "fields": list(fields)}


def agreement(*grants: dict[str, Any], code: str = "ops-dop-allowance", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "version": 1,
        "status": "ACTIVE",
        "legal_basis": "Memorandum 1/2569",
        "provider": "OPS",
        "receiver": "DOP",
        "purpose": "allowance",
        "valid_from": "2026-10-01",
        "valid_to": "2027-09-30",
        "grants": list(grants),
        **more,
    }


def sharing(*agreements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"purposes": [PURPOSE], "clients": [CLIENT], "agreements": list(agreements), **more}


def caseworker(**more: Any) -> Principal:
    said: dict[str, Any] = {
        "client_id": "dop-caseworker",
        "agency": "DOP",
        "role": "caseworker",
        "purpose": "allowance",
        "purposes": frozenset({"allowance"}),
        "compartments": frozenset(),
        "areas": frozenset(),
        "token_id": "t-1",
    }
    return Principal(**(said | more))
