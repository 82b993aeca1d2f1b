"""`person(id)`: an id in use, one that was merged, or one that was split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resolvers.ids import global_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import FieldNode

    from resolvers.compiler.bindings import Parameters
    from resolvers.compiler.cypher import Writer
    from resolvers.compiler.roots import Run
    from resolvers.compiler.shape import Shape


@dataclass(frozen=True, slots=True)
class PersonById:
    """A row is [id asked for, the person, the same person as each `successors` of the query wants it].

    One visible row is the person. Several are the successors of a split id, of which nothing else is left.
    Whether a successor exists that the caller may not see makes no difference.
    """

    text: str
    writer: Writer
    shape: Shape
    successors: Mapping[str, Shape]
    asked: Mapping[str, list[FieldNode]]

    @property
    def statements(self) -> tuple[str, ...]:
        return (self.text,)

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        return self.writer.bindings.bind(variables)

    def cost(self, parameters: Parameters) -> int:
        return self.writer.cost.of(parameters)

    async def answer(self, run: Run, parameters: Parameters) -> Any:
        rows = (await run(self.text, parameters))[0]["found"]
        if len(rows) < 2:
            return self.shape(rows[0][1], parameters) if rows else None
        return self._split(rows, parameters)

    def _split(self, rows: list[list[Any]], parameters: Parameters) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, nodes in self.asked.items():
            name = nodes[0].name.value
            if name in ("id", "__typename"):
                found[key] = global_id("Person", rows[0][0]) if name == "id" else "Person"
            elif key in self.successors:
                index = 2 + list(self.successors).index(key)
                found[key] = [self.successors[key](row[index], parameters) for row in rows]
            else:
                found[key] = None
        return found
