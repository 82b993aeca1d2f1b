"""Cursors: where a row stands in the order of its list, signed and sealed: only a place we handed out is accepted,
and nobody reads in it the ids that lists are ordered by."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import orjson

from resolvers.errors import BadCursor

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNATURE = 16
_SEPARATOR = b"\x1f"


class CursorSigner:
    """Writes and reads the cursors of all lists. `key` is secret, the same in every process, at least 16 bytes.

    A cursor belongs to the list that is named when it is written: a field, its order, and, where the order
    depends on them, its arguments. In any other list it is refused. A place may hold what the caller is not
    shown, such as an agency's own record id: it is encrypted under its signature (as SIV does: the same place
    always gives the same cursor, and nothing else is told by it).
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < _SIGNATURE:
            raise ValueError("a cursor key has at least 16 bytes")
        self._key = key
        self._stream_key = hmac.digest(key, b"cursor stream", "sha256")

    def write(self, of: str, place: Sequence[Any]) -> str:
        """The cursor of the row at this place in the list `of`."""
        body = orjson.dumps(place)
        signature = self._sign(of, body)
        return urlsafe_b64encode(signature + self._sealed(signature, body)).rstrip(b"=").decode()

    def read(self, of: str, cursor: str) -> list[Any]:
        """The place in the list `of`; BadCursor for anything this list did not hand out."""
        try:
            signed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except ValueError as error:
            raise BadCursor("The cursor was not handed out by this list.") from error
        signature = signed[:_SIGNATURE]
        body = self._sealed(signature, signed[_SIGNATURE:])
        if not hmac.compare_digest(signature, self._sign(of, body)):
            raise BadCursor("The cursor was not handed out by this list.")
        return orjson.loads(body)

    def conceal(self, kind: str, plain: str) -> str:
        """A digest in place of a plain id: equal where the ids are, and no way back to them without the key."""
        return hmac.digest(self._key, f"id\x1f{kind}\x1f{plain}".encode(), "sha256")[:_SIGNATURE].hex()

    def _sealed(self, signature: bytes, body: bytes) -> bytes:
        """The body under a key stream that belongs to its signature; doing it twice undoes it."""
        stream = hashlib.shake_256(self._stream_key + signature).digest(len(body))
        return bytes(one ^ other for one, other in zip(body, stream, strict=True))

    def _sign(self, of: str, body: bytes) -> bytes:
        return hmac.digest(self._key, of.encode() + _SEPARATOR + body, "sha256")[:_SIGNATURE]
