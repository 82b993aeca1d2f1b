"""Storing one version of a record: as sent, as standardised, with its keys and its enrolment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.enrolments import enrolment_row
from graph.records import version_row

if TYPE_CHECKING:
    from graph.driver import Transaction
    from graph.live.blocking import Before, Blocked
    from graph.live.newcomer import Newcomer
    from graph.records import Feed
    from identity.records import RawRecord


@dataclass(frozen=True, slots=True)
class Arrival:
    """One record of one delivery, and the model whose keys it gets."""

    record: RawRecord
    delivery: Feed
    newcomer: Newcomer
    model: str


def append_version(tx: Transaction, arrival: Arrival, before: Before, blocked: Blocked) -> str:
    """Store the record's next version with the keys on which it was counted; the id of that version."""
    record, delivery = arrival.record, arrival.delivery
    row = version_row(record, before.version, delivery, standard=arrival.newcomer.standard)
    tx.run(
        "append_live_record",
        version={
            "source": delivery.source.name,
            "at": delivery.at,
            "properties": {**row["properties"], "keyedBy": arrival.model},
            "supersedes": [] if row["supersedes"] is None else [row["supersedes"]],
            "keys": blocked.counted,
            "enrolments": _enrolments(arrival, row["id"]),
        },
    )
    return row["id"]


def _enrolments(arrival: Arrival, record_id: str) -> list[dict[str, Any]]:
    delivery = arrival.delivery
    if delivery.source.programme is None:
        return []
    on = delivery.at.date()
    row = enrolment_row(arrival.record, record_id, source=delivery.source, on=on)
    return [{**row, "programme": delivery.source.programme}]
