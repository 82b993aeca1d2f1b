"""A token issuer for one developer's own machine; it refuses to exist anywhere else."""

from __future__ import annotations

import os
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
from joserfc import jwt
from joserfc.jwk import OKPKey

from auth.errors import DevelopmentOnly

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

ISSUER = "urn:hub:development"
KEY_FILE = "development-issuer.json"
_PRIVATE = 0o600


class DevelopmentIssuer:
    """Signs tokens with an Ed25519 key kept in `directory`, made on first use, readable by its owner alone.

    `environment` must be `dev` and `host`, where the hub listens, a loopback address; else DevelopmentOnly.
    """

    def __init__(self, directory: Path, *, environment: str, host: str, audience: str = "hub") -> None:
        if environment != "dev":
            raise DevelopmentOnly("The development issuer works in the environment dev only.")
        if not _loopback(host):
            raise DevelopmentOnly("The development issuer works on a loopback address only.")
        self._audience = audience
        self._key = _key_in(directory)

    def issue(
        self,
        *,
        client_id: str,
        role: str,
        purposes: Collection[str],
        now: float,
        compartments: Collection[str] = (),
        areas: Collection[str] | None = None,
        subject: str | None = None,
        lifetime: int = 600,
    ) -> str:
        """An access token good from `now` (seconds since 1970) for `lifetime` seconds, at most 600."""
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": subject or client_id,
            "client_id": client_id,
            "jti": str(uuid4()),
            "iat": int(now),
            "exp": int(now) + lifetime,
            "role": role,
            "purposes": sorted(purposes),
            "compartments": sorted(compartments),
        }
        if areas is not None:
            claims["areas"] = sorted(areas)
        return self.sign(claims)

    def sign(self, claims: Mapping[str, Any], *, header: Mapping[str, Any] | None = None) -> str:
        """Any claims under any header, for hostile tokens in tests; `header` is laid over the proper one."""
        proper = {"alg": "Ed25519", "typ": "at+jwt", "kid": self._key.thumbprint()}
        return jwt.encode({**proper, **(header or {})}, dict(claims), self._key, ["Ed25519"])

    def jwks(self) -> dict[str, Any]:
        """The public half as a JSON Web Key Set: the `fetch` of a KeySource."""
        return {
            "keys": [self._key.as_dict(private=False, use="sig", alg="Ed25519", kid=self._key.thumbprint())]
        }


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _key_in(directory: Path) -> OKPKey:
    path = directory / KEY_FILE
    if not path.exists():
        _create(path)
    if path.stat().st_mode & 0o077:
        raise DevelopmentOnly(f"{KEY_FILE} can be read by others; its mode must be 0600.")
    return OKPKey.import_key(orjson.loads(path.read_bytes()))


def _create(path: Path) -> None:
    """Writes a new key beside the file and links it into place, so that of two starters both use one key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = OKPKey.generate_key("Ed25519")
    draft = path.with_name(f"{path.name}.{uuid4().hex}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as file:
        file.write(orjson.dumps(key.as_dict(private=True)))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
