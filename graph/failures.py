"""From the Neo4j driver's exceptions to this room's errors, with no value of the graph in any message."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from neo4j.exceptions import (
    AuthError,
    ConnectionPoolError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from graph.errors import (
    Conflict,
    Deadlock,
    GraphError,
    LoginRefused,
    Overloaded,
    QueryFailed,
    Timeout,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Generator

_TIMEOUTS = ("TransactionTimedOut", "LockClient", "TransactionTerminated")
_OVERLOADS = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "MaximumTransactionLimitReached")


@contextmanager
def translated(query: str) -> Generator[None]:
    """Raise this room's error in place of the driver's; `query` is the name that the message gives.

    The driver's exception is not chained: its text may quote values of the graph.
    """
    try:
        yield
    except (DriverError, Neo4jError) as error:
        raise translate(error, query) from None


def translate(error: DriverError | Neo4jError, query: str) -> GraphError:
    """The error of this room that says the same."""
    if isinstance(error, AuthError):
        return LoginRefused("Neo4j refuses this user and password.")
    if isinstance(error, ConstraintError):
        return Conflict(f"The query {query} would give two nodes the same unique key.")
    code = str(error.code or "") if isinstance(error, Neo4jError) else ""
    if "DeadlockDetected" in code:
        return Deadlock(f"The query {query} gave way to another that held what it needed.")
    if any(word in code for word in _TIMEOUTS):
        return Timeout(f"The query {query} took longer than it may and was stopped.")
    if any(word in code for word in _OVERLOADS):
        return Overloaded(f"Neo4j has no room for the query {query} now.")
    if error.is_retryable() or isinstance(error, ServiceUnavailable | ConnectionPoolError):
        return Unreachable("Neo4j cannot be reached, or the connection to it was lost.")
    return QueryFailed(f"Neo4j refused the query {query} ({code or type(error).__name__}).")
