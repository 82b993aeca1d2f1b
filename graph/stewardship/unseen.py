"""Sealed records that go along with an act which does not speak of them: outside, nobody is refused anything for what
their own steward decided about them, or sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.stewardship.verdicts import verdicts_after
from identity.compartments import source_of
from identity.following import set_apart
from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.driver import Transaction
    from graph.stewardship.decision import Decision
    from identity.resolution import SourceTraits


def with_sealed_apart(tx: Transaction, decision: Decision, sources: Mapping[str, SourceTraits]) -> Decision:
    """The decision, with sealed records where `identity.following` puts them. Who is seen from where the act is seen is
    left alone: of these whoever decided could know."""
    place = {key: sources[source_of(key)].compartment for group in decision.groups for key in group}
    seen = {OPEN, decision.compartment}
    hidden = {key: compartment for key, compartment in place.items() if compartment not in seen}
    if not hidden:
        return decision
    verdicts = verdicts_after(tx, place, decision)
    person_of = {row["key"]: row["person"] for row in tx.run("read_current_owners", keys=sorted(place))}
    groups = set_apart(decision.groups, hidden, person_of=person_of, verdicts=verdicts)
    return replace(decision, groups=groups)
