"""The schema is pinned, complete and speaks of nothing that the catalogue does not know."""

from __future__ import annotations

from pathlib import Path

from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_specified_scalar_type,
)

import resolvers
from auth.catalogue import catalogue
from graph.naming import property_name
from identity.records import CANONICAL_FIELDS
from resolvers.compiler.access import WITHOUT_RULES
from resolvers.compiler.vocabulary import Performed, Stored
from resolvers.ids import TYPES
from resolvers.operations.wiring import operations
from resolvers.schema import fields_of, graphql_schema, meaning_of, schema_text

SHAPES = {"Query", "Mutation", "PageInfo", "Viewer", "GrantedField", *WITHOUT_RULES}


def _nouns() -> dict[str, GraphQLObjectType]:
    """The object types that show data: all but those that only give it a form."""
    return {
        name: kind
        for name, kind in graphql_schema().type_map.items()
        if isinstance(kind, GraphQLObjectType)
        and not name.startswith("__")
        and not name.endswith(("Connection", "Edge"))
        and name not in SHAPES
        and not _is_result(kind)
    }


def _is_result(kind: GraphQLObjectType) -> bool:
    """Whether an operation makes it: it holds values that a handler put in, and references."""
    return kind.extensions["strawberry-definition"].origin.__module__.startswith("resolvers.operations")


def _results() -> list[GraphQLObjectType]:
    kinds = graphql_schema().type_map.values()
    return [
        kind for kind in kinds if isinstance(kind, GraphQLObjectType) and kind.extensions and _is_result(kind)
    ]


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    committed = Path(resolvers.__file__).with_name("schema.graphql").read_text(encoding="utf-8")
    assert committed == schema_text(), "run `python -m hub schema > resolvers/schema.graphql`"


def test_schema_and_catalogue_name_the_same_entities_and_fields() -> None:
    shown = {name: set(kind.fields) for name, kind in _nouns().items()}
    known = {entity.name: set(entity.fields) for entity in catalogue().entities.values()}
    assert shown == known


def test_every_type_field_and_argument_is_described() -> None:
    for name, kind in graphql_schema().type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        assert kind.description, name
        for field_name, field in getattr(kind, "fields", {}).items():
            assert field.description, f"{name}.{field_name}"
            assert all(each.description for each in getattr(field, "args", {}).values()), (
                f"{name}.{field_name}"
            )
        for value_name, value in getattr(kind, "values", {}).items():
            assert value.description or f"{value_name}:" in kind.description, f"{name}.{value_name}"


def test_every_field_of_query_and_mutation_that_an_operation_answers_may_be_null() -> None:
    for kind in ("Query", "Mutation"):
        for name, field in fields_of(kind).items():
            if isinstance(meaning_of(field), Performed):
                assert name in operations()
                assert not isinstance(field.type, GraphQLNonNull), name


def test_every_mutation_can_say_that_it_is_forbidden() -> None:
    for name, field in fields_of("Mutation").items():
        assert isinstance(field.type, GraphQLUnionType), name
        assert "Forbidden" in {each.name for each in field.type.types}, name


def test_no_result_promises_that_a_reference_is_there() -> None:
    for kind in _results():
        for name, field in kind.fields.items():
            if get_named_type(field.type).name in catalogue().entities:
                inner = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
                assert isinstance(inner, GraphQLList) or inner is field.type, f"{kind.name}.{name}"


def test_results_hold_plain_values_and_no_code() -> None:
    for kind in _results():
        for name, field in kind.fields.items():
            definition = field.extensions["strawberry-definition"]
            assert definition.base_resolver is None, f"{kind.name}.{name}"
            assert not field.args, f"{kind.name}.{name}"


def test_what_operations_say_they_show_is_catalogued() -> None:
    shown = {each for operation in operations().values() for each in operation.shows}
    assert {each for each in shown if catalogue().field(*each.split(".")) is None} == set()


def test_a_record_is_sent_in_the_canonical_fields() -> None:
    kind = graphql_schema().type_map["SourceRecordInput"]
    assert isinstance(kind, GraphQLInputObjectType)
    canonical = {property_name(name) for name in CANONICAL_FIELDS}
    assert set(kind.fields) == {"recordId", "attributes", *canonical}


def test_every_field_that_shows_data_tells_its_sensitivity() -> None:
    for name, kind in _nouns().items():
        for field_name, field in kind.fields.items():
            entry = catalogue().field(name, field_name)
            assert entry is not None
            assert (field.description or "").endswith(f"Sensitivity: {entry.sensitivity}.")


def test_every_field_means_something_in_the_graph() -> None:
    for name, kind in _nouns().items():
        assert all(meaning_of(field) is not None for field in kind.fields.values()), name


def test_no_value_that_can_be_denied_is_promised_to_be_there() -> None:
    for name, kind in _nouns().items():
        for field_name, field in kind.fields.items():
            required = str(field.type).endswith("!")
            assert required == (catalogue().entities[name].fields[field_name].kind == "key"), field_name


def test_masks_that_change_letters_are_only_allowed_on_single_values() -> None:
    for entry in catalogue():
        if {"partial", "initials", "year"} & entry.masks:
            field = graphql_schema().type_map[entry.entity].fields[entry.name]
            assert isinstance(meaning_of(field), Stored), entry
            assert str(field.type) == "String", entry


def test_every_type_with_an_id_can_be_named_by_a_global_id() -> None:
    assert {name for name, kind in _nouns().items() if "id" in kind.fields} == TYPES
