"""The variables of a request: each of its declared type, defaults put in, no value ever repeated in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLError, GraphQLList, GraphQLNonNull, GraphQLScalarType

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
    if isinstance(kind, GraphQLScalarType):
        try:
            return kind.coerce_input_value(value)
        except GraphQLError as error:
            raise BadRequest(f"Variable '${variable.name}' is not of type {kind}.") from error
    return value
