"""A cache that forgets what was used longest ago."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class BoundedCache(Generic[Key, Value]):
    """At most `size` values that weigh at most `weight` together, the least recently used one leaving first."""

    def __init__(self, size: int, *, weight: int) -> None:
        self._size = size
        self._most = weight
        self._weight = 0
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> Value | None:
        """The value, now the most recently used one; None when it is not held."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, *, weight: int) -> None:
        """Hold a value; not even for a moment one that is heavier than everything held may be."""
        self._weight += weight - self._held.pop(key, (None, 0))[1]
        self._held[key] = (value, weight)
        while len(self._held) > self._size or self._weight > self._most:
            self._weight -= self._held.popitem(last=False)[1][1]
