"""The error rates, one table for all sources, and the making of mistakes by it.

The rates are assumptions: no department publishes its own. They were chosen before any engine was tried on them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hub.demo.mistakes.births import BIRTH_MISTAKES
from hub.demo.mistakes.contacts import CONTACT_MISTAKES
from hub.demo.mistakes.names import NAME_MISTAKES
from hub.demo.mistakes.numbers import NUMBER_MISTAKES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.demo.entry import Entry
    from hub.demo.mistakes.mistake import Desk

MISTAKES = NUMBER_MISTAKES + NAME_MISTAKES + BIRTH_MISTAKES + CONTACT_MISTAKES
REPEATED_ROW = "repeated_row"
"""Not among the kinds that change an entry: it writes a finished one again under another form number."""


@cache
def rates() -> Mapping[str, Mapping[str, float]]:
    """rates.csv as source -> kind -> share of the entries in which the mistake is possible."""
    with Path(__file__).with_name("rates.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    sources = [column for column in rows[0] if column != "mistake"]
    return {source: {row["mistake"]: float(row[source]) for row in rows} for source in sources}


class Tally:
    """How often each kind of mistake was made, out of how many occasions."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}

    def count(self, kind: str, *, made: bool) -> None:
        """One more occasion."""
        counts = self._counts.setdefault(kind, [0, 0])
        counts[0] += made
        counts[1] += 1

    def as_dict(self) -> dict[str, tuple[int, int]]:
        """Kind -> (made, occasions)."""
        return {kind: (made, chances) for kind, (made, chances) in self._counts.items()}


def make_mistakes(entry: Entry, desk: Desk, *, source: str, tally: Tally) -> None:
    """Go through every kind once; note in the entry which were made."""
    shares = rates()[source]
    for mistake in MISTAKES:
        share = shares[mistake.kind]
        if not share or not mistake.possible(entry):
            continue
        made = desk.dice.chance(share)
        tally.count(mistake.kind, made=made)
        if made:
            mistake.change(entry, desk)
            entry.mistakes.add(mistake.kind)
