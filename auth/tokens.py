"""Verifies bearer tokens: JWT access tokens (RFC 9068) of fixed issuers, and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joserfc import jws
from joserfc.errors import JoseError

from auth.claims import parse_claims, read_payload
from auth.errors import (
    BadSignature,
    InvalidClaims,
    MalformedToken,
    ProofRequired,
    TokenExpired,
    TokenNotYetValid,
    UnknownIssuer,
    UnknownKey,
    UnsupportedToken,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from joserfc.jws import CompactSignature

    from auth.claims import Claims, ClaimsForm
    from auth.jwks import KeySource

ALGORITHMS = ("RS256", "ES256", "Ed25519")
LARGEST = 8 * 1024
LONGEST_LIFE = 600.0
LEEWAY = 30.0
"""How far the issuer's clock and ours may differ (seconds)."""
REMEMBERED_FOR = 60.0
MOST_REMEMBERED = 10_000

_REFUSED_HEADERS = frozenset({"jku", "x5u", "jwk", "x5c", "crit", "b64"})
"""The sender's own idea of which key to use, or of how to read the token: never followed, so never accepted."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    claims: Claims
    until: float


class TokenVerifier:
    """Turns a bearer token into claims. `issuers` maps each accepted `iss` to its keys.

    A token bound to a key (`cnf`) is refused: this version takes no proof of possession, and to accept such a
    token without one would make a stolen copy as good as the original.
    """

    def __init__(self, *, audience: str, issuers: Mapping[str, KeySource]) -> None:
        self._audience = audience
        self._issuers = issuers
        self._remembered: dict[bytes, _Remembered] = {}

    def verify(self, token: str, *, now: float) -> Claims:
        """The claims of a token that is good at `now` (seconds since 1970).

        Raises a leaf of TokenRefused, or KeysUnavailable; neither carries any part of the token. A verified
        token is remembered by its SHA-256 for up to a minute, never past its own end.
        """
        # Only ASCII can be base64url; its length in characters is then its size in bytes.
        if len(token) > LARGEST or not token.isascii():
            raise MalformedToken("The token is larger than 8 KiB or not ASCII.")
        digest = hashlib.sha256(token.encode()).digest()
        known = self._remembered.get(digest)
        if known is not None and now < known.until:
            return known.claims
        claims = self._verify(token, now)
        self._remember(digest, claims, now)
        return claims

    def _verify(self, token: str, now: float) -> Claims:
        parts = _extract(token)
        algorithm, key_id = _check_header(parts.headers())
        content = read_payload(parts.payload)
        self._check_signature(parts, content, algorithm=algorithm, key_id=key_id, now=now)
        form = parse_claims(content)
        self._check_audience(form)
        _check_time(form, now)
        if form.cnf is not None:
            raise ProofRequired("The token is bound to a key, and this hub takes no proof of possession.")
        return form.claims()

    def _check_signature(
        self, parts: CompactSignature, content: dict[str, Any], *, algorithm: str, key_id: str, now: float
    ) -> None:
        """The issuer named inside only chooses among the fixed issuers; its own key must then fit."""
        issuer = content.get("iss")
        source = self._issuers.get(issuer) if isinstance(issuer, str) else None
        if source is None:
            raise UnknownIssuer("The token's issuer is not one this hub accepts.")
        key = source.key(key_id, now=now)
        try:
            key.check_alg(algorithm)
            good = jws.validate_compact(parts, key, [algorithm])
        except JoseError as error:
            raise BadSignature("The token's signature does not fit its issuer's key.") from error
        if not good:
            raise BadSignature("The token's signature does not fit its issuer's key.")

    def _check_audience(self, form: ClaimsForm) -> None:
        if self._audience not in form.audiences:
            raise InvalidClaims("The token was made for another audience.")

    def _remember(self, digest: bytes, claims: Claims, now: float) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[digest] = _Remembered(claims, min(now + REMEMBERED_FOR, claims.expires_at))


def _extract(token: str) -> CompactSignature:
    try:
        parts = jws.extract_compact(token.encode())
    except (JoseError, ValueError, TypeError) as error:
        raise MalformedToken("The token is not a signed JWT.") from error
    # joserfc takes any JSON that contains "alg", a list or a text too, for a header.
    header: Any = parts.headers()
    if not isinstance(header, dict):
        raise MalformedToken("The token's header is not a JSON object.")
    return parts


def _check_header(header: Mapping[str, Any]) -> tuple[str, str]:
    """The algorithm and key id of an acceptable header."""
    if header.get("alg") not in ALGORITHMS:
        raise UnsupportedToken(f"The token's algorithm is not one of {', '.join(ALGORITHMS)}.")
    kind = header.get("typ")
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") != "at+jwt":
        raise UnsupportedToken("The token's type is not at+jwt.")
    if refused := sorted(_REFUSED_HEADERS & header.keys()):
        raise UnsupportedToken(f"The token's header has {', '.join(refused)}, which is never accepted.")
    key_id = header.get("kid")
    if not isinstance(key_id, str) or not key_id:
        raise UnknownKey("The token names no key.")
    return str(header["alg"]), key_id


def _check_time(form: ClaimsForm, now: float) -> None:
    if form.exp <= form.iat or form.exp - form.iat > LONGEST_LIFE:
        raise InvalidClaims("The token's lifetime is not between 0 and 10 minutes.")
    if now >= form.exp + LEEWAY:
        raise TokenExpired("The token has expired.")
    if max(form.iat, form.nbf or form.iat) > now + LEEWAY:
        raise TokenNotYetValid("The token is not valid yet.")
