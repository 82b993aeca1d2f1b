"""The variables of a request: each of its declared type, defaults put in, no value ever repeated in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
)
from graphql.pyutils import Undefined

from resolvers.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from resolvers.compiler.document import Variable


def coerced(declared: Iterable[Variable], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every declared variable with its value, None where there is none; raises BadRequest. Others are ignored."""
    return {variable.name: _value(variable, given) for variable in declared}


def _value(variable: Variable, given: Mapping[str, Any]) -> Any:
    if variable.name not in given:
        if variable.required and not variable.has_default:
            raise BadRequest(f"Variable '${variable.name}' is needed.")
        return variable.default
    return _coerced(variable, variable.type, given[variable.name])


def _coerced(variable: Variable, kind: Any, value: Any) -> Any:
    if isinstance(kind, GraphQLNonNull):
        if value is None:
            raise BadRequest(f"Variable '${variable.name}' must not be null.")
        return _coerced(variable, kind.of_type, value)
    if value is None:
        return None
    if isinstance(kind, GraphQLList):
        return [
            _coerced(variable, kind.of_type, each) for each in (value if isinstance(value, list) else [value])
        ]
    if isinstance(kind, GraphQLInputObjectType):
        return _object(variable, kind, value)
    if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
        return _leaf(variable, kind, value)
    return value


def _leaf(variable: Variable, kind: GraphQLScalarType | GraphQLEnumType, value: Any) -> Any:
    try:
        return kind.coerce_input_value(value)
    except GraphQLError:  # Not chained: its message repeats the value.
        raise BadRequest(f"Variable '${variable.name}' is not of type {kind}.") from None


def _object(variable: Variable, kind: GraphQLInputObjectType, value: Any) -> dict[str, Any]:
    """An input object with its defaults; the message names the field at fault, which is part of the schema."""
    if not isinstance(value, dict):
        raise BadRequest(f"Variable '${variable.name}' is not of type {kind}.")
    if not value.keys() <= kind.fields.keys():
        raise BadRequest(f"Variable '${variable.name}' has a field that {kind} does not have.")
    found: dict[str, Any] = {}
    for name, field in kind.fields.items():
        if name in value:
            if value[name] is None and isinstance(field.type, GraphQLNonNull):
                raise BadRequest(f"Variable '${variable.name}': {kind}.{name} must not be null.")
            found[name] = _coerced(variable, field.type, value[name])
        elif field.default_value is not Undefined:
            found[name] = field.default_value
        elif isinstance(field.type, GraphQLNonNull):
            raise BadRequest(f"Variable '${variable.name}': {kind}.{name} is needed.")
    return found
