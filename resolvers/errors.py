"""What can go wrong between a GraphQL request and its answer.

ResolverError
├── RequestRefused        the request as a whole is refused; nothing was read
│   ├── BadRequest            not a GraphQL-over-HTTP request, or a variable of the wrong type
│   ├── ParseFailed           the document is not GraphQL
│   ├── ValidationFailed      the document does not fit the schema
│   ├── BudgetExceeded        the document or the pages it asks for are too big
│   ├── IntrospectionRefused  the caller's role may not read the schema through the API
│   ├── ForbiddenField        a filter, search or look-up on a field that is not the caller's to search by
│   ├── BadCursor             a cursor that this list did not hand out
│   ├── BadId                 a global id of another type
│   ├── OperationForbidden    an operation that the caller may not perform, and whose result cannot say so
│   └── ResultLost            a mutation was performed, and its result could not be read
├── NoDesk                an operation was asked for where operations are not served
├── NoModel               records cannot be compared before a model was trained
└── SchemaDefect          a type says something the compiler cannot compile: a programming error

`code` is stable and part of the API. Messages name fields, arguments, types and positions, never a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Location = tuple[int, int]
"""Line and column in the document, both from 1."""


class ResolverError(Exception):
    """Base of every error this room raises; `code` is stable and shown to callers as `extensions.code`."""

    code = "INTERNAL"


class SchemaDefect(ResolverError):
    pass


class NoDesk(ResolverError):
    pass


class NoModel(ResolverError):
    code = "NO_MODEL"


class RequestRefused(ResolverError):
    """A whole request refused before anything was read. `faults` are messages with their places."""

    code = "BAD_REQUEST"

    def __init__(self, message: str, *, locations: Sequence[Location] = ()) -> None:
        super().__init__(message)
        self.faults: tuple[tuple[str, tuple[Location, ...]], ...] = ((message, tuple(locations)),)


class BadRequest(RequestRefused):
    """`malformed`: not even a GraphQL request, so that no media type may answer it with 200."""

    def __init__(self, message: str, *, malformed: bool = False) -> None:
        super().__init__(message)
        self.malformed = malformed


class ParseFailed(RequestRefused):
    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(RequestRefused):
    code = "GRAPHQL_VALIDATION_FAILED"


class BudgetExceeded(RequestRefused):
    code = "BUDGET_EXCEEDED"


class IntrospectionRefused(RequestRefused):
    code = "INTROSPECTION_REFUSED"


class ForbiddenField(RequestRefused):
    code = "FORBIDDEN_FIELD"


class BadCursor(RequestRefused):
    code = "BAD_CURSOR"


class BadId(RequestRefused):
    code = "BAD_ID"


class OperationForbidden(RequestRefused):
    code = "FORBIDDEN"


class ResultLost(RequestRefused):
    code = "RESULT_LOST"
