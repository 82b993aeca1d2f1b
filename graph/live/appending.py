"""One version of a record to be stored: as sent, as standardised, with its keys and its enrolment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.enrolments import enrolment_row
from graph.marks import MARKS
from graph.records import past_row, version_row
from graph.regroup import Stated
from graph.versions import CurrentVersion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.deliveries import Feed
    from graph.driver import Row
    from graph.live.blocking import Before, Blocked
    from graph.live.newcomer import Newcomer
    from identity.records import RawRecord


@dataclass(frozen=True, slots=True)
class Arrival:
    """One record of one delivery, and the model whose keys it gets."""

    record: RawRecord
    delivery: Feed
    newcomer: Newcomer
    model: str


@dataclass(frozen=True, slots=True)
class Version:
    """The next version of a record: as whoever regroups sees it, and its rows by query, to be written with what follows."""

    stated: Stated
    rows: Mapping[str, Sequence[Row]]


def next_version(arrival: Arrival, before: Before, blocked: Blocked, *, waiting: Sequence[Row]) -> Version:
    """The record's next version with the keys on which it was counted, and the records that are to wait."""
    record, delivery, standard = arrival.record, arrival.delivery, arrival.newcomer.standard
    row = version_row(record, before.version, delivery, standard=standard, number=before.next_number)
    source, properties = delivery.source, row["properties"]
    stated = Stated(
        key=record.key,
        version=CurrentVersion(row["id"], source.agency, source.compartment),
        row=standard,
        marks=frozenset((mark, properties[mark]) for mark in MARKS if mark in properties),
        person=None,
        held=None,
        digest=None,
    )
    written = {
        "source": source.name,
        "at": delivery.at,
        "properties": {**properties, "keyedBy": arrival.model},
        "supersedes": [] if row["supersedes"] is None else [row["supersedes"]],
        "keys": blocked.counted,
        "enrolments": _enrolments(arrival, row["id"]),
    }
    late = [{**key, "record": row["id"]} for key in blocked.late]
    rows = {"append_live_record": [written], "count_stopped_keys": late, "mark_waiting_records": waiting}
    return Version(stated, rows)


def past_version(arrival: Arrival, before: Before) -> Row:
    """The row of `keep_past_versions` for a version that is older than what is known."""
    record, feed = arrival.record, arrival.delivery
    standard, number = arrival.newcomer.standard, before.next_number
    return past_row(
        version_row(record, before.version, feed, standard=standard, number=number, current=False), feed
    )


def _enrolments(arrival: Arrival, record_id: str) -> list[dict[str, Any]]:
    delivery = arrival.delivery
    if delivery.source.programme is None:
        return []
    on = delivery.at.date()
    row = enrolment_row(arrival.record, record_id, source=delivery.source, on=on)
    return [{**row, "programme": delivery.source.programme}]
