"""Shapes: how the lists that Cypher returns become the objects and pages of the answer.

Cypher returns an object as the list of its values in the order of the caller's response keys: that is cheaper to
carry than a map, keeps the order that GraphQL promises, and keeps the caller's words out of the statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resolvers.ids import global_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from resolvers.compiler.bindings import Parameters
    from resolvers.cursors import CursorSigner

    Shape = Callable[[Any, Parameters], Any]
    """A value from Neo4j and the request's parameters in, the value of the answer out. Null stays null."""


@dataclass(frozen=True, slots=True)
class Projected:
    """An expression, and how its value is shaped; None: as it is."""

    cypher: str
    shape: Shape | None = None


def object_shape(keys: Sequence[str], shapes: Sequence[Shape | None]) -> Shape:
    """An object of these response keys."""
    changed = [(key, shape) for key, shape in zip(keys, shapes, strict=True) if shape is not None]

    def plain(row: list[Any] | None, _: Parameters) -> dict[str, Any] | None:
        return None if row is None else dict(zip(keys, row, strict=True))

    def shaped(row: list[Any] | None, bound: Parameters) -> dict[str, Any] | None:
        if row is None:
            return None
        found = dict(zip(keys, row, strict=True))
        for key, shape in changed:
            found[key] = shape(found[key], bound)
        return found

    return shaped if changed else plain


def list_shape(shape: Shape | None) -> Shape | None:
    """A list, each item shaped alike."""
    if shape is None:
        return None

    def shaped(rows: list[Any] | None, bound: Parameters) -> list[Any] | None:
        return None if rows is None else [shape(row, bound) for row in rows]

    return shaped


def id_shape(kind: str, conceal: Callable[[str, str], str] | None = None) -> Shape:
    """A global id of this type; `conceal` is given type and plain id, and what it makes of them stands inside."""

    def shaped(plain: str | None, _: Parameters) -> str | None:
        if plain is None:
            return None
        return global_id(kind, plain if conceal is None else conceal(kind, plain))

    return shaped


@dataclass(frozen=True, slots=True)
class PageShape:
    """A connection. A row is the list of its projections and, where a cursor is asked, its place in the order.

    `parts` are response keys, each with what it is made of: `edges`, `nodes`, `pageInfo` or a type name. `of`
    names the list for its cursors; where that depends on the request, the parameter `list` does.
    """

    of: str
    signer: CursorSigner
    limit: str
    after: bool
    place: int
    parts: Sequence[tuple[str, str, Any]]

    def __call__(self, rows: list[list[Any]] | None, bound: Parameters) -> dict[str, Any] | None:
        if rows is None:
            return None
        first = bound[self.limit] - 1
        page = rows[:first]
        return {
            key: self._part(what, detail, page, more=len(rows) > first, bound=bound)
            for key, what, detail in self.parts
        }

    def _part(self, what: str, detail: Any, page: list[list[Any]], *, more: bool, bound: Parameters) -> Any:
        if what == "edges":
            return [{key: read(row, bound) for key, read in detail} for row in page]
        if what == "nodes":
            return [detail(row, bound) for row in page]
        if what == "pageInfo":
            return {key: self._info(name, page, bound, more=more) for key, name in detail}
        return detail

    def _info(self, name: str, page: list[list[Any]], bound: Parameters, *, more: bool) -> Any:
        if name == "hasNextPage":
            return more
        if name == "hasPreviousPage":
            return self.after
        if name == "__typename":
            return "PageInfo"
        row = (page[0] if name == "startCursor" else page[-1]) if page else None
        return None if row is None else self.cursor(row, bound)

    def cursor(self, row: list[Any], bound: Parameters) -> str:
        """The cursor of one row."""
        return self.signer.write(bound.get("list", self.of), row[self.place])
