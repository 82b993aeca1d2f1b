"""The schema: strawberry's types as one GraphQL schema, each field with its sensitivity class."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, print_schema
from strawberry.tools import create_type

from auth.catalogue import catalogue
from resolvers.compiler.vocabulary import MEANING, Meaning
from resolvers.operations.wiring import MUTATIONS, QUERIES
from resolvers.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphql import GraphQLField

    from resolvers.operations.operation import Operation

MUTATION = (
    "What may be done. Fields are performed one after another; each tells in its result whether it was done."
)
_BACKED_BY = {"CrosswalkEntry": ("Person", "crosswalk"), "Attribute": ("SourceRecord", "attributes")}
"""Types that are a part of one catalogued field rather than an entity of their own."""


@lru_cache(maxsize=1)
def strawberry_schema() -> strawberry.Schema:
    """The schema as strawberry has it: what is compiled, and every operation of the wiring."""
    operations = _type_of("Query", QUERIES)
    query = strawberry.type(type("Query", (Query, operations), {}), description=description_of(Query))
    mutation = _type_of("Mutation", MUTATIONS) if MUTATIONS else None
    return strawberry.Schema(query, mutation=mutation)


def _type_of(name: str, operations: Sequence[Operation]) -> type:
    return create_type(name, [each.field() for each in operations], description=MUTATION)


def description_of(kind: Any) -> str:
    """What a strawberry type says of itself."""
    return kind.__strawberry_definition__.description


@lru_cache(maxsize=1)
def graphql_schema() -> GraphQLSchema:
    """The schema that documents are validated against and compiled from."""
    schema: GraphQLSchema = strawberry_schema()._schema  # pyright: ignore[reportPrivateUsage]
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            _tell_sensitivity(kind)
    return schema


def _tell_sensitivity(kind: GraphQLObjectType) -> None:
    for name, field in kind.fields.items():
        entity, entry_name = _BACKED_BY.get(kind.name, (kind.name, name))
        entry = catalogue().field(entity, entry_name)
        if entry is not None:
            field.description = f"{field.description} Sensitivity: {entry.sensitivity}."


def meaning_of(field: GraphQLField) -> Meaning | None:
    """What the field means in the graph; None for the parts of pages and of Viewer."""
    definition = field.extensions.get("strawberry-definition")
    return None if definition is None else definition.metadata.get(MEANING)


def fields_of(kind: str) -> dict[str, GraphQLField]:
    """The fields of an object type or interface, by name."""
    found = graphql_schema().type_map[kind]
    assert isinstance(found, GraphQLObjectType | GraphQLInterfaceType)  # noqa: S101
    return found.fields


def schema_text() -> str:
    """The schema in SDL, as `resolvers/schema.graphql` holds it; it ends with a line break."""
    return print_schema(graphql_schema()) + "\n"
