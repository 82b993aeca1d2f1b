"""From a verified token and the request's headers to a principal with exactly one purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auth.errors import CaseRequired, PurposeNotAllowed, PurposeNotDeclared, RoleNotAllowed, UnknownClient
from auth.principal import Principal

if TYPE_CHECKING:
    from auth.agreements import Client, Purpose
    from auth.claims import Claims
    from auth.snapshot import PolicySnapshot

LONGEST_CASE = 100
LONGEST_REASON = 500


def authenticate(
    claims: Claims,
    snapshot: PolicySnapshot,
    *,
    purpose: str | None = None,
    case: str | None = None,
    reason: str | None = None,
) -> Principal:
    """Who asks, and for what. `purpose`, `case` and `reason` are the headers Hub-Purpose, Hub-Case, Hub-Reason.

    The agency is the client's in the policy. The token can only narrow what the client may: compartments it
    does not name stay shut, areas it names are cut with the client's. Raises a leaf of Forbidden.
    """
    client = snapshot.client(claims.client_id)
    if client is None:
        raise UnknownClient("The client is not known to the policy.")
    declared = _declared(claims, client, snapshot, _written(purpose))
    if claims.role not in client.roles or claims.role not in declared.roles:
        raise RoleNotAllowed("The role is not open to this client for this purpose.")
    case, reason = _grounds(declared, _written(case), _written(reason))
    return Principal(
        client_id=client.id,
        agency=client.agency,
        role=claims.role,
        purpose=declared.code,
        purposes=claims.purposes,
        compartments=claims.compartments & client.compartments,
        areas=client.areas if claims.areas is None else claims.areas & client.areas,
        token_id=claims.token_id,
        case=case,
        reason=reason,
        subject=claims.subject,
    )


def _declared(claims: Claims, client: Client, snapshot: PolicySnapshot, header: str | None) -> Purpose:
    if header is None and len(claims.purposes) != 1:
        raise PurposeNotDeclared("Declare one purpose in the header Hub-Purpose.")
    code = header if header is not None else next(iter(claims.purposes))
    purpose = snapshot.purpose(code)
    # One sentence for every way to fail: whether a purpose exists is not for those to learn who may not use it.
    if purpose is None or code not in claims.purposes or code not in client.purposes:
        raise PurposeNotAllowed("The declared purpose is not open to this client with this token.")
    return purpose


def _grounds(purpose: Purpose, case: str | None, reason: str | None) -> tuple[str | None, str | None]:
    if len(case or "") > LONGEST_CASE or len(reason or "") > LONGEST_REASON:
        raise CaseRequired(f"Hub-Case has at most {LONGEST_CASE} characters and Hub-Reason {LONGEST_REASON}.")
    if purpose.requires_case and (case is None or reason is None):
        raise CaseRequired("This purpose needs a case number in Hub-Case and a reason in Hub-Reason.")
    return case, reason


def _written(header: str | None) -> str | None:
    """The text of a header, None when it is absent or blank."""
    return (header or "").strip() or None
