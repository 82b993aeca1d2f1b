"""The public keys of one fixed issuer: fetched rarely, kept while the issuer is away."""

from __future__ import annotations

import logging
import math
from threading import Lock
from typing import TYPE_CHECKING, Any

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from auth.errors import KeysUnavailable, UnknownKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

REFRESH_EVERY = 600.0
RETRY_AFTER = 30.0
"""An unknown key id, or a failed fetch, leads to another fetch at most once in this time (seconds)."""
KEEP_FOR = 86_400.0
"""How long the last good set serves while the issuer cannot be reached (seconds)."""
LARGEST_SET = 256 * 1024
LEAST_RSA_BITS = 2048

PublicKey = RSAKey | ECKey | OKPKey


class KeySource:
    """Keys of one issuer by key id. `fetch` returns a JSON Web Key Set or raises KeysUnavailable.

    `fetch` is called inside `key` and may block, at most once in 30 seconds; callers on an event loop run
    token verification in a thread.
    """

    def __init__(self, fetch: Callable[[], Mapping[str, Any]]) -> None:
        self._fetch = fetch
        self._keys: dict[str, PublicKey] = {}
        self._fetched = -math.inf
        self._attempted = -math.inf
        self._lock = Lock()

    def key(self, key_id: str, *, now: float) -> PublicKey:
        """The key of that id. `now` in seconds since 1970. Raises UnknownKey or KeysUnavailable."""
        known = self._keys.get(key_id)
        if known is not None and now - self._fetched < REFRESH_EVERY:
            return (
                known  # Without the lock: somebody's unknown key id must not make everybody wait for a fetch.
            )
        with self._lock:
            may_fetch = now - self._attempted >= RETRY_AFTER
            if may_fetch and (now - self._fetched >= REFRESH_EVERY or key_id not in self._keys):
                self._refresh(now)
            if now - self._fetched > KEEP_FOR:
                raise KeysUnavailable("The issuer's keys cannot be fetched.")
            found = self._keys.get(key_id)
        if found is None:
            raise UnknownKey("The token's issuer has no such key.")
        return found

    def _refresh(self, now: float) -> None:
        self._attempted = now
        try:
            self._keys = import_keys(self._fetch())
        except KeysUnavailable as error:
            # The last good set stays in use until it is too old; whether it is, the caller decides.
            log.warning("keys of an issuer were not refreshed: %s", error)
            return
        self._fetched = now


def import_keys(key_set: Mapping[str, Any]) -> dict[str, PublicKey]:
    """The usable signature keys of a set by key id; others are left out, as RFC 7517 section 5 asks.

    Usable: a key id, no other use than `sig`, and RSA of at least 2048 bits, EC P-256 or Ed25519. Secret keys
    are never usable, so a token cannot be checked with a shared secret. Raises KeysUnavailable if none is.
    """
    entries: Any = key_set.get("keys")
    keys = [key for entry in entries if (key := _usable(entry))] if isinstance(entries, list) else []
    if not keys:
        raise KeysUnavailable("The issuer's key set holds no usable key.")
    return {key.kid: key for key in keys if key.kid}


def _usable(entry: Any) -> PublicKey | None:
    if not isinstance(entry, dict) or not entry.get("kid") or entry.get("use", "sig") != "sig":
        return None
    try:
        key = import_key({name: value for name, value in entry.items() if name != "key_ops"})
    except (JoseError, ValueError, TypeError):
        return None
    if isinstance(key, RSAKey):
        return key if key.raw_value.key_size >= LEAST_RSA_BITS else None
    if isinstance(key, (ECKey, OKPKey)):
        return key if key.curve_name in ("P-256", "Ed25519") else None
    return None


def fetch_over_https(url: str) -> Callable[[], Mapping[str, Any]]:
    """A `fetch` for `KeySource` from a fixed address; 5 s, no redirects, at most 256 KiB."""
    if not url.startswith("https://"):
        raise KeysUnavailable("An issuer's keys are fetched over https only.")

    def fetch() -> Mapping[str, Any]:
        try:
            answer = httpx2.get(url, timeout=5.0, follow_redirects=False).raise_for_status()
            content = answer.json() if len(answer.content) <= LARGEST_SET else None
        except (httpx2.HTTPError, ValueError) as error:
            raise KeysUnavailable("The issuer did not answer with a key set.") from error
        if not isinstance(content, dict):
            raise KeysUnavailable("The issuer did not answer with a key set.")
        return content

    return fetch
