"""What a verified access token says (RFC 9068, with the hub's own `role`, `purposes`, `compartments`, `areas`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from auth.errors import InvalidClaims, MalformedToken

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Instant = Annotated[int | float, Field(ge=0, lt=2**40)]
"""Seconds since 1970, in UTC."""


@dataclass(frozen=True, slots=True)
class Claims:
    """A verified token's content. `areas` is None where the token does not narrow the client's areas."""

    issuer: str
    subject: str
    client_id: str
    token_id: str
    role: str
    purposes: frozenset[str]
    compartments: frozenset[str]
    areas: frozenset[str] | None
    issued_at: float
    expires_at: float


class ClaimsForm(BaseModel):
    """The payload as sent; claims of other makers are left alone. An unknown `cnf` is kept for the verifier."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: Name
    sub: Name
    aud: Name | Annotated[list[Name], Field(min_length=1, max_length=20)]
    exp: Instant
    iat: Instant
    nbf: Instant | None = None
    client_id: Name
    jti: Name
    role: Name
    purposes: list[Name]
    compartments: list[Name] = Field(default_factory=list[str], max_length=100)
    areas: list[Name] | None = None
    cnf: Any = None

    @property
    def audiences(self) -> frozenset[str]:
        """`aud` is one name or a list of names."""
        return frozenset([self.aud] if isinstance(self.aud, str) else self.aud)

    def claims(self) -> Claims:
        """The same as an inner value."""
        return Claims(
            issuer=self.iss,
            subject=self.sub,
            client_id=self.client_id,
            token_id=self.jti,
            role=self.role,
            purposes=frozenset(self.purposes),
            compartments=frozenset(self.compartments),
            areas=None if self.areas is None else frozenset(self.areas),
            issued_at=self.iat,
            expires_at=self.exp,
        )


def read_payload(payload: bytes) -> dict[str, Any]:
    """The JSON object in a token's payload. Raises MalformedToken."""
    try:
        content = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise MalformedToken("The token's payload is not JSON.") from error
    if not isinstance(content, dict):
        raise MalformedToken("The token's payload is not a JSON object.")
    return content


def parse_claims(content: dict[str, Any]) -> ClaimsForm:
    """The claims, each present and of its type. Raises InvalidClaims naming the claims at fault, never a value."""
    try:
        return ClaimsForm.model_validate(content)
    except ValidationError as error:
        # Only names of the form itself are told: a key inside `aud` or `purposes` would be the caller's text.
        named = sorted({str(fault["loc"][0]) for fault in error.errors(include_input=False)})
    raise InvalidClaims(f"The token lacks these claims or has them in a wrong form: {', '.join(named)}.")
