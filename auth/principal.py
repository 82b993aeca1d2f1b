"""Who asks: the client and agency behind a request, and the one purpose it was made for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principal:
    """A checked caller. Only `auth.authenticate.authenticate` makes one for a request.

    `agency`, and the widest `compartments` and `areas`, come from the client's entry in the policy, never
    from the token. `purpose` is the one declared for this request; `purposes` all the token would allow.
    """

    client_id: str
    agency: str
    role: str
    purpose: str
    purposes: frozenset[str]
    compartments: frozenset[str]
    areas: frozenset[str]
    token_id: str
    case: str | None = None
    reason: str | None = None
    subject: str | None = None
