"""How a clustering does where it is hard: records without a number, twins, namesakes, people who changed a name.

A stratum is a named set of records. For some of them the truth also knows a counterpart: the person a record could be
taken for and is not (the twin, the namesake, the relative whose number it carries).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from identity.evaluate import Evaluation, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

Counterpart = tuple[str, str]
"""(record key, label of the true cluster that the record is not of)."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. `share` is None where there is nothing to take a share of."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.part / self.whole if self.whole else None

    def as_dict(self) -> dict[str, Any]:
        """Plain data, the share with its counts."""
        return {"share": self.share, "part": self.part, "whole": self.whole}


@dataclass(frozen=True, slots=True)
class Strata:
    """Which records are in which stratum, and the counterparts of those that have any."""

    members: Mapping[str, Set[str]] = field(default_factory=dict[str, "Set[str]"])
    counterparts: Mapping[str, Set[Counterpart]] = field(default_factory=dict[str, "Set[Counterpart]"])

    @staticmethod
    def of(rows: Iterable[tuple[str, str, str]]) -> Strata:
        """From (stratum, record key, counterpart or empty), one row or several a record."""
        members: dict[str, set[str]] = defaultdict(set)
        counterparts: dict[str, set[Counterpart]] = defaultdict(set)
        for stratum, key, counterpart in rows:
            members[stratum].add(key)
            if counterpart:
                counterparts[stratum].add((key, counterpart))
        return Strata(dict(members), dict(counterparts))

    def renamed(self, rename: Callable[[str], str]) -> Strata:
        """The same strata with every record key changed."""
        return Strata(
            {name: {rename(key) for key in keys} for name, keys in self.members.items()},
            {
                name: {(rename(key), other) for key, other in pairs}
                for name, pairs in self.counterparts.items()
            },
        )


@dataclass(frozen=True, slots=True)
class StratumMark:
    """How one stratum fared.

    `pairs` are the pair and B-cubed figures over pairs with at least one record in the stratum. `recall_across` is
    over true pairs with exactly one record in it, `recall_inside` over those with both. `held` counts the persons
    with a record in it who are whole in one cluster, of those with two records at all. Where counterparts are known:
    `merged_persons` of all pairs of a person and a counterpart those that share a cluster, `merged_pairs` of all
    pairs of a record of either those in one cluster, `merged_records` of the stratum's records those in one cluster
    with any record of their counterpart.
    """

    pairs: Evaluation
    recall_across: Share
    recall_inside: Share
    held: Share
    merged_persons: Share
    merged_pairs: Share
    merged_records: Share

    def as_dict(self) -> dict[str, Any]:
        """Plain data; what needs counterparts is left out where there are none."""
        shares = (
            "recall_across",
            "recall_inside",
            "held",
            "merged_persons",
            "merged_pairs",
            "merged_records",
        )
        known = {name: getattr(self, name).as_dict() for name in shares if getattr(self, name).whole}
        return {**self.pairs.as_dict(), **known}


def measure_strata(
    truth: Mapping[str, str], clusters: Mapping[str, str], strata: Strata
) -> dict[str, StratumMark]:
    """Every stratum's mark by name, over the records that are both in `truth` and in `clusters`.

    Raises InsufficientData when no record is in both.
    """
    sets = {name: set(members) for name, members in sorted(strata.members.items())}
    whole = evaluate(truth, clusters, sets)
    shared = {key: label for key, label in truth.items() if key in clusters}
    return {
        name: _mark(whole.strata[name], shared, clusters, members, strata.counterparts.get(name, frozenset()))
        for name, members in sets.items()
    }


def _mark(
    pairs: Evaluation,
    truth: Mapping[str, str],
    clusters: Mapping[str, str],
    members: Set[str],
    counterparts: Set[Counterpart],
) -> StratumMark:
    return StratumMark(
        pairs=pairs,
        recall_across=recall_across(truth, clusters, members),
        recall_inside=recall_inside(truth, clusters, members),
        held=held_whole(truth, clusters, members),
        merged_persons=merged_persons(truth, clusters, counterparts),
        merged_pairs=merged_pairs(truth, clusters, counterparts),
        merged_records=merged_records(truth, clusters, counterparts),
    )


def recall_inside(truth: Mapping[str, str], clusters: Mapping[str, str], members: Set[str]) -> Share:
    """Of the true pairs with both records among `members`, those found."""
    inside = {key: label for key, label in truth.items() if key in members}
    true = Counter(inside.values())
    right = Counter((label, clusters[key]) for key, label in inside.items())
    return Share(_pairs(right.values()), _pairs(true.values()))


def recall_across(truth: Mapping[str, str], clusters: Mapping[str, str], members: Set[str]) -> Share:
    """Of the true pairs with exactly one record among `members`, those found."""
    sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    cells: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = (Counter(), Counter())
    for key, label in truth.items():
        side = int(key in members)
        sides[side][label] += 1
        cells[side][label, clusters[key]] += 1
    right = sum(count * cells[1][cell] for cell, count in cells[0].items())
    return Share(right, sum(count * sides[1][label] for label, count in sides[0].items()))


def held_whole(truth: Mapping[str, str], clusters: Mapping[str, str], members: Set[str]) -> Share:
    """Of the persons with a record among `members` and two records at all, those whole in one cluster.

    A wrong record in the same cluster does not count against it: this is about losing nobody's past.
    """
    asked = {truth[key] for key in members if key in truth}
    records = Counter(truth.values())
    found: dict[str, set[str]] = defaultdict(set)
    for key, label in truth.items():
        if label in asked and records[label] > 1:
            found[label].add(clusters[key])
    return Share(sum(len(labels) == 1 for labels in found.values()), len(found))


def merged_persons(
    truth: Mapping[str, str], clusters: Mapping[str, str], counterparts: Set[Counterpart]
) -> Share:
    """Of the pairs of a person and a counterpart, those of whom some cluster holds records of both."""
    spread = _spread(truth, clusters)
    pairs = _person_pairs(truth, counterparts)
    return Share(sum(not spread[one].keys().isdisjoint(spread[other]) for one, other in pairs), len(pairs))


def merged_pairs(
    truth: Mapping[str, str], clusters: Mapping[str, str], counterparts: Set[Counterpart]
) -> Share:
    """Of the pairs of a record of a person and one of a counterpart, those in one cluster."""
    spread = _spread(truth, clusters)
    wrong = whole = 0
    for one, other in _person_pairs(truth, counterparts):
        wrong += sum(count * spread[other][cluster] for cluster, count in spread[one].items())
        whole += spread[one].total() * spread[other].total()
    return Share(wrong, whole)


def merged_records(
    truth: Mapping[str, str], clusters: Mapping[str, str], counterparts: Set[Counterpart]
) -> Share:
    """Of the records with a counterpart who has records, those in one cluster with a record of the counterpart."""
    spread = _spread(truth, clusters)
    asked: dict[str, bool] = {}
    for key, other in counterparts:
        if key in truth and other in spread:
            asked[key] = asked.get(key, False) or clusters[key] in spread[other]
    return Share(sum(asked.values()), len(asked))


def _spread(truth: Mapping[str, str], clusters: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Over which found clusters the records of each true person are spread."""
    spread: dict[str, Counter[str]] = defaultdict(Counter)
    for key, label in truth.items():
        spread[label][clusters[key]] += 1
    return dict(spread)


def _person_pairs(truth: Mapping[str, str], counterparts: Set[Counterpart]) -> set[tuple[str, str]]:
    """Each pair of a person and a counterpart once, whichever of them it was told of; both have records."""
    known = set(truth.values())
    pairs = ((truth[key], other) for key, other in counterparts if key in truth and other in known)
    return {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def homes_of_persons(persons: Mapping[str, str], homes: Mapping[str, str]) -> dict[str, str]:
    """Each person's household, from record -> person and record -> household: the one most of the person's records
    name; of several named as often the smallest label. A person none of whose records names one is left out."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for key, person in persons.items():
        if key in homes:
            named[person][homes[key]] += 1
    return {person: min(count, key=lambda home: (-count[home], home)) for person, count in named.items()}


def evaluate_households(
    truth: Mapping[str, str], true_homes: Mapping[str, str], found_homes: Mapping[str, str]
) -> Evaluation:
    """Households by pairs of different persons, so that linking a person's own records right earns nothing here.

    `truth` is record -> true person, the other two record -> household. A true person lives in the found household
    that most of the records name, and alone where none does. Raises InsufficientData when nobody has a true home.
    """
    expected = homes_of_persons(truth, true_homes)
    found = homes_of_persons(truth, found_homes)
    return evaluate(expected, {person: found.get(person, f"\0{person}") for person in expected})
