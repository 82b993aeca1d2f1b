"""The arguments of operations: literals and variables put together, coerced, and handed over as the handler's own types."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graphql import GraphQLInputObjectType, GraphQLList, GraphQLNonNull, VariableNode
from graphql.pyutils import Undefined
from graphql.utilities import value_from_ast

from resolvers.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graphql import FieldNode, GraphQLField, GraphQLInputType, ValueNode


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


def _as_declared(field: GraphQLField, found: Mapping[str, Any]) -> dict[str, Any]:
    names = {name: argument.python_name for name, argument in zip(field.args, _declared(field), strict=True)}
    return {names[name]: _made(field.args[name].type, value) for name, value in found.items()}


def _declared(field: GraphQLField) -> Sequence[Any]:
    return field.extensions["strawberry-definition"].arguments


def _made(kind: GraphQLInputType, value: Any) -> Any:
    """The Python value of a coerced one: input objects become instances of their classes, all else is as it was."""
    make = _maker(kind)
    return value if make is None else make(value)


@lru_cache(maxsize=200)
def _maker(kind: GraphQLInputType) -> Callable[[Any], Any] | None:
    """What makes Python values of a type; None where they are as they are. Made once: a batch has thousands."""
    if isinstance(kind, GraphQLNonNull):
        return _maker(kind.of_type)
    if isinstance(kind, GraphQLList):
        item = _maker(kind.of_type)
        if item is None:
            return None
        return lambda values: None if values is None else [item(each) for each in values]
    return _object_maker(kind) if isinstance(kind, GraphQLInputObjectType) else None


def _object_maker(kind: GraphQLInputObjectType) -> Callable[[Any], Any]:
    """An instance of the input's class; a field that is not given has its default, and null without one."""
    made_of: type = kind.extensions["strawberry-definition"].origin
    parts = {
        name: (field.extensions["strawberry-definition"].python_name, _maker(field.type))
        for name, field in kind.fields.items()
    }
    empty = {
        each.name: None
        for each in fields(made_of)
        if each.default is MISSING and each.default_factory is MISSING
    }

    def make(value: dict[str, Any] | None) -> Any:
        if value is None:
            return None
        given = dict(empty)
        for name, part in value.items():
            attribute, inner = parts[name]
            given[attribute] = part if inner is None else inner(part)
        return made_of(**given)

    return make
