"""Data-sharing agreements in the graph: written once a version, read back in the form they came in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from graph.digest import digest
from graph.errors import AgreementChanged, SharingIncomplete
from graph.naming import property_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.driver import Database, Transaction

Row = dict[str, Any]

PURPOSE = ("name", "section", "citizen_visibility", "roles", "requires_case")
CLIENT = ("roles", "purposes", "compartments", "areas")
AGREEMENT = ("code", "version", "status", "legal_basis", "valid_from", "valid_to")
GRANT = ("entity", "row_scope", "max_rows_per_query", "max_subjects_per_day")
FIELD = ("mask", "params", "filterable", "sortable")
"""What stands on each node (or, of a field, on its ALLOWS) under the camelCase form of these names."""


def seed(db: Database, sharing: Mapping[str, Any], *, fields: Sequence[Mapping[str, Any]] = ()) -> None:
    """Write purposes, clients, agreements and, as rows of entity, name and sensitivity, the API's fields.

    Purposes and clients are brought up to date; nothing is deleted. A version of an agreement is written once:
    after that only its status may change, anything else raises AgreementChanged and needs a new version.
    Raises SharingIncomplete where an agency or purpose is named that is not there. All or nothing is written.
    """
    agreements: Sequence[Mapping[str, Any]] = sharing.get("agreements", ())
    _check_named(db, sharing)
    with db.transaction("seed_agreements") as tx:
        known = {row["id"]: row["digest"] for row in tx.run("list_agreement_digests")}
        new = [agreement for agreement in agreements if _is_new(agreement, known)]
        tx.run(
            "write_purposes",
            rows=[_node(purpose, "code", PURPOSE) for purpose in sharing.get("purposes", ())],
        )
        tx.run("write_clients", rows=[_node(client, "id", CLIENT) for client in sharing.get("clients", ())])
        tx.run("write_fields", rows=[*_granted_fields(new), *(_field_row(field) for field in fields)])
        tx.run(
            "set_agreement_status",
            rows=[{"id": agreement_id(agreement), "status": agreement["status"]} for agreement in agreements],
        )
        _create(tx, new)


def load(db: Database) -> dict[str, list[Row]]:
    """Everything agreed, in the same form `seed` takes: sorted by code or id, days as `date`, absent keys absent."""
    return {
        "purposes": [_said(row, ("code", *PURPOSE)) for row in db.read("list_purposes")],
        "clients": [_said(row, ("id", "agency", *CLIENT)) for row in db.read("list_clients")],
        "agreements": [_agreement_said(row) for row in db.read("list_agreements")],
    }


def agreement_id(agreement: Mapping[str, Any]) -> str:
    """How a version of an agreement is named everywhere: `code@version`."""
    return f"{agreement['code']}@{agreement['version']}"


def _check_named(db: Database, sharing: Mapping[str, Any]) -> None:
    agencies = {row["code"] for row in db.read("list_agencies")}
    purposes = {row["code"] for row in db.read("list_purposes")}
    purposes |= {purpose["code"] for purpose in sharing.get("purposes", ())}
    agreements: Sequence[Mapping[str, Any]] = sharing.get("agreements", ())
    named = {client["agency"] for client in sharing.get("clients", ())}
    named |= {agreement[side] for agreement in agreements for side in ("provider", "receiver")}
    missing = sorted(named - agencies) + sorted({agreement["purpose"] for agreement in agreements} - purposes)
    if missing:
        raise SharingIncomplete(f"Not a known agency or purpose: {', '.join(missing)}.")


def _is_new(agreement: Mapping[str, Any], known: Mapping[str, str]) -> bool:
    before = known.get(agreement_id(agreement))
    if before is not None and before != _terms(agreement):
        raise AgreementChanged(
            f"Agreement {agreement_id(agreement)} was agreed in other words; give it a new version."
        )
    return before is None


def _terms(agreement: Mapping[str, Any]) -> str:
    """What was agreed, as a digest: all but the status, days as text whichever way they were given."""
    return digest(
        {
            **{name: value for name, value in agreement.items() if name != "status"},
            "valid_from": str(agreement["valid_from"]),
            "valid_to": str(agreement["valid_to"]),
        }
    )


def _node(entry: Mapping[str, Any], key: str, names: Iterable[str]) -> Row:
    return {key: entry[key], "agency": entry.get("agency"), "properties": _properties(entry, names)}


def _properties(entry: Mapping[str, Any], names: Iterable[str]) -> Row:
    """The named entries as properties; what is absent becomes null, which removes it."""
    return {property_name(name): _stored(entry.get(name)) for name in names}


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return value


def _create(tx: Transaction, agreements: Sequence[Mapping[str, Any]]) -> None:
    grants = [(agreement, *entry) for agreement in agreements for entry in enumerate(agreement["grants"])]
    tx.run("create_agreements", rows=[_agreement_row(agreement) for agreement in agreements])
    tx.run("create_grants", rows=[_grant_row(*entry) for entry in grants])
    tx.run("allow_fields", rows=[row for entry in grants for row in _allowed_rows(*entry)])


def _agreement_row(agreement: Mapping[str, Any]) -> Row:
    return {
        **{name: agreement[name] for name in ("provider", "receiver", "purpose")},
        "properties": {
            "id": agreement_id(agreement),
            **_properties(agreement, AGREEMENT),
            "digest": _terms(agreement),
        },
    }


def _grant_id(agreement: Mapping[str, Any], position: int) -> str:
    return f"{agreement_id(agreement)}/{position + 1}"


def _grant_row(agreement: Mapping[str, Any], position: int, grant: Mapping[str, Any]) -> Row:
    properties = {"id": _grant_id(agreement, position), **_properties(grant, GRANT), "position": position}
    return {"agreement": agreement_id(agreement), "properties": properties}


def _allowed_rows(agreement: Mapping[str, Any], position: int, grant: Mapping[str, Any]) -> Iterator[Row]:
    for place, field in enumerate(grant.get("fields", ())):
        yield {
            "grant": _grant_id(agreement, position),
            "field": f"{grant['entity']}.{field['name']}",
            "properties": {**_properties(field, FIELD), "position": place},
        }


def _granted_fields(agreements: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    for agreement in agreements:
        for grant in agreement["grants"]:
            for field in grant.get("fields", ()):
                yield _field_row({"entity": grant["entity"], "name": field["name"]})


def _field_row(field: Mapping[str, Any]) -> Row:
    return {"id": f"{field['entity']}.{field['name']}", "properties": dict(field)}


def _said(row: Mapping[str, Any], names: Iterable[str]) -> Row:
    return {name: value for name in names if (value := row.get(property_name(name))) is not None}


def _agreement_said(row: Mapping[str, Any]) -> Row:
    names = (
        "code",
        "version",
        "status",
        "legal_basis",
        "provider",
        "receiver",
        "purpose",
        "valid_from",
        "valid_to",
    )
    said = _said(row, names)
    said |= {name: date.fromisoformat(said[name]) for name in ("valid_from", "valid_to")}
    said["grants"] = [_grant_said(grant) for grant in row["grants"]]
    return said


def _grant_said(grant: Mapping[str, Any]) -> Row:
    said = _said(grant, GRANT)
    said["fields"] = [_field_said(field) for field in grant["fields"]]
    return said


def _field_said(field: Mapping[str, Any]) -> Row:
    said = _said(field, ("name", *FIELD))
    if "params" in said:
        said["params"] = orjson.loads(said["params"])
    return said
