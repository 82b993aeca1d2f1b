"""Compiled root fields: what is sent to Neo4j, what is put into it, and how its rows become the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from resolvers.errors import BadId
from resolvers.ids import split_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from resolvers.compiler.bindings import Parameters, Source
    from resolvers.compiler.cypher import Writer
    from resolvers.compiler.shape import Shape
    from resolvers.operations.call import Caller
    from resolvers.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class Run:
    """What a root field is answered with: called, it sends a statement with its parameters to Neo4j and gives
    the rows it returns. The rest is for operations, which are not served without a desk."""

    send: Callable[[str, Mapping[str, Any]], Awaitable[list[dict[str, Any]]]]
    clock: Callable[[], datetime]
    caller: Caller
    desk: Desk | None

    def __call__(self, statement: str, parameters: Mapping[str, Any]) -> Awaitable[list[dict[str, Any]]]:
        return self.send(statement, parameters)


class RootPlan(Protocol):
    """One compiled root field."""

    @property
    def statements(self) -> tuple[str, ...]:
        """What may be sent to Neo4j."""
        ...

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        """The parameters of one request; raises a RequestRefused."""
        ...

    def cost(self, parameters: Parameters) -> int:
        """The rows the request may bring."""
        ...

    async def answer(self, run: Run, parameters: Parameters) -> Any:
        """The value of the field."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A field whose value is known when it is compiled: nothing granted, a type name, the viewer."""

    value: Any
    statements: tuple[str, ...] = ()

    def bind(self, variables: Mapping[str, Any]) -> Parameters:  # noqa: ARG002
        return {}

    def cost(self, parameters: Parameters) -> int:  # noqa: ARG002
        return 0

    async def answer(self, run: Run, parameters: Parameters) -> Any:  # noqa: ARG002
        return self.value


@dataclass(frozen=True, slots=True)
class Statement:
    """A field answered by one statement that returns one record: `found`, a list of rows."""

    text: str
    writer: Writer
    shape: Shape

    @property
    def statements(self) -> tuple[str, ...]:
        return (self.text,)

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        return self.writer.bindings.bind(variables)

    def cost(self, parameters: Parameters) -> int:
        return self.writer.cost.of(parameters)

    async def answer(self, run: Run, parameters: Parameters) -> Any:
        return self.shape((await run(self.text, parameters))[0]["found"], parameters)


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """A list that must not be null, of an entity that is not granted: always empty, and Neo4j is not asked."""

    writer: Writer
    shape: Shape
    statements: tuple[str, ...] = ()

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        return self.writer.bindings.bind(variables)

    def cost(self, parameters: Parameters) -> int:  # noqa: ARG002
        return 0

    async def answer(self, run: Run, parameters: Parameters) -> Any:  # noqa: ARG002
        return self.shape([], parameters)


@dataclass(frozen=True, slots=True)
class ByType:
    """`node`: the plan of the type that the global id names."""

    plans: Mapping[str, RootPlan]
    source: Source

    @property
    def statements(self) -> tuple[str, ...]:
        return tuple(text for plan in self.plans.values() for text in plan.statements)

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        kind, _ = split_id(str(self.source.value(variables)))
        if kind is None or kind not in self.plans:
            raise BadId("The id is not the global id of anything that `node` gives.")
        return {"kind": kind, **self.plans[kind].bind(variables)}

    def cost(self, parameters: Parameters) -> int:
        return self.plans[parameters["kind"]].cost(parameters)

    async def answer(self, run: Run, parameters: Parameters) -> Any:
        return await self.plans[parameters["kind"]].answer(run, parameters)
