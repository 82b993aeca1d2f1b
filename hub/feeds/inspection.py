"""The first reading of a feed: is it believable as a whole? Counts on disk, so that memory does not grow with the file."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from hub.errors import DuplicateRows, TooManyRowsOfOnePerson, UnreadableFeed
from identity.standardise import standardise_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hub.feeds.mapping import Limits
    from identity.records import RawRecord

_INSERT_BATCH = 2_000
_FEWEST_DUPLICATES = 2
"""One row that repeats one other is an accident; it takes two to make a pattern."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the first reading counted. `duplicate_rows` repeat an earlier row in all but the record id;
    `repeated_ids` are the lines whose record id an earlier line has."""

    rows: int
    duplicate_rows: int
    most_rows_of_one_person: int
    repeated_ids: frozenset[int]


def inspect_records(name: str, records: Iterable[RawRecord], limits: Limits) -> Inspection:
    """Count a feed's readable rows and raise FeedRefused, with the numbers, when a limit is passed."""
    with _Counts() as counts:
        rows = counts.take(records)
        if rows == 0:
            raise UnreadableFeed(f"{name}: no row below the header can be read.")
        found = Inspection(rows, counts.duplicates(), counts.most_of_one_person(), counts.repeated_ids())
    if found.duplicate_rows >= max(_FEWEST_DUPLICATES, limits.duplicate_rows * rows):
        raise DuplicateRows(
            f"{name}: {found.duplicate_rows:,} of {rows:,} rows repeat another row in everything but the record id"
            f" (limit {limits.duplicate_rows:.0%}). Nothing was written."
        )
    if found.most_rows_of_one_person > limits.records_per_person:
        raise TooManyRowsOfOnePerson(
            f"{name}: one person has {found.most_rows_of_one_person:,} rows (limit {limits.records_per_person}). Nothing was written."
        )
    return found


class _Counts:
    """Hashes of rows in a private, temporary SQLite database that the operating system may keep on disk."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA cache_size = -4000")
        self._database.execute("PRAGMA temp_store = FILE")
        self._database.execute("CREATE TABLE row (line INTEGER, id BLOB, content BLOB, person BLOB)")

    def __enter__(self) -> _Counts:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def take(self, records: Iterable[RawRecord]) -> int:
        rows = 0
        for batch in _batches(records):
            self._database.execute("BEGIN")
            self._database.executemany(
                "INSERT INTO row VALUES (?, ?, ?, ?)", [_hashes(record) for record in batch]
            )
            self._database.execute("COMMIT")
            rows += len(batch)
        return rows

    def _number(self, query: str) -> int:
        return int(self._database.execute(query).fetchone()[0] or 0)

    def duplicates(self) -> int:
        return self._number("SELECT count(*) - count(DISTINCT content) FROM row")

    def most_of_one_person(self) -> int:
        return self._number("SELECT max(n) FROM (SELECT count(*) AS n FROM row GROUP BY person)")

    def repeated_ids(self) -> frozenset[int]:
        query = """SELECT line FROM row JOIN (SELECT id, min(line) AS first FROM row GROUP BY id HAVING count(*) > 1)
                   USING (id) WHERE line <> first"""
        return frozenset(line for (line,) in self._database.execute(query))


def _batches(records: Iterable[RawRecord]) -> Iterator[list[RawRecord]]:
    batch: list[RawRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) == _INSERT_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _hashes(record: RawRecord) -> tuple[int, bytes, bytes, bytes]:
    content = bytes.fromhex(record.content_hash)[:12]
    # Whatever the locale of the source: only a Thai number can be known to be valid.
    number = standardise_identifier(record.values.get("citizen_id", ""))
    person = _short_hash(number.value) if number else content
    return record.line, _short_hash(record.record_id), content, person


def _short_hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
