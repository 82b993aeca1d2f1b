"""From the driver's own value types to Python's, so that no other room meets a type of the driver."""

from __future__ import annotations

from typing import Any, cast

from neo4j.time import Date, DateTime

_PLAIN = frozenset({str, int, float, bool, type(None)})
"""What most values are, told before anything slower is asked of them."""


def native(value: Any) -> Any:
    """The value with every instant in it as an aware `datetime` and every date as a `date`."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        mapping = cast("dict[str, Any]", value)
        return {key: item if type(item) in _PLAIN else native(item) for key, item in mapping.items()}
    if kind is list:
        items = cast("list[Any]", value)
        return [item if type(item) in _PLAIN else native(item) for item in items]
    if isinstance(value, DateTime | Date):
        return value.to_native()
    return value
