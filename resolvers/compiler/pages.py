"""The parts of a connection that a selection asks for: which projections of a row, and where they go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphql import get_named_type

from resolvers.schema import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphql import FieldNode

    from resolvers.compiler.bindings import Parameters
    from resolvers.compiler.selection import Selector
    from resolvers.compiler.shape import PageShape, Shape

    Read = Callable[[list[Any], Parameters], Any]

_CURSORS = frozenset({"startCursor", "endCursor"})


@dataclass(frozen=True, slots=True)
class PageParts:
    """`slots` are the selections of a row, one for each `node` and `nodes` of the document; `parts` refer to
    them by number."""

    slots: list[list[FieldNode]]
    parts: list[tuple[str, str, Any]]
    wants_place: bool

    def shaped(self, shape: PageShape, slots: Sequence[Shape | None]) -> PageShape:
        """The page's shape with these parts, given how each slot is shaped."""
        made = [(key, what, self._made(what, detail, shape, slots)) for key, what, detail in self.parts]
        return replace(shape, parts=made)

    def _made(self, what: str, detail: Any, shape: PageShape, slots: Sequence[Shape | None]) -> Any:
        if what == "edges":
            return [(key, _edge_part(name, part, shape, slots)) for key, name, part in detail]
        if what == "nodes":
            return _slot(detail, slots[detail])
        return detail


def _edge_part(name: str, part: Any, shape: PageShape, slots: Sequence[Shape | None]) -> Read:
    if name == "node":
        return _slot(part, slots[part])
    if name == "cursor":
        return shape.cursor
    return lambda _, __: part


def _slot(index: int, shape: Shape | None) -> Read:
    if shape is None:
        return lambda row, _: row[index]
    return lambda row, bound: shape(row[index], bound)


def page_parts(selector: Selector, connection: str, nodes: Iterable[FieldNode]) -> PageParts:
    """What is asked of a connection type below these nodes."""
    found = PageParts([], [], False)  # noqa: FBT003
    wants_place = False
    for key, asked in selector.under(connection, nodes).items():
        name = asked[0].name.value
        detail: Any = connection
        if name == "edges":
            edge = get_named_type(fields_of(connection)["edges"].type).name
            detail = _edge_layout(selector.under(edge, asked), edge, found.slots)
            wants_place |= any(part == "cursor" for _, part, _ in detail)
        elif name == "nodes":
            detail = _new_slot(found.slots, asked)
        elif name == "pageInfo":
            detail = [
                (each, fields[0].name.value) for each, fields in selector.under("PageInfo", asked).items()
            ]
            wants_place |= any(part in _CURSORS for _, part in detail)
        found.parts.append((key, name, detail))
    return replace(found, wants_place=wants_place)


def _edge_layout(
    merged: dict[str, list[FieldNode]], edge: str, slots: list[list[FieldNode]]
) -> list[tuple[str, str, Any]]:
    layout: list[tuple[str, str, Any]] = []
    for key, asked in merged.items():
        name = asked[0].name.value
        layout.append((key, name, _new_slot(slots, asked) if name == "node" else edge))
    return layout


def _new_slot(slots: list[list[FieldNode]], asked: list[FieldNode]) -> int:
    slots.append(asked)
    return len(slots) - 1
