"""Who lives with whom by a human's word: it outranks what places, forms and names say, until it is taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from identity.household import live_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from identity.household import Evidence


@dataclass(frozen=True, slots=True)
class Lodging:
    """The persons of `members` (record keys) live together: in the household of the person of the record `beside`, or by
    themselves where it is None. `since` is an ISO 8601 day, None: not known. `at` is timezone-aware."""

    id: str
    members: tuple[str, ...]
    beside: str | None
    since: str | None
    by: str
    at: datetime
    reason: str


def lodge(
    evidence: Evidence, lodgings: Iterable[Lodging]
) -> tuple[Evidence, Sequence[Sequence[str]], dict[str, str]]:
    """Who lives together once humans were heard, the latest word last: the evidence with the homes this gives, the
    sets of persons, and since when those lodged are said to be there (person -> day)."""
    person_of = {
        evidence.columns.keys[row]: person for person, rows in evidence.people.items() for row in rows
    }
    household_of: dict[str, set[str]] = {}
    for persons in live_together(evidence).sets():
        household = set(persons)
        household_of.update(dict.fromkeys(persons, household))
    lodged: set[str] = set()
    since: dict[str, str] = {}
    for lodging in sorted(lodgings, key=lambda lodging: (lodging.at, lodging.id)):
        moving = {person_of[key] for key in lodging.members if key in person_of}
        host = person_of.get(lodging.beside or "")
        if not moving or (lodging.beside is not None and host is None):
            continue
        home = household_of[host] if host is not None else set[str]()
        for person in moving - home:
            household_of[person].discard(person)
        home |= moving
        household_of.update(dict.fromkeys(home, home))
        lodged |= moving - {host}
        since.update({person: lodging.since for person in moving - {host} if lodging.since is not None})
    households = {min(persons): sorted(persons) for persons in household_of.values()}
    sets = [households[name] for name in sorted(households)]
    return _at_home(evidence, sets, lodged), sets, since


def _at_home(evidence: Evidence, sets: Sequence[Sequence[str]], lodged: set[str]) -> Evidence:
    """Those lodged live where their household lives, whatever their records say."""
    homes = dict(evidence.homes)
    for persons in sets:
        known = _most_common_home(evidence, [person for person in persons if person not in lodged] or persons)
        if known is not None:
            homes.update({person: known for person in persons if person in lodged})
    return replace(evidence, homes=homes)


def _most_common_home(evidence: Evidence, persons: Iterable[str]) -> str | None:
    """The home of most of these; of equally many the smaller name."""
    counts = Counter(home for person in persons if (home := evidence.homes[person]) is not None)
    return min(counts, key=lambda home: (-counts[home], home), default=None)
