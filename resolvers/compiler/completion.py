"""Completing the result of an operation: plain values as the schema writes them, references left to be fetched.

What is selected of a result is laid out once, when the document is compiled; a request only walks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import GraphQLEnumType, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLScalarType

from auth.catalogue import catalogue
from resolvers.compiler.references import Fetch, compile_fetch
from resolvers.errors import SchemaDefect
from resolvers.operations.references import Reference
from resolvers.schema import fields_of, graphql_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphql import FieldNode, GraphQLOutputType

    from resolvers.compiler.cypher import Compiling


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in an answer that waits for the row a reference names."""

    fetch: int
    id: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar or an enum."""

    kind: GraphQLScalarType | GraphQLEnumType

    def complete(self, value: Any) -> Any:
        return None if value is None else self.kind.coerce_output_value(value)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, each item alike."""

    item: Part

    def complete(self, value: Any) -> Any:
        return None if value is None else [self.item.complete(each) for each in value]


@dataclass(frozen=True, slots=True)
class Referred:
    """A row of the graph. `fetch` is its number among the fetches of the operation; None: not granted at all."""

    kind: str
    fetch: int | None

    def complete(self, value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, Reference) or value.kind != self.kind:
            raise SchemaDefect(f"An operation gives another thing where the schema says {self.kind}.")
        return GONE if self.fetch is None else Hole(self.fetch, value.id)


GONE = Hole(-1, "")
"""The hole of a reference that nothing is fetched for."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An object. `types` gives, for each type it may have, response keys with attribute and part; a key without
    an attribute is the type's name."""

    types: Mapping[str, Sequence[tuple[str, str | None, Part | None]]]
    only: str | None

    def complete(self, value: Any) -> Any:
        if value is None:
            return None
        kind = self.only or type(value).__strawberry_definition__.name
        return {
            key: kind if part is None or attribute is None else part.complete(getattr(value, attribute))
            for key, attribute, part in self.types[kind]
        }


Part = Leaf | Listed | Referred | Composed


@dataclass(slots=True)
class Layout:
    """Lays out one result: its parts, and the fetches of the references in it."""

    plan: Compiling
    fetches: list[Fetch] = field(default_factory=list[Fetch])

    def of(self, kind: GraphQLOutputType, nodes: list[FieldNode]) -> Part:
        """The part for a value of this type, as it is selected below these nodes."""
        if isinstance(kind, GraphQLNonNull):
            return self.of(kind.of_type, nodes)
        if isinstance(kind, GraphQLList):
            return Listed(self.of(kind.of_type, nodes))
        if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
            return Leaf(kind)
        if kind.name in catalogue().entities:
            return self._referred(kind.name, nodes)
        if isinstance(kind, GraphQLObjectType):
            return Composed({kind.name: self._fields(kind.name, nodes)}, kind.name)
        possible = [each.name for each in graphql_schema().get_possible_types(kind)]
        return Composed({each: self._fields(each, nodes) for each in possible}, None)

    def _referred(self, kind: str, nodes: list[FieldNode]) -> Referred:
        fetch = compile_fetch(self.plan, kind, nodes)
        if fetch is None:
            return Referred(kind, None)
        self.fetches.append(fetch)
        return Referred(kind, len(self.fetches) - 1)

    def _fields(self, kind: str, nodes: list[FieldNode]) -> list[tuple[str, str | None, Part | None]]:
        found: list[tuple[str, str | None, Part | None]] = []
        for key, asked in self.plan.selector.under(kind, nodes).items():
            name = asked[0].name.value
            if name == "__typename":
                found.append((key, None, None))
            else:
                graphql_field = fields_of(kind)[name]
                attribute = graphql_field.extensions["strawberry-definition"].python_name
                found.append((key, attribute, self.of(graphql_field.type, asked)))
        return found


def wanted(value: Any, ids: list[set[str]]) -> None:
    """Add the ids of every hole in a completed value to those of its fetch."""
    if isinstance(value, Hole):
        if value is not GONE:
            ids[value.fetch].add(value.id)
    elif isinstance(value, dict):
        for each in value.values():
            wanted(each, ids)
    elif isinstance(value, list):
        for each in value:
            wanted(each, ids)


def filled(value: Any, rows: Sequence[Mapping[str, Any]]) -> Any:
    """A completed value with its holes filled. What was not found is null, and left out of a list."""
    if isinstance(value, Hole):
        return None if value is GONE else rows[value.fetch].get(value.id)
    if isinstance(value, dict):
        return {key: filled(each, rows) for key, each in value.items()}
    if isinstance(value, list):
        items = [(each, filled(each, rows)) for each in value]
        return [item for each, item in items if item is not None or not isinstance(each, Hole)]
    return value
