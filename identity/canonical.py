"""Stable ids: made from content, kept by largest overlap when clusters change, retired but never given out again."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.resolution import Retirement

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U, so that an id can be read over a telephone."""

ID_LETTERS = 12
"""Sixty bits: 66 million persons meet a collision about once in 500 whole registrations of the country."""


def content_id(prefix: str, founder: str, taken: Container[str] = ()) -> str:
    """An id made from the text that founded the thing, so that two machines agree on it.

    Where that id was given out before, a counter is hashed in until a free one is found.
    """
    attempt = 0
    while True:
        text = founder if attempt == 0 else f"{founder}\x1f{attempt}"
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> (64 - 5 * ID_LETTERS)
        letters = (CROCKFORD[number >> 5 * place & 31] for place in reversed(range(ID_LETTERS)))
        candidate = prefix + "".join(letters)
        if candidate not in taken:
            return candidate
        attempt += 1


def keep_ids(
    groups: Mapping[str, Collection[str]],
    *,
    previous: Mapping[str, str],
    taken: Container[str],
    prefix: str,
) -> dict[str, str]:
    """Give every group of members its id: group label -> id.

    `previous` says which id each member had; a group keeps the id with which it shares most members, and an id
    stays with one group. Groups left without one get a new id, founded on their smallest member and never in
    `taken`. The result depends on neither the labels nor any order.
    """
    founders = {label: min(members) for label, members in groups.items()}
    overlaps = [
        (-shared, person_id, founders[label], label)
        for label, members in groups.items()
        for person_id, shared in Counter(previous[key] for key in members if key in previous).items()
    ]
    kept: dict[str, str] = {}
    spoken_for: set[str] = set()
    for _, person_id, _, label in sorted(overlaps):
        if label not in kept and person_id not in spoken_for:
            kept[label] = person_id
            spoken_for.add(person_id)
    used = Either(taken, set(previous.values()))
    for founder, label in sorted((founders[label], label) for label in groups if label not in kept):
        kept[label] = content_id(prefix, founder, used)
        used.own.add(kept[label])
    return kept


@dataclass(frozen=True, slots=True)
class Either:
    """What is in either of two: ids may be looked up one by one where to list them all would take minutes."""

    others: Container[str]
    own: set[str]

    def __contains__(self, name: str) -> bool:
        return name in self.own or name in self.others


def retirements(previous: Mapping[str, str], now: Mapping[str, str]) -> tuple[Retirement, ...]:
    """The ids in `previous` (member -> id) that nobody holds `now`, each with the ids its members went to.

    An id none of whose members is known any more is left as it is: there is nothing to say about it.
    """
    in_force = set(now.values())
    successors: defaultdict[str, set[str]] = defaultdict(set)
    for key, person_id in previous.items():
        if person_id not in in_force and key in now:
            successors[person_id].add(now[key])
    return tuple(
        Retirement(person_id, tuple(sorted(became)), "merged" if len(became) == 1 else "split")
        for person_id, became in sorted(successors.items())
    )


def resolves_to(person_id: str, became: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The ids in force that an id stands for, through every retirement since: `became` is id -> successors."""
    found: set[str] = set()
    waiting, seen = [person_id], {person_id}
    while waiting:
        current = waiting.pop()
        successors = became.get(current, ())
        if not successors:
            found.add(current)
        waiting.extend(set(successors) - seen)
        seen.update(successors)
    return tuple(sorted(found))
