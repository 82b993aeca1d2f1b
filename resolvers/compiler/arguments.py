"""The arguments of operations: literals and variables put together, coerced, and handed over as the handler's own types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLNonNull, VariableNode
from graphql.pyutils import Undefined
from graphql.utilities import value_from_ast
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import convert_arguments

from resolvers.errors import BadRequest
from resolvers.schema import strawberry_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import FieldNode, GraphQLField, GraphQLInputType, ValueNode

_CONFIG = StrawberryConfig()


def operation_arguments(field: GraphQLField, node: FieldNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of the handler for one request. An argument that is null counts as not given.

    `variables` are coerced already (`resolvers.compiler.variables`); raises BadRequest.
    """
    given = {each.name.value: each.value for each in node.arguments or ()}
    found: dict[str, Any] = {}
    for name, argument in field.args.items():
        value = _value(given.get(name), argument.type, variables)
        if value is not None:
            found[name] = value
        elif argument.default_value is Undefined:
            if isinstance(argument.type, GraphQLNonNull):
                raise BadRequest(f"The argument '{name}' of '{node.name.value}' must not be null.")
            found[name] = None
    return _as_declared(field, found)


def _value(node: ValueNode | None, kind: GraphQLInputType, variables: Mapping[str, Any]) -> Any:
    """The value that was written; None where nothing or null was."""
    if node is None:
        return None
    if isinstance(node, VariableNode):
        return variables.get(node.name.value)
    there = {name: value for name, value in variables.items() if value is not None}
    value = value_from_ast(node, kind, there)
    if value is Undefined:  # Valid as it stands, so a variable inside is null where it must not be.
        raise BadRequest(f"A variable inside a value of type {kind} must not be null.")
    return value


def _as_declared(field: GraphQLField, found: dict[str, Any]) -> dict[str, Any]:
    definition = field.extensions["strawberry-definition"]
    registry = strawberry_schema().schema_converter.scalar_registry
    return convert_arguments(found, definition.arguments, registry, _CONFIG)
