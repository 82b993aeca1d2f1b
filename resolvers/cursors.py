"""Cursors: where a row stands in the order of its list, signed so that only a place we handed out is accepted."""

from __future__ import annotations

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
    depends on them, its arguments. In any other list it is refused. The order holds ids and values that the
    caller sees in clear, nothing else, so the place itself need not be hidden.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < _SIGNATURE:
            raise ValueError("a cursor key has at least 16 bytes")
        self._key = key

    def write(self, of: str, place: Sequence[Any]) -> str:
        """The cursor of the row at this place in the list `of`."""
        body = orjson.dumps(place)
        return urlsafe_b64encode(self._sign(of, body) + body).rstrip(b"=").decode()

    def read(self, of: str, cursor: str) -> list[Any]:
        """The place in the list `of`; BadCursor for anything this list did not hand out."""
        try:
            signed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except ValueError as error:
            raise BadCursor("The cursor was not handed out by this list.") from error
        signature, body = signed[:_SIGNATURE], signed[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._sign(of, body)):
            raise BadCursor("The cursor was not handed out by this list.")
        return orjson.loads(body)

    def _sign(self, of: str, body: bytes) -> bytes:
        return hmac.digest(self._key, of.encode() + _SEPARATOR + body, "sha256")[:_SIGNATURE]
