"""The schema is pinned, complete and speaks of nothing that the catalogue does not know."""

from __future__ import annotations

from pathlib import Path

from graphql import GraphQLObjectType

import resolvers
from auth.catalogue import catalogue
from resolvers.compiler.access import WITHOUT_RULES
from resolvers.compiler.vocabulary import Stored
from resolvers.ids import TYPES
from resolvers.schema import graphql_schema, meaning_of, schema_text

SHAPES = {"Query", "PageInfo", "Viewer", "GrantedField", *WITHOUT_RULES}


def _nouns() -> dict[str, GraphQLObjectType]:
    """The object types that show data: all but those that only give it a form."""
    return {
        name: kind
        for name, kind in graphql_schema().type_map.items()
        if isinstance(kind, GraphQLObjectType)
        and not name.startswith("__")
        and not name.endswith(("Connection", "Edge"))
        and name not in SHAPES
    }


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    committed = Path(resolvers.__file__).with_name("schema.graphql").read_text(encoding="utf-8")
    assert committed == schema_text(), "run `python -m hub schema > resolvers/schema.graphql`"


def test_schema_and_catalogue_name_the_same_entities_and_fields() -> None:
    shown = {name: set(kind.fields) for name, kind in _nouns().items()}
    known = {entity.name: set(entity.fields) for entity in catalogue().entities.values()}
    assert shown == known


def test_every_type_field_and_argument_is_described() -> None:
    for name, kind in graphql_schema().type_map.items():
        if name.startswith("__") or not isinstance(kind, GraphQLObjectType):
            continue
        assert kind.description, name
        for field_name, field in kind.fields.items():
            assert field.description, f"{name}.{field_name}"
            assert all(each.description for each in field.args.values()), f"{name}.{field_name}"


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
