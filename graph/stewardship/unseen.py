"""Sealed records that go along with an act which does not speak of them, and never beside what their own compartment
holds different: outside, nobody is refused anything for it or sees it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from graph.stewardship.verdicts import pair_of, verdicts_after
from identity.compartments import source_of
from identity.components import DisjointSets
from identity.judgement import Verdict
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from graph.driver import Transaction
    from graph.stewardship.decision import Decision
    from graph.stewardship.verdicts import Pair
    from identity.resolution import SourceTraits


@dataclass(frozen=True, slots=True)
class _Unit:
    """Sealed records of one compartment and one person (by id, None: nobody's) that a human holds to be the same;
    `group` is the number of the one they go along with."""

    keys: tuple[str, ...]
    compartment: str
    person: str | None
    group: int


def set_apart(tx: Transaction, decision: Decision, sources: Mapping[str, SourceTraits]) -> Decision:
    """The decision, with sealed records taken out of groups where their steward holds one of the others different.

    They go with those of their person that he holds the same, else with others of their person from whom he does not
    hold them different, else they are a person of their compartment. Who is seen from where the act is seen is left
    alone: of these whoever decided could know.
    """
    place = {key: sources[source_of(key)].compartment for group in decision.groups for key in group}
    hidden = {key for key, compartment in place.items() if compartment not in (OPEN, decision.compartment)}
    if not hidden:
        return decision
    verdicts = verdicts_after(tx, place, decision)
    person_of = {row["key"]: row["person"] for row in tx.run("read_current_owners", keys=sorted(place))}
    groups = [[key for key in group if key not in hidden] for group in decision.groups]
    own: defaultdict[tuple[str, str | None], list[list[str]]] = defaultdict(list)
    for unit in _units(hidden, decision.groups, verdicts, place=place, person_of=person_of):
        alone = own[unit.compartment, unit.person]
        homes = (*_likely_homes(unit, groups, verdicts, person_of), *alone)
        home = next((group for group in homes if not _held(unit, group, Verdict.DIFFERENT, verdicts)), None)
        if home is None:
            alone.append([*unit.keys])
        else:
            home.extend(unit.keys)
    found = [*groups, *(group for alone in own.values() for group in alone)]
    return replace(decision, groups=tuple(tuple(group) for group in found if group))


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
    hidden: Collection[str],
    groups: Sequence[Sequence[str]],
    verdicts: Mapping[Pair, Verdict],
    *,
    place: Mapping[str, str],
    person_of: Mapping[str, str | None],
) -> list[_Unit]:
    sets = DisjointSets(hidden)
    for (left, right), verdict in sorted(verdicts.items()):
        together = verdict is Verdict.SAME and left in hidden and right in hidden
        if together and place[left] == place[right] and person_of.get(left) == person_of.get(right):
            sets.join(left, right)
    group_of = {key: number for number, group in enumerate(groups) for key in group}
    return [
        _Unit(tuple(keys), place[keys[0]], person_of.get(keys[0]), _most(group_of[key] for key in keys))
        for keys in sets.sets()
    ]


def _most(numbers: Iterable[int]) -> int:
    counts = Counter(numbers)
    return min(counts, key=lambda number: (-counts[number], number))


def _held(unit: _Unit, group: Iterable[str], verdict: Verdict, verdicts: Mapping[Pair, Verdict]) -> bool:
    """Whether a human gave this verdict on one of the unit and one of the group."""
    return any(verdicts.get(pair_of(*pair)) is verdict for pair in product(unit.keys, group))
