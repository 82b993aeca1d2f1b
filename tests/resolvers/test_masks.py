"""A mask in Cypher does to the character what the same mask does in Python."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.masks import apply_mask
from auth.policy import FieldRule, Mask
from resolvers.compiler.masks import masked

if TYPE_CHECKING:
    from graph.driver import Database

RULES = [
    FieldRule(Mask.CLEAR),
    FieldRule(Mask.REDACT),
    FieldRule(Mask.INITIALS),
    *(
        FieldRule(Mask.PARTIAL, MappingProxyType({end: shown}))
        for end in ("first", "last")
        for shown in (1, 2, 4, 9)
    ),
]
TEXTS = [
    "",
    " ",
    "ก",
    "เ",
    "เอก",
    "มานี ใจดี",
    "แก้ว  ณ อยุธยา",
    "๑๒",
    "a b",
    " x ",
    "👵🏽 ยาย",
    "1-2345",
    "\u0e33ำ",
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.mask}{dict(rule.params)}")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=14), max_size=40))
def test_both_forms_of_a_mask_agree(db: Database, rule: FieldRule, drawn: list[str]) -> None:
    texts = [None, *TEXTS, *drawn]
    rows = db.execute(f"UNWIND $texts AS text RETURN {masked('text', rule)} AS shown", texts=texts)  # type: ignore[arg-type]
    assert [row["shown"] for row in rows] == [apply_mask(text, rule.mask, rule.params) for text in texts]


def test_both_forms_of_the_year_agree(db: Database) -> None:
    rule = FieldRule(Mask.YEAR)
    days = [None, "", "1950-04-13", "2026-11-23", "1950"]
    rows = db.execute(f"UNWIND $days AS day RETURN {masked('day', rule)} AS shown", days=days)  # type: ignore[arg-type]
    assert [row["shown"] for row in rows] == [apply_mask(day, Mask.YEAR, {}) for day in days]
