"""A value that changes over the years: what it was on a day, what it is now, what it was before."""

from __future__ import annotations

from bisect import insort
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")


class Timeline(Generic[T]):
    """Values by the day since which each holds, oldest first."""

    __slots__ = ("spans",)

    def __init__(self) -> None:
        self.spans: list[tuple[date, T]] = []

    def add(self, since: date, value: T) -> None:
        """From this day on (until a later entry) the value holds."""
        insort(self.spans, (since, value), key=itemgetter(0))

    def on(self, day: date) -> T | None:
        """The value in force on a day, None before the first."""
        held: T | None = None
        for since, value in self.spans:
            if since > day:
                break
            held = value
        return held

    def before(self, day: date) -> list[T]:
        """Every earlier value that was no longer in force on a day."""
        return [
            value for (_, value), (ended, _) in zip(self.spans, self.spans[1:], strict=False) if ended <= day
        ]

    @property
    def last(self) -> T | None:
        """The value in force at the end."""
        return self.spans[-1][1] if self.spans else None

    @property
    def first(self) -> T | None:
        """The value the line begins with."""
        return self.spans[0][1] if self.spans else None
