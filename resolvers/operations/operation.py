"""Operation: a typed handler with a name in the schema, what it shows and what it costs."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.compiler.vocabulary import MEANING, Performed
from resolvers.operations import efforts

Handler = Callable[..., Awaitable[Any]]
"""`async def name(call: Call, *, argument: type ...) -> result`."""
Cost = Callable[[Mapping[str, Any]], int]
"""The handler's arguments in; out the results that it may bring, or the rows that its work is as much as."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a caller may have done. `name` is that of the field of Mutation or Query, and of its rule in
    `auth/operations.yaml`. `shows` are the fields, as `Entity.field`, whose values its results hold."""

    name: str
    handler: Handler
    description: str
    shows: tuple[str, ...]
    mutates: bool
    cost: Cost
    effort: Cost
    """The rows that could be read for the processor time it takes; counted beside those of its results."""
    large: bool
    """Whether a request that performs it may have a body of `MAX_LARGE_BODY` bytes."""

    def field(self) -> Any:
        """The strawberry field: the handler's arguments, its result, and as its meaning that this answers it.

        It may always be null: where one of several operations fails, what the others did is still told.
        """
        return strawberry.field(
            resolver=_signature(self.handler),
            description=self.description,
            metadata={MEANING: Performed(self.name)},
        )


def _one(_: Mapping[str, Any]) -> int:
    return 1


def mutation(
    description: str,
    *,
    shows: tuple[str, ...] = (),
    cost: Cost = _one,
    effort: Cost = efforts.NONE,
    large: bool = False,
) -> Callable[[Handler], Operation]:
    """Make a handler an operation that changes something."""

    def made(handler: Handler) -> Operation:
        return Operation(
            _name(handler), handler, description, shows, mutates=True, cost=cost, effort=effort, large=large
        )

    return made


def computed(
    description: str, *, shows: tuple[str, ...] = (), cost: Cost = _one, effort: Cost = efforts.NONE
) -> Callable[[Handler], Operation]:
    """Make a handler a query that is computed."""

    def made(handler: Handler) -> Operation:
        return Operation(
            _name(handler), handler, description, shows, mutates=False, cost=cost, effort=effort, large=False
        )

    return made


def _name(handler: Handler) -> str:
    return to_camel_case(handler.__name__)


def _signature(handler: Handler) -> Callable[..., Any]:
    """The handler as the schema sees it: without the call, and with a result that may be null."""

    def signature() -> None:
        """Read and never called."""

    whole = inspect.signature(handler)
    _, *arguments = whole.parameters.values()
    result: Any = Optional[whole.return_annotation]  # noqa: UP045  # A union of the schema is no operand of `|`.
    signature.__name__ = handler.__name__
    signature.__module__ = handler.__module__
    signature.__annotations__ = {each.name: each.annotation for each in arguments} | {"return": result}
    signature.__signature__ = inspect.Signature(arguments, return_annotation=result)  # pyright: ignore[reportFunctionMemberAccess]
    return signature
