"""Numbers that the records of different people carry: whose records lose theirs before anything is compared.

The live path's half of `identity.linking.whose_number`: the conditions on two records are the same text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

MOST_HOLDERS = 30
"""A number on more records than this is not looked into: it blocks nothing either."""

IN_A_ROW = 10
"""Of thirteen digits. Numbers were given out one after the other: those of twins share so many, those of a house often."""

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

    def other_name(self, one: Row, other: Row) -> bool:
        """Do two records bear given names that are known and not one?"""
        ...

    def says_name(self, one: Row) -> bool:
        """Does the record say a given name, and more than a nickname alone?"""
        ...

    def twin_beside(self, one: Row, other: Row) -> bool:
        """Was the one born on the day of the other, whose lasting number was given out beside its own?"""
        ...

    def tells_birth(self, third: Row, one: Row, other: Row) -> bool:
        """Does a third record with this number and the given name of the one, which leaves its birth out, tell the
        day of birth of the other, which may be of the same sex?"""
        ...

    def given_name(self, one: Row) -> str | None:
        """The given name as it is compared."""
        ...

    def known_elsewhere(self, one: Row, other: Row) -> bool:
        """Is the bearer of the one, by all but the number, the bearer of the other and its lasting number?"""
        ...

    def known_beside(self, one: Row, other: Row) -> bool:
        """Does the one bear the very given name of the other, whose lasting number was given out beside its own?"""
        ...


@dataclass(frozen=True, slots=True)
class Aside:
    """`lost`: keys of records that lose their number; `contested`: pairs of record keys, the smaller first, that
    carry one number and are of different people; `renamed`: such pairs that keep it under two given names."""

    lost: frozenset[str]
    contested: frozenset[tuple[str, str]]
    renamed: frozenset[tuple[str, str]] = frozenset()


def set_aside(
    rows: Iterable[Row], numbers: Numbers[Row], *, only: Collection[str | None] | None = None
) -> Aside:
    """Of the records with one number those in the minority by name and birth lose it; with as many on either
    side, all do. Before that, a record loses a number that others bear under another given name when its bearer
    is known by another number, or by the number beside it. `only` are the numbers to look into, all where it is None."""
    known = list(rows)
    lost: set[str] = set()
    contested: set[tuple[str, str]] = set()
    renamed: set[tuple[str, str]] = set()
    for number, held in _holders(known, numbers, only).items():
        sharing = _Sharing.of(held, numbers)
        beside = _known_beside(number, sharing.outspelt(), known, numbers)
        strayed = beside | {
            row.key
            for row in sharing.outnumbered()
            if any(numbers.known_elsewhere(row, other) for other in known)
        }
        contested |= sharing.contested(strayed, beside)
        minority = sharing.minority(strayed)
        owners = {row.key for row in held if minority.get(row.key) == 1 and _has_twin(row, known, numbers)}
        lost |= strayed | (minority.keys() - owners)
        renamed |= {pair for pair in sharing.renamed if lost.isdisjoint(pair)}
    return Aside(frozenset(lost), frozenset(contested), frozenset(renamed))


def shifted(others: Iterable[Row], numbers: Numbers[Row], *, left: Row | None, came: Row) -> frozenset[str]:
    """Which of the others lose or regain their number when one record takes the place of its earlier version,
    or of nothing."""
    known = {row.key: row for row in others}
    movers = [row for row in (left, came) if row is not None]
    concerned = {numbers.number(row) for row in movers}
    rows_of_numbers = {number[:IN_A_ROW] for number in concerned if number is not None}
    for mover in movers:
        if numbers.number(mover) is not None:
            concerned |= {
                numbers.number(row) for row in known.values() if numbers.known_elsewhere(row, mover)
            }
    concerned |= {
        number
        for row in known.values()
        if (number := numbers.number(row)) is not None and number[:IN_A_ROW] in rows_of_numbers
    }
    before = set_aside((*known.values(), *(() if left is None else (left,))), numbers, only=concerned).lost
    after = set_aside((*known.values(), came), numbers, only=concerned).lost
    return (before ^ after) & known.keys()


def _known_beside(
    number: str, outspelt: Iterable[Row], known: Sequence[Row], numbers: Numbers[Row]
) -> set[str]:
    """The keys of those who bear the very name of somebody whose lasting number was given out beside this one. Those on
    whose number most others bear another name are no such somebody: they too may have borrowed theirs."""
    rows = list(outspelt)
    if not rows:
        return set()
    others = {
        one
        for row in known
        if (one := numbers.number(row)) is not None and one != number and one[:IN_A_ROW] == number[:IN_A_ROW]
    }
    strangers = {
        row.key
        for held in _holders(known, numbers, others).values()
        for row in _Sharing.of(held, numbers).outnumbered()
    }
    owners = [row for row in known if numbers.number(row) in others and row.key not in strangers]
    return {row.key for row in rows if any(numbers.known_beside(row, owner) for owner in owners)}


def _has_twin(row: Row, known: Iterable[Row], numbers: Numbers[Row]) -> bool:
    """Is somebody known by the number beside this one who was born on the same day? Then it is this record's."""
    return any(numbers.twin_beside(row, other) for other in known)


def _holders(
    rows: Iterable[Row], numbers: Numbers[Row], only: Collection[str | None] | None
) -> Mapping[str, list[Row]]:
    """The records of each number that is looked into and on as many records as may tell something."""
    holders: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        number = numbers.number(row)
        if number is not None and (only is None or number in only):
            holders[number].append(row)
    return {number: held for number, held in holders.items() if 2 <= len(held) <= MOST_HOLDERS}


@dataclass(frozen=True, slots=True)
class _Sharing(Generic[Row]):
    """The records with one number, and the keys of those that say no given name; the pairs of keys, the smaller first,
    that are of different people, those under two given names, and those whose given names are not the same to the letter."""

    held: Sequence[Row]
    nameless: frozenset[str]
    strangers: frozenset[tuple[str, str]]
    renamed: frozenset[tuple[str, str]]
    unequal: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, held: Sequence[Row], numbers: Numbers[Row]) -> _Sharing[Row]:
        """Compare all of them with each other."""
        pairs = {_ordered(one.key, other.key): (one, other) for one, other in combinations(held, 2)}
        names = {row.key: numbers.given_name(row) for row in held if numbers.says_name(row)}
        return cls(
            held,
            frozenset(row.key for row in held if row.key not in names),
            frozenset(keys for keys, both in pairs.items() if _are_strangers(*both, held, numbers)),
            frozenset(keys for keys, both in pairs.items() if numbers.other_name(*both)),
            frozenset(
                keys for keys in pairs if names.keys() >= {*keys} and len({names[key] for key in keys}) > 1
            ),
        )

    def outnumbered(self) -> list[Row]:
        """The records whose given name most of the others that say one do not bear."""
        keys = self._outvoted(self.renamed, self.nameless)
        return [row for row in self.held if row.key in keys]

    def outspelt(self) -> list[Row]:
        """The records whose given name most of the others that say one write otherwise, be it by a letter."""
        keys = self._outvoted(self.unequal, self.nameless)
        return [row for row in self.held if row.key in keys]

    def minority(self, strayed: Collection[str]) -> Mapping[str, int]:
        """The keys of records that most of the others, strayed ones left out, hold to be somebody else's, and by how many
        more: by one where there are as many on either side."""
        return self._outvoted(self.strangers, strayed)

    def contested(self, strayed: Collection[str], beside: Collection[str]) -> set[tuple[str, str]]:
        """The pairs of different people, the bearers of a strayed number among them, and those of one that belongs to the
        number beside it."""
        return {
            *self.strangers,
            *(pair for pair in self.renamed if not set(pair).isdisjoint(strayed)),
            *(pair for pair in self.unequal if not set(pair).isdisjoint(beside)),
        }

    def _outvoted(self, against: frozenset[tuple[str, str]], silent: Collection[str]) -> Mapping[str, int]:
        """The keys of records that are in these pairs with more of the others than not, and with how many more."""
        if not against:
            return {}
        keys = [row.key for row in self.held]
        voters = [key for key in keys if key not in silent]
        told = {key: [_ordered(key, voter) in against for voter in voters if voter != key] for key in keys}
        majority = {key: 2 * sum(votes) - len(votes) for key, votes in told.items()}
        return {key: more for key, more in majority.items() if more > 0}


def _are_strangers(one: Row, other: Row, held: Iterable[Row], numbers: Numbers[Row]) -> bool:
    """Who leaves the day of birth out on one form may tell it on another, under this number and this given name."""
    return numbers.other_person(one, other) and not any(
        numbers.tells_birth(third, one, other) or numbers.tells_birth(third, other, one) for third in held
    )


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
