"""Which records are one person again when an act is taken back: open ones by open ones, sealed ones after them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.stewardship.circle import Whole


@dataclass(slots=True)
class _Labels:
    """`of` is record key -> label of its group, `home` person id -> label of whoever came to the person later."""

    of: dict[str, str] = field(default_factory=dict[str, str])
    home: dict[str, str] = field(default_factory=dict[str, str])


def groups_before(
    before: Mapping[str, str], persons: Collection[Whole], *, compartment: str
) -> tuple[tuple[str, ...], ...]:
    """The records of these persons in the groups they formed before (record key -> person id) an act that is seen from a
    compartment.

    A record that came later goes with the group that most of its person's records go with; of equally many, with the
    one that gave the person its id. Open records are counted alone, and stay as they are where the act is sealed: it
    changed none of them. Sealed ones then go where those open records are who were of one person with them.
    """
    labels = _Labels()
    restored = before if compartment == OPEN else {}
    for person in persons:
        if person.compartment == OPEN:
            _label(person.id, person.carrying, restored, labels)
    leads = _leads(before, labels.of)
    sealed = {key: leads.get(before[key], before[key]) for key in _sealed(persons) if key in before}
    for person in persons:
        if person.compartment == OPEN:
            home = labels.home[person.id]
            labels.of |= {key: sealed.get(key, home) for key in person.attached}
        else:
            _label(person.id, person.carrying, sealed, labels)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, label in labels.of.items():
        groups[label].append(key)
    return tuple(tuple(sorted(groups[label])) for label in sorted(groups))


def _label(person: str, keys: Collection[str], wanted: Mapping[str, str], labels: _Labels) -> None:
    """Records that are restored go where they are wanted, the others of their person with most of these."""
    found = Counter(wanted[key] for key in keys if key in wanted)
    home = labels.home[person] = _most(found, preferred=person)
    labels.of |= {key: wanted.get(key, home) for key in keys}


def _leads(before: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Person id of before -> the label that most of its open records have."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, label in labels.items():
        if key in before:
            found[before[key]][label] += 1
    return {person: _most(counts, preferred=person) for person, counts in found.items()}


def _most(counts: Counter[str], *, preferred: str) -> str:
    return min(counts, key=lambda label: (-counts[label], label != preferred, label), default=preferred)


def _sealed(persons: Collection[Whole]) -> list[str]:
    return [
        key
        for person in persons
        for key in (person.attached if person.compartment == OPEN else person.carrying)
    ]
