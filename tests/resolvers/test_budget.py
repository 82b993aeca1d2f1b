"""Hostile documents are refused quickly, whatever they are made of; honest large ones are answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from resolvers.compiler.document import read_document
from resolvers.errors import BudgetExceeded, ParseFailed, ValidationFailed
from tests.resolvers.views import view

if TYPE_CHECKING:
    from tests.resolvers.conftest import Asking

SECONDS = 0.010
"""How long a refusal may take."""


def _bomb(levels: int) -> str:
    """Each fragment spreads the next twice, so that written out it doubles with every level."""
    chain = "".join(
        f"fragment F{at} on Person {{ a: successors {{ ...F{at + 1} }} b: successors {{ ...F{at + 1} }} }} "
        for at in range(levels)
    )
    return f'{{ person(id: "P") {{ ...F0 }} }} {chain} fragment F{levels} on Person {{ id }}'


HOSTILE = {
    "exponential fragments": (_bomb(14), BudgetExceeded),
    "deep nesting": ("{ person(id: 1) " + "{ successors " * 150 + "{ id }" + " }" * 151, BudgetExceeded),
    "deeper than a parser goes": ("{ a " * 900, BudgetExceeded),
    "many aliases": ("{ " + " ".join(f"a{n}: viewer {{ role }}" for n in range(300)) + " }", BudgetExceeded),
    "many root fields": (
        "{ " + " ".join(f'person(id: "{n}") {{ id }}' for n in range(21)) + " }",
        BudgetExceeded,
    ),
    "one field repeated": ("{ viewer { " + "role " * 1900 + "} }", BudgetExceeded),
    "many directives": ("{ viewer " + "@include(if: true) " * 270 + "{ role } }", BudgetExceeded),
    "many operations": ("query A { viewer { role } } " * 41, BudgetExceeded),
    "many tokens": ("{ " + "a " * 2_500 + "}", BudgetExceeded),
    "many comments": ("#\n" * 9_000 + "{ viewer { role } }", BudgetExceeded),
    "a long document": ("{ viewer { role } }" + " " * 60_000, BudgetExceeded),
    "strings that never end": ('{ person(id: "' + '\\"' * 9_000, ParseFailed),
    "a long string": ('{ person(id: "' + "a" * 19_000 + '") { id } }', BudgetExceeded),
    "block strings that never end": ('{ person(id: """' + '"\\' * 9_000, ParseFailed),
    "a fragment that spreads itself": (
        "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }",
        ValidationFailed,
    ),
    "nothing": ("", ParseFailed),
    "nonsense": ("}{" * 500, ParseFailed),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_quickly(name: str) -> None:
    text, error = HOSTILE[name]
    took: list[float] = []
    for _ in range(7):
        started = time.thread_time()
        with pytest.raises(error):
            read_document(text)
        took.append(time.thread_time() - started)
    assert min(took) < SECONDS


def test_a_large_honest_document_is_within_the_budget() -> None:
    person = "id title givenName familyName birthDate citizenId phone houseCode province district"
    deep = f"memberships(first: 5) {{ nodes {{ role household {{ members(first: 9) {{ nodes {{ person {{ {person} }} }} }} }} }} }}"
    read_document("{ " + " ".join(f'p{n}: person(id: "{n}") {{ {person} {deep} }}' for n in range(12)) + " }")


def test_fields_that_differ_under_one_key_are_refused_and_equal_ones_merged() -> None:
    read_document(
        '{ person(id: "1") { id id kin(first: 2) { nodes { relation } } kin(first: 2) { nodes { relation } } } }'
    )
    for clash in (
        '{ person(id: "1") { id id: title } }',
        '{ person(id: "1") { id } person(id: "2") { id } }',
        '{ person(id: "1") { kin(first: 2) { nodes { relation } } kin(first: 3) { nodes { relation } } } }',
        '{ person(id: "1") { ...A id } } fragment A on Node { id: __typename }',
    ):
        with pytest.raises(ValidationFailed, match="two different things"):
            read_document(clash)


def test_types_that_exclude_each_other_may_use_one_key_differently() -> None:
    read_document('{ node(id: "1") { ... on Person { a: title } ... on Household { a: houseCode } } }')


def test_pages_that_multiply_are_refused_by_what_they_may_bring(ask: Asking) -> None:
    query = """query Q($n: Int!) { persons(first: $n) { nodes { kin(first: $n) { nodes { person {
      kin(first: $n) { nodes { relation } } } } } } } }"""
    said = ask.whole(query, view(), n=5)
    assert said["extensions"]["cost"] == {"rows": 1 + 5 * (1 + 5 * (1 + 5)), "limit": 20_000}
    assert ask.code(query, view(), n=100) == "BUDGET_EXCEEDED"


def test_messages_repeat_no_value_and_suggest_nothing(ask: Asking) -> None:
    secret = "ความลับ"
    for query, given in (
        (f'{{ persons(first: "{secret}") {{ nodes {{ id }} }} }}', {}),
        ("query Q($n: Int!) { persons(first: $n) { nodes { id } } }", {"n": secret}),
        ("query Q($id: ID!) { person(id: $id) { id } }", {"id": {"a": secret}}),
        (
            "query Q($n: Int!, $c: String) { persons(first: $n, after: $c) { nodes { id } } }",
            {"n": 1, "c": secret},
        ),
        (f'{{ person(id: "{secret}', {}),
        ("{ person(id: 1) { givenNam } }", {}),
    ):
        said = ask.answer(query, view(), **given)
        assert said.status == 400
        assert secret not in said.body.decode()
        assert "mean" not in said.body.decode()


def test_at_most_five_errors_are_told(ask: Asking) -> None:
    said = ask.whole("{ " + " ".join(f"x{n}" for n in range(12)) + " }", view())
    assert len(said["errors"]) == 5
    assert {each["extensions"]["code"] for each in said["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
