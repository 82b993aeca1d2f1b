"""Sealed records that go along with open ones which become one person or several, and never beside what their own
compartment holds different."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from identity.components import DisjointSets
from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Unit:
    """Sealed records of one compartment and one person (by id, None: nobody's) that a human holds to be the same;
    `group` is the number of the one they go along with."""

    keys: tuple[str, ...]
    compartment: str
    person: str | None
    group: int


def set_apart(
    groups: Sequence[Sequence[str]],
    hidden: Mapping[str, str],
    *,
    person_of: Mapping[str, str | None],
    verdicts: Mapping[Pair, Verdict],
) -> tuple[tuple[str, ...], ...]:
    """The groups of record keys, with sealed records taken out where their steward holds one of the others different.

    `hidden` is key -> compartment of those that whoever makes the groups does not see; `person_of` tells whom each record
    identifies before, `verdicts` what humans decided, by pairs of keys, the smaller first. A sealed record goes with those
    of its person that its steward holds the same, else with others of its person from whom he does not hold it different,
    else it is of a person of its compartment. The open records of a group stay together, whatever is sealed.
    """
    left = [[key for key in group if key not in hidden] for group in groups]
    own: defaultdict[tuple[str, str | None], list[list[str]]] = defaultdict(list)
    for unit in _units(groups, hidden, person_of=person_of, verdicts=verdicts):
        alone = own[unit.compartment, unit.person]
        homes = (*_likely_homes(unit, left, verdicts, person_of), *alone)
        home = next((group for group in homes if not _held(unit, group, Verdict.DIFFERENT, verdicts)), None)
        if home is None:
            alone.append([*unit.keys])
        else:
            home.extend(unit.keys)
    found = [*left, *(group for alone in own.values() for group in alone)]
    return tuple(tuple(group) for group in found if group)


def _likely_homes(
    unit: _Unit,
    groups: Sequence[list[str]],
    verdicts: Mapping[Pair, Verdict],
    person_of: Mapping[str, str | None],
) -> Iterator[list[str]]:
    """The groups that have records of its person, and the one it goes along with, the likeliest first."""
    there = {
        number
        for number, group in enumerate(groups)
        if any(person_of.get(key) == unit.person for key in group)
    }
    ranked = sorted(
        (not _held(unit, groups[number], Verdict.SAME, verdicts), number != unit.group, number)
        for number in {unit.group, *there}
    )
    return (groups[number] for _, _, number in ranked)


def _units(
    groups: Sequence[Sequence[str]],
    hidden: Mapping[str, str],
    *,
    person_of: Mapping[str, str | None],
    verdicts: Mapping[Pair, Verdict],
) -> list[_Unit]:
    sets = DisjointSets(hidden)
    for (left, right), verdict in sorted(verdicts.items()):
        together = verdict is Verdict.SAME and left in hidden and right in hidden
        if together and hidden[left] == hidden[right] and person_of.get(left) == person_of.get(right):
            sets.join(left, right)
    group_of = {key: number for number, group in enumerate(groups) for key in group}
    return [
        _Unit(tuple(keys), hidden[keys[0]], person_of.get(keys[0]), _most(group_of[key] for key in keys))
        for keys in sets.sets()
    ]


def _most(numbers: Iterable[int]) -> int:
    counts = Counter(numbers)
    return min(counts, key=lambda number: (-counts[number], number))


def _held(unit: _Unit, group: Iterable[str], verdict: Verdict, verdicts: Mapping[Pair, Verdict]) -> bool:
    """Whether a human gave this verdict on one of the unit and one of the group."""
    return any(verdicts.get((min(pair), max(pair))) is verdict for pair in product(unit.keys, group))
