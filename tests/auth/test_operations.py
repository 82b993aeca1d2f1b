"""Who may perform which operation: the rules, how they are decided by, and the table of them all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from auth.operations import Allowed, Denied, may, operation_rules, parse_operations
from resolvers.operations.wiring import operations
from tests.auth.operations_table import TABLE, operations_table
from tests.resolvers.views import DENIED, NOT_FILTERABLE, caller, view

RULES = parse_operations("""
operations:
  merge: {roles: [steward], purposes: [stewardship], case: true, needs: [Person.crosswalk]}
""")
STEWARD = view(role="steward", purpose="stewardship")


def _may(
    seen: object = STEWARD, *, case: str | None = "2569/1", operation: str = "merge"
) -> Allowed | Denied:
    return may(caller(seen, case=case).principal, seen, operation, rules=RULES)  # type: ignore[arg-type]


def test_role_purpose_case_and_the_right_to_search_are_all_needed() -> None:
    assert _may() == Allowed()
    assert isinstance(_may(replace(STEWARD, role="caseworker")), Denied)
    assert isinstance(_may(replace(STEWARD, purpose="allowance")), Denied)
    assert isinstance(_may(case=None), Denied)
    for rule in (DENIED, NOT_FILTERABLE):
        seen = view(role="steward", purpose="stewardship", fields={"Person.crosswalk": rule})
        assert isinstance(_may(seen), Denied)


def test_what_has_no_rule_is_open_to_nobody() -> None:
    assert isinstance(_may(operation="unmerge"), Denied)


def test_a_denial_is_a_sentence_that_says_nothing_of_others() -> None:
    denied = _may(replace(STEWARD, role="caseworker"))
    assert isinstance(denied, Denied)
    assert denied.sentence == "Your role may not do this."


@pytest.mark.parametrize(
    "text", ["operations: {a: {}}", "operations: {a: {roles: [], purposes: [], x: 1}}", "{}"]
)
def test_rules_that_say_too_little_or_too_much_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_operations(text)


def test_every_operation_has_a_rule_and_every_rule_an_operation() -> None:
    assert set(operation_rules()) == set(operations())


def test_the_rules_stand_in_the_order_of_the_alphabet() -> None:
    assert list(operation_rules()) == sorted(operation_rules())


def test_the_table_of_operations_and_roles_is_the_pinned_one() -> None:
    assert TABLE.read_text(encoding="utf-8") == operations_table(), "see tests/auth/operations_table.py"
