"""`person(id)`, `household(id)`: an id in use, or one given up, which leads to what it became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resolvers.compiler.roots import Statement
from resolvers.ids import global_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import FieldNode

    from resolvers.compiler.bindings import Parameters
    from resolvers.compiler.cypher import Writer
    from resolvers.compiler.roots import Run
    from resolvers.compiler.shape import Projected, Shape


@dataclass(frozen=True, slots=True)
class ById(Statement):
    """A row is [id asked for, the thing, the same thing as each `successors` of the query wants it].

    One visible row is the thing. Several are the successors of an id that was parted, of which nothing else is left.
    Whether a successor exists that the caller may not see makes no difference.
    """

    kind: str
    successors: Mapping[str, Shape]
    asked: Mapping[str, list[FieldNode]]

    async def answer(self, run: Run, parameters: Parameters) -> Any:
        rows = (await run(self.text, parameters))[0]["found"]
        if len(rows) < 2:
            return self.shape(rows[0][1], parameters) if rows else None
        seen = [row[1:] for row in rows]
        return parted(self.kind, rows[0][0], seen, parameters, asked=self.asked, successors=self.successors)


def parted(
    kind: str,
    plain: str,
    rows: list[list[Any]],
    parameters: Parameters,
    *,
    asked: Mapping[str, list[FieldNode]],
    successors: Mapping[str, Shape],
) -> dict[str, Any]:
    """What is left of an id that was parted: itself, and each row as every `successors` of the query wants it."""
    found: dict[str, Any] = {}
    for key, nodes in asked.items():
        name = nodes[0].name.value
        if name in ("id", "__typename"):
            found[key] = global_id(kind, plain) if name == "id" else kind
        elif key in successors:
            index = 1 + list(successors).index(key)
            found[key] = [successors[key](row[index], parameters) for row in rows]
        else:
            found[key] = None
    return found


def successors_of(
    writer: Writer, kind: str, found: str, asked: Mapping[str, list[FieldNode]]
) -> dict[str, Projected]:
    """What is asked of those that a parted id stands for, for each response key that asks for them."""
    if not writer.plan.access.is_clear(kind, "successors"):
        return {}
    return {
        key: writer.under(kind, {"self": found}, nodes)
        for key, nodes in asked.items()
        if nodes[0].name.value == "successors"
    }
