"""A whole linkage never takes persons apart by itself: they are held, and what it would part is asked of a human."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.components import DisjointSets
from identity.doubt import Doubt, DoubtKind
from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

WOULD_PART = "held to be one person, and a whole linkage would part them"


@dataclass(frozen=True, slots=True)
class Holding:
    """`clusters` is record key -> label, as linkage gives them, with every person in force whole; `doubts` are what
    linkage would have decided otherwise."""

    clusters: Mapping[str, str]
    doubts: tuple[Doubt, ...]


def hold_persons(
    clusters: Mapping[str, str],
    *,
    previous: Mapping[str, str],
    decided: Mapping[tuple[str, str], Verdict],
    sealed: Collection[str] = (),
) -> Holding:
    """Bring new clusters to keep every person that is in force whole.

    `previous` is record key -> person id, `decided` the verdicts in force by pair of keys, `sealed` the keys of
    sealed records. Persons become one only when one cluster has all open records of each, or a human said so; a new
    record goes to the person of its cluster, of several to the one with most records there. A person whom a human
    parted (DIFFERENT about two of its records that the clusters keep apart) is not held. What open records come to
    never depends on sealed ones.
    """
    hidden = frozenset(sealed)
    known = {key: who for key, who in previous.items() if key in clusters}
    held = _without_parted(known, clusters, decided)
    persons = [_Held(who, *parts) for who, parts in sorted(_parts(held, clusters, hidden).items())]
    groups = DisjointSets({*map(_person, held.values()), *map(_cluster, clusters.values())})
    for label, owners in _owners(persons).items():
        groups.join_all((_cluster(label), *map(_person, owners)))
    for left, right in _judged_same(decided, clusters, held):
        if not {left, right} & hidden:
            groups.join_all((_person(held[left]), _person(held[right])))
    group_of = {
        key: groups.find(_person(held[key]) if key in held else _cluster(label))
        for key, label in clusters.items()
    }
    return Holding(_labelled(group_of, hidden), tuple(_doubts(held, clusters, hidden)))


@dataclass(frozen=True, slots=True)
class _Held:
    """A person in force: whether it has open records, and how many of those that speak for it lie in which cluster."""

    id: str
    open: bool
    homes: Counter[str]


def _person(who: str) -> str:
    return f"person {who}"


def _cluster(label: str) -> str:
    return f"cluster {label}"


def _without_parted(
    previous: Mapping[str, str], clusters: Mapping[str, str], decided: Mapping[tuple[str, str], Verdict]
) -> dict[str, str]:
    parted = {
        previous[left]
        for (left, right), verdict in decided.items()
        if verdict is Verdict.DIFFERENT
        and left in previous
        and previous[left] == previous.get(right)
        and clusters[left] != clusters[right]
    }
    return {key: who for key, who in previous.items() if who not in parted}


def _parts(
    held: Mapping[str, str], clusters: Mapping[str, str], hidden: Collection[str]
) -> dict[str, tuple[bool, Counter[str]]]:
    """For each person: has it open records, and where they lie; of one that has none, where its sealed ones do."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    unseen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, who in held.items():
        (unseen if key in hidden else seen)[who][clusters[key]] += 1
    return {who: (True, homes) for who, homes in seen.items()} | {
        who: (False, homes) for who, homes in unseen.items() if who not in seen
    }


def _owners(persons: Iterable[_Held]) -> dict[str, list[str]]:
    """Cluster -> the persons it goes to, and who thereby become one: all who lie in it whole; where none does, the one
    with most records there. Persons known from sealed records alone come to it only after the open ones."""
    whole: defaultdict[str, dict[bool, list[str]]] = defaultdict(lambda: {True: [], False: []})
    most: dict[tuple[str, bool], tuple[int, str]] = {}
    for person in persons:
        homes = person.homes
        if not person.open:
            # A person known from sealed records alone comes to one cluster, or it would make open ones one.
            homes = Counter(dict([min(homes.items(), key=lambda home: (-home[1], home[0]))]))
        for label, count in homes.items():
            if len(person.homes) == 1:
                whole[label][person.open].append(person.id)
            elif count > most.get((label, person.open), (0, ""))[0]:
                most[label, person.open] = (count, person.id)
    owners: dict[str, list[str]] = {}
    for label in {*whole, *(label for label, _ in most)}:
        seen, unseen = whole[label][True], whole[label][False]
        if not seen and (label, True) in most:
            seen = [most[label, True][1]]
        if not seen and not unseen and (label, False) in most:
            unseen = [most[label, False][1]]
        owners[label] = [*seen, *unseen]
    return owners


def _judged_same(
    decided: Mapping[tuple[str, str], Verdict], clusters: Mapping[str, str], held: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Pairs that a human held to be one person and that linkage could put together."""
    for (left, right), verdict in decided.items():
        if verdict is Verdict.SAME and left in held and right in held and clusters[left] == clusters[right]:
            yield left, right


def _labelled(group_of: Mapping[str, str], hidden: Collection[str]) -> dict[str, str]:
    """Labels as linkage gives them: the smallest open key of the group, or of all where none is open."""
    smallest: dict[str, tuple[bool, str]] = {}
    for key, group in group_of.items():
        mine = (key in hidden, key)
        smallest[group] = min(mine, smallest.get(group, mine))
    return {key: smallest[group][1] for key, group in group_of.items()}


def _doubts(held: Mapping[str, str], clusters: Mapping[str, str], hidden: Collection[str]) -> Iterator[Doubt]:
    """One question for each part that linkage would take off a person; about open records without the sealed ones."""
    parts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    # Open keys stand first, so the first key of a part is sealed only where all of them are.
    for key in sorted(held, key=lambda key: (key in hidden, key)):
        parts[held[key]][clusters[key]].append(key)
    for who in sorted(parts):
        if len(parts[who]) > 1:
            open_parts = [[key for key in part if key not in hidden] for part in parts[who].values()]
            yield from _between([part for part in open_parts if part])
            sealed_only = [doubt for doubt in _between(list(parts[who].values())) if doubt.right in hidden]
            yield from sealed_only


def _between(parts: list[list[str]]) -> Iterator[Doubt]:
    """Each smaller part beside the largest."""
    ordered = sorted(parts, key=lambda part: (-len(part), part[0]))
    everything = tuple(sorted(key for part in ordered for key in part))
    for part in ordered[1:]:
        yield Doubt(DoubtKind.DRIFT, ordered[0][0], part[0], everything, None, WOULD_PART)
