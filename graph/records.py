"""Source records: what agencies said, version after version, never changed and never lost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from graph.deliveries import Feed, next_number, place_of, said_twice, versions
from graph.enrolments import enrolment_row
from graph.errors import UnknownSource
from graph.marks import mark_properties
from graph.naming import CANONICAL_PROPERTIES, attribute_property, property_name
from graph.sources import source_named
from graph.standard import standard_rows, to_text
from identity.records import ATTRIBUTE_PREFIX, RawRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from graph.deliveries import Said
    from graph.driver import Database, Row, Transaction

BATCH = 2_500
"""Records a transaction: one batch is all that is ever held in memory."""


@dataclass(frozen=True, slots=True)
class Appended:
    """How many records of a feed were new, new versions of known ones, already there as sent, or versions of the past:
    older than what is known, and kept with the history."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    past: int = 0

    def __add__(self, other: Appended) -> Appended:
        return Appended(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.past + other.past,
        )


def append(db: Database, records: Iterable[RawRecord], *, source: str, feed: str, at: datetime) -> Appended:
    """Add a feed's records, and their enrolments where the source has a programme.

    A record already there as sent is left alone; a changed one becomes a new version that supersedes the one
    before, unless what is known was sent later than `at`: then it is kept with the history. Identifications are not
    touched: they follow when persons are next published. Safe to repeat after a failure, with the same `at`. Raises UnknownSource, and DuplicateRecord when one feed says two different
    things under one record id: which of them holds nobody could tell, and loading the feed again would turn
    one into the other for ever.
    """
    delivery = Feed(feed, source_named(db, source), at)
    total = Appended()
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH)):
        total += _append_batch(db, batch, delivery)
    return total


def current_records(db: Database) -> Iterator[RawRecord]:
    """Every source record as last sent, streamed in the order of the keys."""
    for row in db.stream("list_current_records"):
        yield as_sent(row["properties"])


def as_sent_before(db: Database, records: Sequence[RawRecord]) -> frozenset[str]:
    """The keys of those records that the graph holds as they were sent, whether or not they identify anybody yet."""
    rows = db.read("read_current_versions", keys=[record.key for record in records])
    known = {row["key"]: row["contentHash"] for row in rows}
    return frozenset(record.key for record in records if known.get(record.key) == record.content_hash)


def _append_batch(db: Database, batch: Sequence[RawRecord], feed: Feed) -> Appended:
    sent = _once_each(batch, feed)

    def unit(tx: Transaction) -> Appended:
        known = {row["key"]: row for row in tx.run("read_current_versions", keys=list(sent))}
        fresh = [record for record in sent.values() if not is_known(record, known.get(record.key), feed)]
        history = _histories(tx, [record.key for record in fresh if record.key in known])
        rows = _version_rows(fresh, known, history, feed)
        past = [row for row in rows if not row["properties"]["current"]]
        latest = [row for row in rows if row["properties"]["current"]]
        _write(tx, latest, sent, feed)
        _keep(tx, past, feed)
        changed = sum(row["supersedes"] is not None for row in latest)
        return Appended(len(latest) - changed, changed, len(batch) - len(rows), len(past))

    return db.work(unit, name="append_records")


def _histories(tx: Transaction, keys: Sequence[str]) -> dict[str, tuple[Said, ...]]:
    rows = tx.run("read_versions", keys=keys) if keys else []
    return {row["key"]: versions(row["versions"]) for row in rows}


def _version_rows(
    fresh: Sequence[RawRecord],
    known: Mapping[str, Row],
    history: Mapping[str, Sequence[Said]],
    feed: Feed,
) -> list[Row]:
    places = {record.key: place_of(record, history.get(record.key, ()), feed) for record in fresh}
    wanted = [record for record in fresh if places[record.key] != "known"]
    return [
        version_row(
            record,
            known.get(record.key),
            feed,
            standard=standard,
            number=next_number(history.get(record.key, ())),
            current=places[record.key] == "next",
        )
        for record, standard in zip(wanted, standard_rows(wanted, locale=feed.source.locale), strict=True)
    ]


def _once_each(batch: Sequence[RawRecord], feed: Feed) -> dict[str, RawRecord]:
    sent: dict[str, RawRecord] = {}
    for record in batch:
        if record.source != feed.source.name:
            raise UnknownSource(f"Line {record.line} belongs to another source than {feed.source.name}.")
        first = sent.setdefault(record.key, record)
        if first.content_hash != record.content_hash:
            raise said_twice(record)
    return sent


def is_known(record: RawRecord, known: Mapping[str, Any] | None, feed: Feed) -> bool:
    """Is the record there as sent, `known` being its current version? Raises DuplicateRecord where this very feed
    has said something else under its id."""
    if known is None:
        return False
    if known["contentHash"] == record.content_hash:
        return True
    if known["feed"] == feed.name and known["receivedAt"] == feed.at:
        raise said_twice(record)
    return False


def version_row(
    record: RawRecord,
    known: Mapping[str, Any] | None,
    feed: Feed,
    *,
    standard: Mapping[str, Any],
    number: int,
    current: bool = True,
) -> Row:
    """A version of a record as `create_source_records` wants it: id, key, the id it supersedes (that of the current
    version, `known`), properties. One that is not to be `current` supersedes nothing by itself."""
    record_id = f"{record.key}@{number}"
    properties: dict[str, Any] = {
        "id": record_id,
        "key": record.key,
        "version": number,
        "current": current,
        "contentHash": record.content_hash,
        "line": record.line,
        "feed": feed.name,
        "agency": feed.source.agency,
        "source": record.source,
        "recordId": record.record_id,
        "compartment": feed.source.compartment,
        "standard": to_text(standard),
    }
    properties |= mark_properties(standard)
    properties |= {property_name(field): value for field, value in record.values.items()}
    properties |= {attribute_property(name): value for name, value in record.attributes.items()}
    supersedes = known["id"] if known is not None and current else None
    return {"id": record_id, "key": record.key, "supersedes": supersedes, "properties": properties}


def _write(
    tx: Transaction, rows: Sequence[Mapping[str, Any]], sent: Mapping[str, RawRecord], feed: Feed
) -> None:
    if not rows:
        return
    source = feed.source
    tx.run(
        "create_source_records",
        source=source.name,
        at=feed.at,
        rows=[{"properties": row["properties"]} for row in rows],
    )
    superseding = [{"id": row["id"], "supersedes": row["supersedes"]} for row in rows if row["supersedes"]]
    if superseding:
        tx.run("supersede_source_records", rows=superseding)
        tx.run("release_match_keys", records=[row["supersedes"] for row in superseding])
    if source.programme is not None:
        on = feed.at.date()
        enrolments = [enrolment_row(sent[row["key"]], row["id"], source=source, on=on) for row in rows]
        tx.run("write_enrolments", programme=source.programme, rows=enrolments)


def past_row(row: Row, feed: Feed) -> Row:
    """The row of `version_row` for a version that is not current, as `keep_past_versions` wants it."""
    return {"source": feed.source.name, "at": feed.at, "properties": row["properties"]}


def _keep(tx: Transaction, rows: Sequence[Row], feed: Feed) -> None:
    if rows:
        tx.run("keep_past_versions", rows=[past_row(row, feed) for row in rows])


def as_sent(properties: Mapping[str, Any]) -> RawRecord:
    """The record again that these properties of its node were made from."""
    return RawRecord(
        source=properties["source"],
        record_id=properties["recordId"],
        values={
            field: properties[name] for name, field in CANONICAL_PROPERTIES.items() if name in properties
        },
        attributes={
            name.removeprefix(ATTRIBUTE_PREFIX): value
            for name, value in properties.items()
            if name.startswith(ATTRIBUTE_PREFIX)
        },
        line=properties["line"],
    )
