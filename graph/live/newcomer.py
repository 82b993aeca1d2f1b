"""One record as the live path handles it: as compared, and the keys it is found by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.live.keys import match_keys
from graph.standard import from_text, standard_rows
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.live.keys import MatchKey
    from graph.sources import Source
    from graph.standard import Standard
    from identity.linking.scorer import Prepared, Scorer
    from identity.records import RawRecord


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A record that comes in, is placed again, or is asked about. `keys` are those of its own compartment, on which
    it is counted, by their ids."""

    key: str
    compartment: str
    standard: Standard
    row: Prepared
    keys: Mapping[str, MatchKey]

    @property
    def is_sealed(self) -> bool:
        """Does it come from a sealed source?"""
        return self.compartment != OPEN

    @property
    def visible(self) -> frozenset[str]:
        """The compartments whose records it may be compared with."""
        return frozenset({OPEN, self.compartment})

    @property
    def searchable(self) -> list[str]:
        """The ids of all keys by which it may find others."""
        return [one for key in self.keys.values() for one in key.ids(self.visible)]


def newcomer_as_sent(record: RawRecord, source: Source, scorer: Scorer) -> Newcomer:
    """Standardise one record and find its keys."""
    [standard] = standard_rows([record], locale=source.locale)
    return _made(standard, source.compartment, scorer)


def newcomer_as_kept(standard: str, compartment: str, scorer: Scorer) -> Newcomer:
    """A record that is in the graph already, from its standardised row."""
    return _made(from_text(standard), compartment, scorer)


def _made(standard: Standard, compartment: str, scorer: Scorer) -> Newcomer:
    row = scorer.prepare(standard)
    return Newcomer(row.key, compartment, standard, row, match_keys(scorer.keys(row), compartment))
