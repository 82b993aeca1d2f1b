"""Arguments on their way to Cypher: read from the document or the variables, checked, and bound as parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import NullValueNode, VariableNode
from graphql.utilities import value_from_ast_untyped

from resolvers.errors import BudgetExceeded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphql import FieldNode

Parameters = dict[str, Any]
"""Parameter name -> value, of one statement and one request."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an argument's value comes from: a variable, or a literal of the document."""

    variable: str | None
    literal: Any = None

    def value(self, variables: Mapping[str, Any]) -> Any:
        """The value in this request."""
        return self.literal if self.variable is None else variables[self.variable]


def source_of(node: FieldNode, name: str, present: frozenset[str]) -> Source | None:
    """The source of a field's argument; None where it is absent, null, or a variable that is not given."""
    for argument in node.arguments or ():
        if argument.name.value == name:
            if isinstance(argument.value, VariableNode):
                variable = argument.value.name.value
                return Source(variable) if variable in present else None
            if isinstance(argument.value, NullValueNode):
                return None
            return Source(None, value_from_ast_untyped(argument.value))
    return None


@dataclass(slots=True)
class Bindings:
    """The parameters of one statement: constants of the plan, and what each request puts in."""

    constants: Parameters = field(default_factory=dict[str, Any])
    _steps: list[tuple[Source, Callable[[Any], Mapping[str, Any]]]] = field(
        default_factory=list[tuple[Source, "Callable[[Any], Mapping[str, Any]]"]]
    )
    _names: int = 0

    def name(self) -> str:
        """A parameter name that is not taken."""
        self._names += 1
        return f"p{self._names - 1}"

    def add(self, source: Source, check: Callable[[Any], Any]) -> str:
        """Bind a checked value; the parameter's name."""
        name = self.name()
        self._steps.append((source, lambda value: {name: check(value)}))
        return name

    def add_many(self, source: Source, names: tuple[str, ...], check: Callable[[Any], list[Any]]) -> None:
        """Bind the parts of one value under several names."""
        self._steps.append((source, lambda value: dict(zip(names, check(value), strict=True))))

    def constant(self, value: Any) -> str:
        """Bind a value that is the same in every request of the plan; the parameter's name."""
        name = self.name()
        self.constants[name] = value
        return name

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        """All parameters of one request; raises a RequestRefused for a value that its check refuses."""
        bound = dict(self.constants)
        for source, step in self._steps:
            bound.update(step(source.value(variables)))
        return bound


def page_limit(most: int) -> Callable[[int], int]:
    """A check of `first`; the limit it gives is one row more, which tells whether a next page exists."""

    def check(first: int) -> int:
        if not 1 <= first <= most:
            raise BudgetExceeded(f"'first' is between 1 and {most} here.")
        return first + 1

    return check
