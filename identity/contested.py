"""Numbers that the records of different people carry: whose records lose theirs before anything is compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CONTESTED = "same citizen id, other name and birth year"
"""The reason of the pair, worded as in identity.linking.rules."""

_MOST_HOLDERS = 30
"""A number on more records than this is not looked into: it blocks nothing either."""

Row = TypeVar("Row", bound=Any)


class Numbers(Protocol[Row]):
    """What must be known of a record's citizen id."""

    def number(self, one: Row) -> str | None:
        """The citizen id if it is of a kind that can be contested (not a foreign one)."""
        ...

    def without_number(self, one: Row) -> Row:
        """The same record as if it had no citizen id."""
        ...

    def other_person(self, one: Row, other: Row) -> bool:
        """Do name and birth say that two records with one number are of different people?"""
        ...


@dataclass(frozen=True, slots=True)
class Aside:
    """`lost`: keys of records that lose their number; `contested`: pairs of record keys, the smaller first, that
    carry one number and are of different people."""

    lost: frozenset[str]
    contested: frozenset[tuple[str, str]]


def set_aside(rows: Iterable[Row], numbers: Numbers[Row]) -> Aside:
    """Of the records with one number those in the minority by name and birth lose it; with as many on either
    side, all do."""
    holders: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        number = numbers.number(row)
        if number is not None:
            holders[number].append(row)
    lost: set[str] = set()
    contested: set[tuple[str, str]] = set()
    for held in holders.values():
        if 2 <= len(held) <= _MOST_HOLDERS:
            pairs = _contested(held, numbers)
            contested |= pairs
            lost |= _minority(held, pairs)
    return Aside(frozenset(lost), frozenset(contested))


def shifted(others: Iterable[Row], numbers: Numbers[Row], *, left: Row | None, came: Row) -> frozenset[str]:
    """Which of the others lose or regain their number when one record takes the place of its earlier version,
    or of nothing."""
    concerned = {numbers.number(row) for row in (left, came) if row is not None} - {None}
    held = {row.key: row for row in others if numbers.number(row) in concerned}
    before = set_aside((*held.values(), *(() if left is None else (left,))), numbers).lost
    after = set_aside((*held.values(), came), numbers).lost
    return (before ^ after) & held.keys()


def _contested(held: Sequence[Row], numbers: Numbers[Row]) -> set[tuple[str, str]]:
    return {
        (min(one.key, other.key), max(one.key, other.key))
        for one, other in combinations(held, 2)
        if numbers.other_person(one, other)
    }


def _minority(held: Sequence[Row], pairs: set[tuple[str, str]]) -> set[str]:
    against: defaultdict[str, int] = defaultdict(int)
    for pair in pairs:
        for key in pair:
            against[key] += 1
    return {key for key, count in against.items() if count > len(held) - 1 - count}
