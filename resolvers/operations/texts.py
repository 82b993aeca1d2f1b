"""Texts that callers send: how long they may be, and which characters they never hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from resolvers.operations.results import ValidationFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT = 2_000
LONGEST_NAME = 200
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def faults_of(text: str, *, field: str, most: int = LONGEST_TEXT) -> Iterator[ValidationFailed]:
    """What is wrong with a text, of at most so many characters; lines and tabs may be in it."""
    if len(text) > most:
        yield ValidationFailed(
            code="VALUE_TOO_LONG", message=f"This has at most {most} characters.", field=field
        )
    if _CONTROL.search(text):
        yield ValidationFailed(
            code="CONTROL_CHARACTER", message="A value has no control characters.", field=field
        )


def faults_of_reason(reason: str) -> Iterator[ValidationFailed]:
    """What is wrong with a reason that is kept with a decision."""
    if not 1 <= len(reason.strip()) <= LONGEST_TEXT:
        message = f"A reason of 1 to {LONGEST_TEXT} signs is needed."
        yield ValidationFailed(code="REASON_NEEDED", message=message, field="reason")
    yield from faults_of(reason, field="reason")
