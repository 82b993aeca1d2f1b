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

    @property
    def human(self) -> str | None:
        """The person behind the client: the token's subject, unless that is the client itself (RFC 9068, section 5).

        The hub trusts one issuer, so one name is one person, whichever client they use.
        """
        return None if self.subject == self.client_id else self.subject
