"""How large a request may be, decided by who sends it: only those who may bring much are read for so long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auth.operations import Allowed, may
from resolvers.http import MAX_BODY, MAX_LARGE_BODY
from resolvers.operations.wiring import operations

if TYPE_CHECKING:
    from resolvers.operations.call import Caller


def most_body(caller: Caller) -> int:
    """The most bytes a body of this caller may have."""
    large = (each.name for each in operations().values() if each.large)
    if any(isinstance(may(caller.principal, caller.view, name), Allowed) for name in large):
        return MAX_LARGE_BODY
    return MAX_BODY
