"""What every root field checks first: its arguments, the entity's grant, and the right to search by a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolvers.compiler.bindings import Source, source_of
from resolvers.errors import BadRequest, ForbiddenField, SchemaDefect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import FieldNode

    from resolvers.compiler.cypher import Compiling
    from resolvers.compiler.shape import Projected, Shape

NODE_TYPES: Mapping[str, str] = {"Person": "id", "Household": "id", "Programme": "code"}
"""The types `node` gives, and the property that keys them: those whose row policy stands on its own."""


def needed(plan: Compiling, node: FieldNode, name: str) -> Source:
    """The source of an argument that the schema requires; BadRequest where its value is null.

    A variable that may be null, but has a default, is valid here: only its value tells.
    """
    source = source_of(node, name, plan.present)
    if source is None:
        raise BadRequest(f"The argument '{name}' of '{node.name.value}' must not be null.")
    return source


def denied(plan: Compiling, entity: str) -> bool:
    """Whether an entity is not granted; noted if so."""
    if plan.access.view.entity(entity) is None:
        plan.access.denied.add(entity)
        return True
    return False


def need_filter(plan: Compiling, node: FieldNode, name: str) -> None:
    """Raise ForbiddenField unless the caller may search by this field of Person."""
    rule = plan.access.view.rule("Person", name)
    if rule is None or not rule.filterable:
        places = [(node.loc.start_token.line, node.loc.start_token.column)] if node.loc else []
        raise ForbiddenField(f"Person.{name} is not a field you may search by.", locations=places)


def shape_of(row: Projected) -> Shape:
    """The shape of an object, which always has one."""
    if row.shape is None:
        raise SchemaDefect("An object without a shape.")
    return row.shape
