"""GraphQL over HTTP: what makes a request one, and which media type and status its answer has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from resolvers.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BODY = 100_000
MAX_LARGE_BODY = 1_000_000
"""For operations that take much in at once: 500 records of two thousand bytes."""
JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What a web server received, as far as GraphQL looks at it. Headers are None where they are absent."""

    method: str
    body: bytes
    content_type: str | None = JSON
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a web server sends back."""

    status: int
    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: tuple[str, ...] = ()
    """Names of the operations that were asked for, for the log."""


@dataclass(frozen=True, slots=True)
class Question:
    """The GraphQL request inside: document, the operation chosen, and the variables given."""

    query: str
    operation: str | None
    variables: Mapping[str, Any]


class NotAcceptable(BadRequest):
    """The request cannot be answered over HTTP at all; `status` says why."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, malformed=True)
        self.status = status


def too_large(most: int) -> NotAcceptable:
    """The refusal of a body of more bytes than this."""
    return NotAcceptable(f"A request has at most {most} bytes.", 413)


def media_type(accept: str | None) -> str:
    """The media type to answer in: the newer one where it is preferred, JSON where anything or nothing is asked.

    NotAcceptable where neither will do.
    """
    if accept is None or not accept.strip():
        return JSON
    wanted = dict(_preferences(accept))
    anything = max(wanted.get("*/*", 0.0), wanted.get("application/*", 0.0))
    plain, newer = wanted.get(JSON, anything), wanted.get(GRAPHQL_JSON, 0.0)
    if newer > 0 and newer >= plain:
        return GRAPHQL_JSON
    if plain > 0:
        return JSON
    raise NotAcceptable(f"The answer is {GRAPHQL_JSON} or {JSON}.", 406)


def _preferences(accept: str) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for part in accept.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        quality = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        found.append((name, _number(quality)))
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # A quality that is no number makes the type unwanted, as if it were not there.
        return 0.0


def read_question(request: HttpRequest, *, most: int) -> Question:
    """The GraphQL request in an HTTP request of at most `most` bytes; raises NotAcceptable or BadRequest (malformed)."""
    if request.method != "POST":
        raise NotAcceptable("GraphQL is asked with POST.", 405)
    _check_content_type(request.content_type)
    if len(request.body) > most:
        raise too_large(most)
    try:
        sent: Any = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise BadRequest("The body is not JSON.", malformed=True) from error
    if not isinstance(sent, dict):
        raise BadRequest("The body is one JSON object; batches are not taken.", malformed=True)
    _member(sent, "extensions", dict)
    return Question(
        _member(sent, "query", str, needed=True),
        _member(sent, "operationName", str),
        _member(sent, "variables", dict) or {},
    )


def _member(sent: dict[str, Any], name: str, kind: type, *, needed: bool = False) -> Any:
    value = sent.get(name)
    if value is None and not needed:
        return None
    if not isinstance(value, kind):
        raise BadRequest(f"'{name}' is missing or of the wrong type.", malformed=True)
    return value


def _check_content_type(content_type: str | None) -> None:
    name, *parameters = (word.strip().lower() for word in (content_type or "").split(";"))
    if name != JSON:
        raise NotAcceptable(f"A request is sent as {JSON}.", 415)
    charset = next((word[8:].strip('"') for word in parameters if word.startswith("charset=")), "utf-8")
    if charset not in ("utf-8", "utf8"):
        raise NotAcceptable("A request is sent in UTF-8.", 415)
