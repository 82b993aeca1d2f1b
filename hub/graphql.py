"""POST /graphql: who asks, what may they see, what is the answer; the web framework's side of the GraphQL service."""

from __future__ import annotations

import logging
import time
import uuid
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import orjson
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from auth.authenticate import authenticate
from auth.errors import AuthError, Forbidden, KeysUnavailable, TokenRefused
from hub.errors import HubError
from hub.logs import log
from hub.policy import PolicyStale
from resolvers.http import HttpRequest
from resolvers.operations.call import Caller
from resolvers.operations.limits import most_body

if TYPE_CHECKING:
    from starlette.requests import Request

    from auth.claims import Claims
    from auth.policy import View
    from auth.principal import Principal
    from auth.tokens import TokenVerifier
    from hub.policy import PolicyWatch
    from resolvers.endpoint import GraphQLService
    from resolvers.http import Answer

SCHEME = "bearer "
BODY_SECONDS = 10.0
"""How long a caller may take to send a body of the size that is theirs to send."""
MOST_AT_ONCE = 256
"""Requests answered at once by one process; more than the graph can serve would only wait and fill the memory."""
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""On every answer: it is for its caller alone, and nothing but what its content type says."""
CLIENT_GONE = 499
"""Not sent to anybody: what the log says when the caller did not wait for the answer."""


class NoToken(TokenRefused):
    """The request has no bearer token."""

    code = "UNAUTHENTICATED"


class HeaderRepeated(AuthError):
    """A header that decides about access is there twice; which one another program read nobody can tell."""

    code = "HEADER_REPEATED"


class Refused(HubError):
    """A caller who is known cannot be answered for a reason of HTTP, not of GraphQL."""

    status = 503


class TooBusy(Refused):
    """So many requests are being answered that another would only wait."""

    code = "OVERLOADED"


class BodyTooSlow(Refused):
    """The body did not come within its time."""

    code = "BODY_TIMEOUT"
    status = 408


class GraphQLEndpoint:
    """Answers one request: authenticate, decide the view once, read, answer. Nothing is told before the first of these."""

    def __init__(
        self, service: GraphQLService, policy: PolicyWatch, verifier: TokenVerifier, *, keys_may_block: bool
    ) -> None:
        self._service = service
        self._policy = policy
        self._verifier = verifier
        self._keys_may_block = keys_may_block
        self._at_once = 0

    async def respond(self, request: Request) -> Response:
        """The HTTP answer, with one log entry that names caller and purpose but nothing that was asked."""
        started = time.perf_counter()
        correlation = uuid.uuid4().hex
        caller: dict[str, Any] = {}
        try:
            principal, view = await self._admit(request)
            caller = {"client": principal.client_id, "agency": view.agency, "role": view.role}
            caller |= {"purpose": view.purpose, "policy": view.policy_hash[:12]}
            response = await self._answer(request, Caller(principal, view, correlation))
        except (AuthError, PolicyStale, Refused) as error:
            response = refusal(error, correlation)
        except ClientDisconnect:
            response = Response(status_code=CLIENT_GONE)
        response.headers.update(PRIVATE)
        performed = getattr(request.state, "operations", ())
        if performed:
            caller["operation"] = " ".join(performed)
        taken = round(1000 * (time.perf_counter() - started), 1)
        log("request", status=response.status_code, milliseconds=taken, correlation=correlation, **caller)
        return response

    async def _admit(self, request: Request) -> tuple[Principal, View]:
        given = _header(request, "authorization") or ""
        if not given.lower().startswith(SCHEME):
            raise NoToken("A bearer token is needed.")
        token = given[len(SCHEME) :].strip()
        snapshot = self._policy.current()
        claims = await self._verify(token)
        principal = authenticate(
            claims,
            snapshot,
            purpose=_header(request, "hub-purpose"),
            case=_header(request, "hub-case"),
            reason=_header(request, "hub-reason"),
        )
        return principal, snapshot.view(principal)

    async def _verify(self, token: str) -> Claims:
        if self._keys_may_block:
            return await anyio.to_thread.run_sync(lambda: self._verifier.verify(token, now=time.time()))
        return self._verifier.verify(token, now=time.time())

    async def _answer(self, request: Request, caller: Caller) -> Response:
        if self._at_once >= MOST_AT_ONCE:
            raise TooBusy("The hub is answering as many requests as it can; try again in a moment.")
        self._at_once += 1
        try:
            return await self._read(request, caller)
        finally:
            self._at_once -= 1

    async def _read(self, request: Request, caller: Caller) -> Response:
        """Work for as long as the caller waits. Who hangs up ends a query too, and a mutation after the step it is at."""
        asked = HttpRequest(
            method=request.method,
            body=await _body(request, most=most_body(caller)),
            content_type=request.headers.get("content-type"),
            accept=request.headers.get("accept"),
        )
        answered: list[Answer] = []
        async with anyio.create_task_group() as tasks:

            async def read() -> None:
                answered.append(await self._service.answer(asked, caller))
                tasks.cancel_scope.cancel()

            tasks.start_soon(read)
            await _gone(request)
            tasks.cancel_scope.cancel()
        if not answered:
            return Response(status_code=CLIENT_GONE)
        answer = answered[0]
        request.state.operations = answer.operations
        return Response(answer.body, answer.status, {**answer.headers, "Content-Type": answer.content_type})


async def _body(request: Request, *, most: int) -> bytes:
    """The body, or just more of it than is allowed: what is too long is not read to its end."""
    body = bytearray()
    with anyio.move_on_after(BODY_SECONDS) as time_is_up:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                break
    if time_is_up.cancelled_caught:
        raise BodyTooSlow(f"The body must come within {BODY_SECONDS:.0f} seconds.")
    return bytes(body)


def _header(request: Request, name: str) -> str | None:
    """The text of a header, None when it is absent; HeaderRepeated when it is there twice."""
    given = request.headers.getlist(name)
    if len(given) > 1:
        raise HeaderRepeated(f"The header {name} is there more than once.")
    # ASGI hands headers over as Latin-1; a reason in Thai is sent as UTF-8.
    return given[0].encode("latin-1").decode("utf-8", "replace") if given else None


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def refusal(error: AuthError | PolicyStale | Refused, correlation: str) -> Response:
    """The answer to a caller who is not let in, or not now."""
    status = 503
    if isinstance(error, TokenRefused):
        status = 401
    elif isinstance(error, Forbidden):
        status = 403
    elif isinstance(error, HeaderRepeated):
        status = 400
    elif isinstance(error, Refused):
        status = error.status
    elif not isinstance(error, KeysUnavailable | PolicyStale):
        log("refused by a defect", level=logging.ERROR, code=error.code, correlation=correlation)
    extensions = {"code": error.code, "correlationId": correlation}
    body = orjson.dumps({"errors": [{"message": str(error), "extensions": extensions}]})
    headers = {401: {"WWW-Authenticate": "Bearer"}, 408: {"Connection": "close"}}.get(status, {})
    return Response(body, status, headers, media_type="application/json")
