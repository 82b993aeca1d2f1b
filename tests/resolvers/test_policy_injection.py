"""Every MATCH of every statement, at any depth, carries the row policy of the rows it brings in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from auth.policy import RowScope
from resolvers.compiler.plan import Compiler
from resolvers.cursors import CursorSigner
from resolvers.schema import fields_of, graphql_schema
from tests.resolvers.cypher_reader import clauses
from tests.resolvers.views import view

if TYPE_CHECKING:
    from graphql import GraphQLField

    from auth.policy import View

SERVED = {
    "Person": ["{row}.status = 'active'", "{row}.compartment = 'open'", "$agency IN {row}.agencies"],
    "Household": ["{row}.compartment = 'open'", "$agency IN {row}.agencies"],
    "Family": ["{row}.compartment = 'open'"],
    "SourceRecord": ["{row}.compartment = 'open'", "{row}.agency = $agency"],
    "Enrolment": ["{row}.compartment = 'open'", "{row}.agency = $agency"],
    "House": [],
    "Programme": [],
}
RETIRED = "{row}.compartment = 'open'"
"""What holds of a Person or Household node that is only passed on the way to others."""
PASSED = (
    "({row}:Person {{id: $p0}})-[:BECAME",
    "({row}:Household {{id: $p0}})-[:BECAME",
    "({row}:Person {{id: asked}})-[:BECAME",
    "({row}:Person) ((:Person {{status: 'merged'}})",
)
"""How such a node is matched: the id that was asked for or referred to, and the ids merged into a person."""

ARGUMENTS = {
    "first": "5", "id": '"P1"', "value": '"1"', "name": '"ก ข"', "source": '"a"', "recordId": '"b"',
    "after": None, "history": "true", "province": '"ก"', "district": '"ข"', "birthYear": "1950",
    "on": '"2026-11-01T00:00:00Z"',
}  # fmt: skip


def _selection(kind: str, depth: int) -> str:
    """Every field of a type, objects followed to a depth."""
    parts: list[str] = []
    for name, field in fields_of(kind).items():
        asked = _asked(name, field)
        target = get_named_type(field.type)
        if is_leaf_type(target):
            parts.append(asked)
        elif depth and isinstance(target, GraphQLObjectType):
            parts.append(f"{asked} {{ __typename {_selection(target.name, depth - 1)} }}")
    return " ".join(parts)


def _asked(name: str, field: GraphQLField) -> str:
    """A field with its arguments."""
    given = {each: ARGUMENTS.get(each, _literal(argument.type)) for each, argument in field.args.items()}
    arguments = ", ".join(f"{each}: {value}" for each, value in given.items() if value)
    return f"{name}({arguments})" if arguments else name


def _literal(kind: Any) -> str | None:
    """A value of an input type that is needed; None where none is."""
    if not isinstance(kind, GraphQLNonNull):
        return None
    inner = kind.of_type
    if isinstance(inner, GraphQLList):
        return f"[{_literal(inner.of_type)}]"
    if isinstance(inner, GraphQLEnumType):
        return next(iter(inner.values))
    if isinstance(inner, GraphQLInputObjectType):
        values = {name: _literal(field.type) for name, field in inner.fields.items()}
        return f"{{{', '.join(f'{name}: {value}' for name, value in values.items() if value)}}}"
    return {"Int": "5", "Float": "5", "Boolean": "true"}.get(inner.name, '"P1"')


def _statements(query: str, seen: View, **given: Any) -> list[str]:
    compiler = Compiler(CursorSigner(b"0" * 32))
    plan, _ = compiler.plan(query, name=None, given=given, view=seen)
    return [text for root in plan.roots.values() for text in root.statements]


def _every_statement(seen: View, depth: int) -> list[str]:
    found: list[str] = []
    for root in ("Query", "Mutation"):
        for name, field in fields_of(root).items():
            target = get_named_type(field.type)
            if target.name == "Node":
                inner = "id ... on Person { kin(first: 5) { nodes { person { id } } } }"
            elif is_abstract_type(target):
                kinds = graphql_schema().get_possible_types(target)
                inner = " ".join(
                    f"... on {each.name} {{ {_selection(each.name, depth - 2)} }}" for each in kinds
                )
            else:
                inner = _selection(target.name, depth)
            found += _statements(f"{root.lower()} {{ {_asked(name, field)} {{ {inner} }} }}", seen)
    return found


@pytest.fixture(autouse=True)
def _wide_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything at once is more than a caller may ask."""
    for name in ("MAX_FIELDS", "MAX_NAMES", "MAX_TOKENS", "MAX_TEXT", "MAX_DEPTH"):
        monkeypatch.setattr(f"resolvers.compiler.budget.{name}", 10**6)
    monkeypatch.setattr("resolvers.compiler.document.MAX_TOKENS", 10**6)


def _missing(statement: str) -> list[str]:
    missing: list[str] = []
    checked: set[str] = set()
    for clause in clauses(statement):
        for row, label in clause.rows.items():
            if row in checked:
                continue
            wanted = [each.format(row=row) for each in SERVED[label]]
            if any(passed.format(row=row) in statement for passed in PASSED):
                wanted = [RETIRED.format(row=row)]
            lacking = [each for each in wanted if each not in clause.conditions]
            missing += [f"{row}:{label} lacks {each}" for each in lacking]
            checked.add(row)
    return missing


def test_the_row_policy_stands_in_every_match_of_every_root_field() -> None:
    statements = _every_statement(view(scope=RowScope.SERVED), depth=5)
    matched = sum(len(clauses(each)) for each in statements)
    assert matched > 200
    assert [fault for each in statements for fault in _missing(each)] == []


@pytest.mark.parametrize("kind", ["Person", "Household"])
def test_what_is_reached_by_id_is_checked_behind_the_id(kind: str) -> None:
    (statement,) = _statements(f'{{ {kind.lower()}(id: "P1") {{ id }} }}', view(scope=RowScope.SERVED))
    clause, *_ = clauses(statement)
    assert clause.rows == {"n0": kind, "n1": kind}
    assert all(each.format(row="n1") in clause.conditions for each in SERVED[kind])


@pytest.mark.parametrize("condition", ["n3.compartment = 'open' AND ", "$agency IN n3.agencies"])
def test_the_reader_of_this_test_notices_a_condition_that_is_gone(condition: str) -> None:
    query = '{ household(id: "H1") { families { members(first: 5) { nodes { id } } } } }'
    (statement,) = _statements(query, view(scope=RowScope.SERVED))
    assert _missing(statement) == []
    assert condition in statement
    assert _missing(statement.replace(condition, "true", 1)) != []


@pytest.mark.parametrize("word", ["Robert'); MATCH (n) DETACH DELETE n //", "`", "$agency", "ก", '"', "\\"])
def test_nothing_a_caller_writes_becomes_part_of_a_statement(word: str) -> None:
    query = """query Q($w: String!, $id: ID!) { person(id: $id) { id } persons(first: 3, province: $w) { nodes { id } }
      searchPersons(name: $w, first: 3) { nodes { score } } crosswalk(source: $w, recordId: $w) { id } }"""
    seen = view()
    assert _statements(query, seen, w=word, id=word) == _statements(query, seen, w="x", id="y")


def test_aliases_do_not_reach_neo4j_and_statements_are_shared() -> None:
    plain = _statements('{ person(id: "P1") { id title } }', view())
    renamed = _statements('{ who: person(id: "P2") { a: id b: title } }', view())
    assert plain == renamed


def test_the_schema_holds_no_type_that_this_test_does_not_know() -> None:
    assert {"Person", "Household"} <= graphql_schema().type_map.keys()
    assert set(SERVED) | {"Membership", "Kin", "Identification", "Provenance"} == set(view().entities)
