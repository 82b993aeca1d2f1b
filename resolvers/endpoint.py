"""The GraphQL service: an HTTP request and a view of the data in, an HTTP answer out; no web framework in between."""

from __future__ import annotations

import asyncio
import logging
import traceback
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import GraphError, Overloaded, QueryFailed, Timeout, Unreachable
from resolvers.compiler.budget import MAX_COST
from resolvers.compiler.plan import Compiler
from resolvers.compiler.roots import Run
from resolvers.cursors import CursorSigner
from resolvers.errors import BadRequest, BudgetExceeded, RequestRefused
from resolvers.http import (
    GRAPHQL_JSON,
    JSON,
    MAX_BODY,
    Answer,
    HttpRequest,
    NotAcceptable,
    media_type,
    read_question,
    too_large,
)
from resolvers.operations.call import utc_now
from resolvers.operations.limits import most_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from auth.policy import View
    from graph.driver import AsyncDatabase
    from resolvers.compiler.bindings import Parameters
    from resolvers.compiler.plan import Plan
    from resolvers.compiler.roots import RootPlan
    from resolvers.http import Question
    from resolvers.operations.call import Caller
    from resolvers.operations.desk import Desk

_LOG = logging.getLogger(__name__)

FIELDS_AT_ONCE = 4
"""Root fields of one request that are read at once: no single caller takes all connections to the graph."""
DEVELOPERS = frozenset({"developer"})
"""Roles that may read the schema through the API, and the Cypher of a query."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One root field as it would be sent to Neo4j."""

    key: str
    statements: tuple[str, ...]
    parameters: tuple[str, ...]


class GraphQLService:
    """Answers GraphQL. Holds compiled plans; otherwise nothing that another process could not take over.

    `cursor_key` is the same in every process that serves the same callers. `development` opens the schema and
    `explain` to every role. Without a `desk` only what is compiled is answered.
    """

    def __init__(
        self,
        database: AsyncDatabase,
        *,
        cursor_key: bytes,
        timeout: float = 5.0,
        development: bool = False,
        developers: frozenset[str] = DEVELOPERS,
        desk: Desk | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock
        self._compiler = Compiler(CursorSigner(cursor_key))
        self._timeout = timeout
        self._development = development
        self._developers = developers

    async def answer(self, request: HttpRequest, caller: Caller) -> Answer:
        """Answer one request of a caller who is known."""
        view, correlation = caller.view, caller.correlation
        try:
            kind = media_type(request.accept)
            question = read_question(request, most=most_body(caller))
        except BadRequest as error:
            return _unanswerable(error, correlation)
        try:
            plan, bound, cost = self._prepared(question, view)
        except RequestRefused as error:
            return _encoded(
                {"errors": _refusal(error, correlation)}, kind, 400 if kind == GRAPHQL_JSON else 200
            )
        except Exception as error:  # A defect of the compiler; its message may quote what was asked.
            _log_defect(error)
            failed = QueryFailed("The request failed.")
            return _encoded({"errors": [_failure(failed, None, correlation)]}, kind, 500)
        if len(request.body) > MAX_BODY and not plan.large:
            return _unanswerable(too_large(MAX_BODY), correlation)
        values = await self._values(plan, bound, caller)
        whole = dict(zip(plan.roots, values, strict=True))
        answer = _answered(plan, whole, cost, kind=kind, correlation=correlation)
        return replace(answer, operations=plan.operations)

    def explain(self, query: str, variables: Mapping[str, Any], view: View) -> list[Explained]:
        """The Cypher of each root field, for developers; raises a RequestRefused."""
        if not self._may_look(view):
            raise BadRequest("A query is explained to developers alone.")
        plan, values = self._compiler.plan(query, name=None, given=variables, view=view, introspection=True)
        return [
            Explained(key, root.statements, tuple(sorted({*root.bind(values), *plan.parameters})))
            for key, root in plan.roots.items()
        ]

    def _may_look(self, view: View) -> bool:
        return self._development or view.role in self._developers

    def _prepared(self, question: Question, view: View) -> tuple[Plan, dict[str, Parameters], int]:
        plan, variables = self._compiler.plan(
            question.query,
            name=question.operation,
            given=question.variables,
            view=view,
            introspection=self._may_look(view),
        )
        bound = {key: root.bind(variables) for key, root in plan.roots.items()}
        cost = sum(root.cost(bound[key]) for key, root in plan.roots.items())
        if cost > MAX_COST:
            raise BudgetExceeded(
                f"This asks for as much as {cost} rows, computing included; at most {MAX_COST} are given at once."
            )
        return plan, bound, cost

    async def _values(self, plan: Plan, bound: Mapping[str, Parameters], caller: Caller) -> list[Any]:
        """The value of each root field: of a mutation one after another, else some at once."""
        run = Run(partial(self._send, plan), self._clock, caller, self._desk)
        turn = asyncio.Semaphore(FIELDS_AT_ONCE)
        values = [self._value(root, run, bound[key], turn) for key, root in plan.roots.items()]
        return [await each for each in values] if plan.serial else await asyncio.gather(*values)

    async def _value(self, root: RootPlan, run: Run, bound: Parameters, turn: asyncio.Semaphore) -> Any:
        """The value of one root field, or the error that took its place."""
        try:
            async with turn:
                return await root.answer(run, bound)
        except (GraphError, RequestRefused) as error:
            return error
        except (
            Exception
        ) as error:  # The last line of defence: a defect must not carry a value out in its trace.
            _log_defect(error)
            return QueryFailed("A root field failed.")

    async def _send(self, plan: Plan, statement: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        return await self._database.read_compiled(
            statement, {**plan.parameters, **parameters}, timeout=self._timeout
        )


def _answered(plan: Plan, values: dict[str, Any], cost: int, *, kind: str, correlation: str) -> Answer:
    failed = {key: value for key, value in values.items() if isinstance(value, GraphError | RequestRefused)}
    data: dict[str, Any] | None = {key: None if key in failed else value for key, value in values.items()}
    body: dict[str, Any] = {"data": data}
    if failed:
        body["errors"] = [_failure(error, key, correlation) for key, error in failed.items()]
        if plan.required & failed.keys():
            body["data"] = None
    body["extensions"] = {"access": plan.access, "cost": {"rows": cost, "limit": MAX_COST}}
    away = bool(failed) and all(isinstance(error, Unreachable | Overloaded) for error in failed.values())
    return _encoded(body, kind, 503 if away and len(failed) == len(values) else 200)


def _log_defect(error: Exception) -> None:
    """Say where, not what: the message of an unexpected error may quote a value of the graph."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in reversed(frames))
    _LOG.error("a request failed: %s at %s", type(error).__name__, places)


def _failure(error: GraphError | RequestRefused, key: str | None, correlation: str) -> dict[str, Any]:
    if isinstance(error, RequestRefused):
        code, message = error.code, str(error)
    elif isinstance(error, Timeout):
        code, message = "TIMEOUT", "This took too long; ask for less at once."
    elif isinstance(error, Unreachable | Overloaded):
        code, message = "UNAVAILABLE", "The graph cannot be asked at the moment."
    else:
        code, message = "INTERNAL", "Something went wrong inside the hub."
    place = {} if key is None else {"path": [key]}
    return {"message": message, **place, "extensions": _error_extensions(code, correlation)}


def _refusal(error: RequestRefused, correlation: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for message, locations in error.faults:
        fault: dict[str, Any] = {"message": message, "extensions": _error_extensions(error.code, correlation)}
        if locations:
            fault["locations"] = [{"line": line, "column": column} for line, column in locations]
        told.append(fault)
    return told


def _error_extensions(code: str, correlation: str) -> dict[str, str]:
    return {"code": code, "correlationId": correlation}


def _unanswerable(error: BadRequest, correlation: str) -> Answer:
    status = error.status if isinstance(error, NotAcceptable) else 400
    answer = _encoded({"errors": _refusal(error, correlation)}, JSON, status)
    return Answer(status, answer.body, answer.content_type, {"allow": "POST"}) if status == 405 else answer


def _encoded(body: Mapping[str, Any], kind: str, status: int) -> Answer:
    return Answer(status, orjson.dumps(body), f"{kind}; charset=utf-8")
