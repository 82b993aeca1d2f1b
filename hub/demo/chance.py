"""The dice of the demo: seeded streams that give the same throws on every machine."""

from __future__ import annotations

import random
from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Dice(random.Random):
    """One stream of throws. Seeding by text goes through SHA-512, never through `hash()`."""

    def __init__(self, seed: int, stream: str) -> None:
        super().__init__(f"{stream}/{seed}")

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.random() < probability

    def day_between(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included; `first` when the span is empty."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def digits(self, count: int) -> str:
        """A string of `count` decimal digits."""
        return f"{self.randrange(10**count):0{count}d}"


class Weighted(Generic[T]):
    """A bag to draw from, each item as often as its weight says."""

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        self.items = tuple(items)
        self._sums = tuple(accumulate(weights))

    def draw(self, dice: Dice) -> T:
        """One item."""
        return self.at(dice.random())

    def at(self, share: float) -> T:
        """The item that lies at this share (0 to 1) of all the weight."""
        return self.items[min(bisect(self._sums, share * self._sums[-1]), len(self.items) - 1)]
