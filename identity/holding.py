"""A whole linkage never takes persons apart by itself: they are held, and what it would part is asked of a human."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.components import DisjointSets
from identity.doubt import Doubt, DoubtKind
from identity.judgement import Verdict
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

WOULD_PART = "held to be one person, and a whole linkage would part them"
_NOBODY: Mapping[str, str] = {}


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
    sealed: Mapping[str, str] = _NOBODY,
) -> Holding:
    """Bring new clusters to keep every person that is in force whole.

    `previous` is record key -> person id, `decided` the verdicts in force by pair of keys, `sealed` the
    compartment by key of every sealed record. Persons become one only when one cluster has all open records of each, or a human said so; a new
    record goes to the person of its cluster, of several to the one with most records there. A person whom a human
    parted (DIFFERENT about two of its records that the clusters keep apart) is not held; of an open one, parted by a
    pair with a sealed record, only that record is not. What open records come to never depends on sealed ones.
    """
    hidden = sealed.keys()
    known = {key: who for key, who in previous.items() if key in clusters}
    parted = sorted(_judged_different(decided, clusters, known))
    held = _without_parted(known, parted, hidden)
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
    for left, right in parted:
        if {left, right} & hidden and group_of[left] == group_of[right]:
            alone = max(left, right, key=lambda key: (key in hidden, key))
            group_of[alone] = f"alone {alone}"
    return Holding(_labelled(group_of, hidden), tuple(_doubts(held, clusters, sealed)))


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


def _judged_different(
    decided: Mapping[tuple[str, str], Verdict], clusters: Mapping[str, str], known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Pairs of one person's records that a human held to be two persons and that linkage keeps apart."""
    for (left, right), verdict in decided.items():
        together = left in known and known[left] == known.get(right)
        if verdict is Verdict.DIFFERENT and together and clusters[left] != clusters[right]:
            yield left, right


def _without_parted(
    known: Mapping[str, str], parted: Iterable[tuple[str, str]], hidden: Collection[str]
) -> dict[str, str]:
    """Who is held whole: not a person whom a human parted, nor a sealed record that a human took off an open one."""
    openly = {who for key, who in known.items() if key not in hidden}
    gone: set[str] = set()
    released: set[str] = set()
    for pair in parted:
        sealed = {key for key in pair if key in hidden}
        if sealed and known[pair[0]] in openly:
            released |= sealed
        else:
            gone.add(known[pair[0]])
    return {key: who for key, who in known.items() if who not in gone and key not in released}


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


def _doubts(
    held: Mapping[str, str], clusters: Mapping[str, str], sealed: Mapping[str, str]
) -> Iterator[Doubt]:
    """One question for each part that linkage would take off a person: about open records without the sealed ones, and
    in each compartment about its own without those of another."""
    parts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    # Open keys stand first, so the first key of a part is sealed only where all of them are.
    for key in sorted(held, key=lambda key: (key in sealed, key)):
        parts[held[key]][clusters[key]].append(key)
    for who in sorted(parts):
        if len(parts[who]) > 1:
            yield from _between(_known(parts[who].values(), sealed, OPEN))
            places = {sealed[key] for part in parts[who].values() for key in part if key in sealed}
            for place in sorted(places):
                told = _between(_known(parts[who].values(), sealed, place))
                yield from (doubt for doubt in told if sealed.keys() & doubt.pair)


def _known(parts: Iterable[list[str]], sealed: Mapping[str, str], place: str) -> list[list[str]]:
    """What one compartment knows of each part, as far as it knows anything of it."""
    known = ([key for key in part if sealed.get(key, OPEN) in (OPEN, place)] for part in parts)
    return [part for part in known if part]


def _between(parts: list[list[str]]) -> Iterator[Doubt]:
    """Each smaller part beside the largest."""
    ordered = sorted(parts, key=lambda part: (-len(part), part[0]))
    everything = tuple(sorted(key for part in ordered for key in part))
    for part in ordered[1:]:
        yield Doubt(DoubtKind.DRIFT, ordered[0][0], part[0], everything, None, WOULD_PART)
