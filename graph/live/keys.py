"""Match keys: the blocking keys of a record as nodes of the graph, counted apart for each compartment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from identity.linking.blocking import BlockingKey

NUMBER = "citizen id"
"""The key whose value is an identity number: all its holders bear on whose number it is."""

PLACE = "place"
"""The name of keys that block and count nothing: a door, a house code or a form, held while a household is worked out."""


@dataclass(frozen=True, slots=True)
class MatchKey:
    """A value of a blocking key within one compartment; with more than `cap` records on it, it blocks nothing."""

    name: str
    value: str
    compartment: str
    cap: int

    @property
    def id(self) -> str:
        """The id of its node."""
        return key_id(self.name, self.value, self.compartment)

    def ids(self, places: Iterable[str]) -> list[str]:
        """The ids of this value's nodes in several compartments."""
        return [key_id(self.name, self.value, place) for place in sorted(places)]


@dataclass(frozen=True, slots=True)
class Fill:
    """How many current records a key holds, and whether it has stopped blocking."""

    count: int
    stopped: bool


def key_id(name: str, value: str, compartment: str) -> str:
    """The id of the node of a key's value: `compartment|name|value`."""
    return f"{compartment}|{name}|{value}"


def match_keys(found: Iterable[BlockingKey], compartment: str) -> dict[str, MatchKey]:
    """The match keys of a record of that compartment by the ids of their nodes."""
    keys = (MatchKey(key.name, key.value, compartment, key.cap) for key in found)
    return {key.id: key for key in keys}


def changes(wanted: Mapping[str, MatchKey], held: Collection[str]) -> list[dict[str, Any]]:
    """What a record that holds some keys and wants others changes in their counts, in the order of their ids."""
    rows: list[dict[str, Any]] = []
    for identity in sorted({*wanted, *held}):
        key = wanted.get(identity)
        rows.append(
            {
                "id": identity,
                "name": key.name if key else None,
                "compartment": key.compartment if key else None,
                "cap": key.cap if key else None,
                "change": int(identity in wanted) - int(identity in held),
            }
        )
    return rows
