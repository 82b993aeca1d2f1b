"""Who is known by two names, or by two days of birth, under one number: neither of them tells of another person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.evidence import OTHER_GIVEN_NAME
from identity.linking.rules import LIKE_GIVEN_NAME, OTHER_BIRTH_DATES, RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

_IS_BORN_SO = "(a.given_fold = b.given_fold and a.birth_date = b.birth_date)"

KNOWN_AS: Mapping[str, str] = {
    rule.name: LIKE_GIVEN_NAME for rule in RULES if OTHER_GIVEN_NAME in rule.name
} | {OTHER_BIRTH_DATES: _IS_BORN_SO}
"""Rule -> a condition. The rule keeps two records apart unless some record `a` with the number of the one meets the
condition with the other, `b`."""
