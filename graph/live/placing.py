"""Where a record goes, decided among whole locked persons, and the regrouping that follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph import regroup
from graph.live.neighbourhood import read_neighbourhood
from graph.live.recheck import recheck
from identity.following import set_apart
from identity.linking.copies import MOST_ALIKE, said
from identity.placing import place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from graph.driver import Transaction
    from graph.live.appending import Version
    from graph.live.blocking import Before, Blocked
    from graph.live.neighbourhood import Neighbourhood
    from graph.live.newcomer import Newcomer
    from graph.live.scoring import LiveScorer
    from graph.regroup import Plan
    from identity.doubt import Doubt
    from identity.placing import Placement
    from identity.resolution import SourceTraits


@dataclass(frozen=True, slots=True)
class Rules:
    """By what one record is placed: the scorer, the traits of the sources, and the odds in bits that a join needs now."""

    scorer: LiveScorer
    sources: Mapping[str, SourceTraits]
    sure: float = -math.inf


def decide(
    tx: Transaction, newcomer: Newcomer, before: Before, blocked: Blocked, rules: Rules
) -> tuple[Neighbourhood, Placement]:
    """Lock and read who is near, and say whom the record belongs to."""
    scorer = rules.scorer
    near = read_neighbourhood(tx, newcomer, blocked, own=before.person, scorer=scorer)
    placement = place(
        newcomer.row,
        near.neighbours,
        scorer=scorer,
        decided=near.decided,
        sealed=near.sealed,
        own=before.person,
        former=None if before.standard is None else scorer.read(before.standard),
        witnesses=near.witnesses,
        sure=rules.sure,
    )
    return near, placement


def is_repetition(newcomer: Newcomer, near: Neighbourhood, placement: Placement) -> bool:
    """Does the person it joins say the same in so many records that one more would only fill blocks (MOST_ALIKE)?"""
    theirs = [one.row for one in near.neighbours if one.person in placement.persons]
    if len(theirs) < MOST_ALIKE:
        return False
    content = said(newcomer.row.columns)
    return sum(said(row.columns) == content for row in theirs) >= MOST_ALIKE


def bring_in(
    tx: Transaction,
    version: Version,
    near: Neighbourhood,
    placement: Placement,
    rules: Rules,
    *,
    own: str | None,
    at: datetime,
) -> Plan:
    """Store the version that has come in, and make it and the persons it joins one, with all that follows. `own` is
    whom the record identified before."""
    persons = {*placement.persons, *([] if own is None else [own])}
    region = regroup.region_of(
        [row for person in sorted(persons) for row in near.persons.get(person, ())],
        near.golden,
        version.stated,
        latest=near.latest,
    )
    plan = _plan(tx, version.stated.key, near, placement, rules, at=at, own=region)
    regroup.apply(tx, plan, arrival=version.rows)
    return plan


def move(
    tx: Transaction,
    newcomer: Newcomer,
    near: Neighbourhood,
    placement: Placement,
    rules: Rules,
    *,
    at: datetime,
) -> Plan:
    """Make a record that is in the graph already and the persons it joins one, with all that follows."""
    plan = _plan(tx, newcomer.key, near, placement, rules, at=at)
    regroup.apply(tx, plan)
    return plan


def _plan(
    tx: Transaction,
    key: str,
    near: Neighbourhood,
    placement: Placement,
    rules: Rules,
    *,
    at: datetime,
    own: regroup.Region | None = None,
) -> Plan:
    theirs = {row["key"]: person for person in placement.persons for row in near.persons.get(person, ())}
    group = [key, *(one for one in theirs if one != key)]
    hidden = {one: near.unseen[one] for one in group if one in near.unseen}
    groups = set_apart([group], hidden, person_of=theirs, verdicts=near.told) if hidden else [group]
    decided_by = f"model:{rules.scorer.scorer.version}"
    return regroup.plan(tx, groups, sources=rules.sources, at=at, decided_by=decided_by, own=own)


def look_again(tx: Transaction, newcomer: Newcomer, blocked: Blocked, rules: Rules) -> tuple[Doubt, ...]:
    """Doubts about persons held together by keys that have just become too common."""
    return tuple(recheck(tx, blocked.crossed, compartment=newcomer.compartment, scorer=rules.scorer))
