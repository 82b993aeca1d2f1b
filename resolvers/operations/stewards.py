"""To whom the queue of questions is open, and whose answers count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from resolvers.operations.reasons import sees_all_records
from resolvers.operations.results import Conflict, Forbidden

if TYPE_CHECKING:
    from resolvers.operations.call import Call

ReviewId = Annotated[strawberry.ID, strawberry.argument(description="The question's id.")]

NOT_HELD = Conflict(
    code="REVIEW_NOT_HELD", message="The question is not open, or your lease of it has ended."
)
NOT_ALL = Forbidden(message="The queue is open to those who may see every source record.")
NOBODY = Forbidden(message="Questions are answered by people, and the token names nobody behind the client.")


def shut_to(call: Call, *, humans: bool = False) -> Forbidden | None:
    """Why the queue is shut to a caller, None where it is open.

    `humans` alone hold and answer questions: two clients that act for themselves may be one person's, and would agree.
    """
    if not sees_all_records(call.view):
        return NOT_ALL
    return NOBODY if humans and call.principal.human is None else None
