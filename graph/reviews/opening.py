"""From doubts to questions: one each, with what its answer is worth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.digest import digest
from identity.resolution import OPEN
from identity.reviewing import answer_stakes, answer_value, is_control, one_question_each, review_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from graph.driver import Transaction
    from identity.doubt import Doubt

BATCH = 1_000
"""Questions written by one statement."""


@dataclass(frozen=True, slots=True)
class _Stake:
    """A record version, its compartment, whom it identifies and the open services that person has."""

    record: str
    compartment: str
    person: str | None
    enrolments: int


def open_reviews(tx: Transaction, doubts: Sequence[Doubt], *, at: datetime) -> int:
    """Put doubts before humans; returns how many questions were opened by it.

    One question for each kind and pair of persons. One that is open already is only renewed; one that a human answered,
    or decided about otherwise, is not asked again until a record it concerns has changed. A doubt about records that are
    not there is dropped.
    A question that concerns a sealed record exists for its compartment alone.
    """
    if not doubts:
        return 0
    stakes = _stakes(tx, doubts)
    person_of = {key: stake.person for key, stake in stakes.items() if stake.person is not None}
    rows = [
        _row(doubt, place, stakes)
        for place, among in _by_compartment(doubts, stakes).items()
        for doubt in one_question_each(among, person_of)
    ]
    rows.sort(key=lambda row: row["id"])  # Two who open the same questions then wait in line.
    opened = 0
    for start in range(0, len(rows), BATCH):
        opened += sum(
            row["opened"] for row in tx.run("open_reviews", rows=rows[start : start + BATCH], at=at)
        )
    return opened


def ids_of(tx: Transaction, doubts: Sequence[Doubt]) -> list[str]:
    """The ids that questions about these doubts have; a doubt about records that are not there has none."""
    found = _by_compartment(doubts, _stakes(tx, doubts))
    return [review_id(doubt, compartment=place) for place, among in found.items() for doubt in among]


def _stakes(tx: Transaction, doubts: Sequence[Doubt]) -> dict[str, _Stake]:
    keys = sorted({key for doubt in doubts for key in doubt.records})
    return {
        row["key"]: _Stake(row["record"], row["compartment"], row["person"], row["enrolments"])
        for row in tx.run("read_review_stakes", keys=keys)
    }


def _by_compartment(doubts: Sequence[Doubt], stakes: Mapping[str, _Stake]) -> dict[str, list[Doubt]]:
    """The doubts about records that are there, by the compartment that may know of them: what is asked in one never
    takes the place of what is asked in another, and what concerns two sealed ones nobody may know."""
    found: defaultdict[str, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        if stakes.keys() >= set(doubt.records):
            sealed = {stakes[key].compartment for key in doubt.records} - {OPEN}
            if len(sealed) < 2:
                found[next(iter(sealed), OPEN)].append(doubt)
    return dict(found)


def _row(doubt: Doubt, place: str, stakes: Mapping[str, _Stake]) -> dict[str, Any]:
    concerned = [stakes[key] for key in doubt.records]
    persons = {stake.person: stake.enrolments for stake in concerned if stake.person is not None}
    enrolments = sum(persons.values())
    left, right = (stakes[key].person for key in doubt.pair)
    identity = review_id(doubt, compartment=place)
    properties: dict[str, Any] = {
        "kind": doubt.kind.value,
        "left": doubt.pair[0],
        "right": doubt.pair[1],
        "records": sorted(doubt.records),
        "reason": doubt.reason,
        "compartment": place,
        "control": is_control(identity),
        # Was it asked while they were two? Only then does their becoming one answer it.
        "parted": left is None or left != right,
        "value": answer_value(doubt, records=len(concerned), enrolments=enrolments),
        "stakes": answer_stakes(doubt.kind, records=len(concerned), enrolments=enrolments),
        "basis": digest({"records": sorted(stake.record for stake in concerned)}),
    }
    if doubt.weight is not None:
        properties["weight"] = doubt.weight
    return {"id": identity, "properties": properties, "records": [stake.record for stake in concerned]}
