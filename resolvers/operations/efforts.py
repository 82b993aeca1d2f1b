"""How much work operations are, in rows that could be read meanwhile: by that one request cannot ask for many of them.

A row takes some 40 µs of two cores from the graph to the answer (`hub bench api`: 50 persons in 1.8 ms, one client), so
that all a request may ask for is worth about 0.8 s. The rows beside are what operations take at their largest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sized

    Effort = Callable[[Mapping[str, Any]], int]
    """The handler's arguments in, rows out."""


def of(rows: int, *, each: str | None = None) -> Effort:
    """So many rows; `each` names the argument for whose every element they are counted."""

    def effort(arguments: Mapping[str, Any]) -> int:
        if each is None:
            return rows
        named: Sized = arguments[each]
        return rows * max(1, len(named))

    return effort


NONE = of(0)
"""What is little more than reading."""
COMPARE_TWO = of(200)
"""Two records compared, with every reason."""
MATCH = of(2_000)
"""The candidates of one record compared with it; a full blocking key has some hundred."""
JOIN_STEP_BY_STEP = of(5_000)
"""Two hundred records compared, each with each, and clustered."""
SUPPOSE = of(9_000)
"""The same twice, as it is and as it would be."""
ACT = of(2_000)
"""Persons regrouped with everything that follows for their households, looked at only or done."""
REPORT = of(2_000)
"""Every answer ever given read and compared."""
TAKE_IN = of(20, each="records")
"""Each record scored, placed and regrouped; a full call of five hundred is half of what a request may ask for."""
