"""One file of one source: inspected as a whole, then streamed as records, its bad rows put aside."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.errors import UnreadableFeed
from hub.feeds.encoding import find_encoding, is_parquet
from hub.feeds.inspection import Inspection, inspect_records
from hub.feeds.quarantine import MARKS
from hub.feeds.rows import Row, RowReader, find_delimiter, open_csv, open_parquet, require_columns
from identity.records import LONGEST_ATTRIBUTE, LONGEST_VALUE, RawRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hub.feeds.mapping import SourceMapping
    from hub.feeds.quarantine import Quarantine

_Column = tuple[str, int, int]
"""Its name, its place in a row, and how many characters a value may have."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Feed:
    """A file and the mapping that explains it. The file is opened anew for each reading."""

    def __init__(self, mapping: SourceMapping, path: Path) -> None:
        _require_file(path)
        self.mapping = mapping
        self.path = path
        self.is_replay = _is_quarantine(path)
        declared = mapping.format == "parquet" or path.suffix.lower() == ".parquet"
        self._is_parquet = not self.is_replay and (declared or is_parquet(path))
        self.encoding = None if self._is_parquet else self._encoding()
        self._delimiter = "," if self.encoding is None else self._find_delimiter(self.encoding)
        self._place = require_columns(path, self._open().columns, mapping.columns)

    def inspect(self) -> Inspection:
        """Read the whole file once and refuse it if it looks wrong; nothing is kept but the counts."""
        return inspect_records(self.path.name, self.records(), self.mapping.limits)

    def records(
        self,
        quarantine: Quarantine | None = None,
        *,
        repeated_ids: frozenset[int] = frozenset(),
        every_row: bool = False,
    ) -> Iterator[RawRecord]:
        """Stream the good rows; bad ones, and the lines in `repeated_ids`, go to `quarantine` (or are passed over).

        With `every_row`, each row that has an id is a record, also where it says nothing; a value that cannot be
        used is left out, and the row goes to the quarantine as well.
        """
        reader = self._open()
        record_id = self._place[self.mapping.record_id]
        fields = [(name, self._place[column], LONGEST_VALUE) for name, column in self.mapping.fields.items()]
        attributes = [
            (name, self._place[column], LONGEST_ATTRIBUTE) for name, column in self.mapping.attributes.items()
        ]
        own = slice(len(MARKS), None) if self.is_replay else slice(None)
        for row in reader.rows:
            problem = _find_problem(row, record_id, fields + attributes, repeated_ids)
            if problem is None or (every_row and problem.leaves_a_record):
                yield RawRecord(
                    source=self.mapping.source,
                    record_id=row.cells[record_id].strip(),
                    values=_values(row, fields, problem),
                    attributes=_values(row, attributes, problem),
                    line=row.line,
                )
            if problem is not None and quarantine is not None and not (every_row and problem.is_silence):
                # A row that could not be split into cells is kept whole, as its one cell.
                cells = row.cells[own] if len(row.cells) > 1 else row.cells
                quarantine.add(
                    columns=reader.columns[own],
                    cells=cells,
                    line=row.line,
                    field=problem.field,
                    value=problem.value,
                    reason=problem.reason,
                )

    def _open(self) -> RowReader:
        if self.encoding is None:
            return open_parquet(self.path)
        return open_csv(self.path, encoding=self.encoding, delimiter=self._delimiter)

    def _find_delimiter(self, encoding: str) -> str:
        if self.is_replay:
            return ","
        return self.mapping.delimiter or find_delimiter(
            self.path, encoding=encoding, needed=self.mapping.columns
        )

    def _encoding(self) -> str:
        declared = "utf-8" if self.is_replay else self.mapping.encoding
        return find_encoding(
            self.path, declared=declared, undecodable_share=self.mapping.limits.undecodable_rows
        )


def _require_file(path: Path) -> None:
    if not path.is_file():
        told = "is a directory; name the files in it" if path.is_dir() else "no such file"
        raise UnreadableFeed(f"{path}: {told}.")
    try:
        path.open("rb").close()
    except OSError as error:
        raise UnreadableFeed(f"{path}: cannot be read: {error.strerror}.") from error


def _is_quarantine(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(200).lstrip(b"\xef\xbb\xbf").decode("ascii", errors="replace")
    return tuple(next(csv.reader([start.splitlines()[0] if start else ""]), [])[: len(MARKS)]) == MARKS


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why a row cannot be taken in."""

    field: str
    value: str
    reason: str
    leaves_a_record: bool = False
    """Is it known at least whose row it is?"""
    is_silence: bool = False


def _values(row: Row, columns: list[_Column], problem: _Problem | None) -> dict[str, str]:
    """The values that can be used: all of them where the row has no problem."""
    cells = row.cells
    return {
        name: text
        for name, index, most in columns
        if (text := cells[index].strip()) and (problem is None or _unusable(text, most) is None)
    }


def _find_problem(
    row: Row, record_id: int, columns: list[_Column], repeated_ids: frozenset[int]
) -> _Problem | None:
    if row.problem is not None:
        return _Problem("", "", row.problem)
    if not row.cells[record_id].strip():
        return _Problem("record_id", "", "the record has no id")
    if row.line in repeated_ids:
        return _Problem(
            "record_id", row.cells[record_id], "an earlier line of this file has the same record id"
        )
    if not _is_plain(row.cells):
        for name, index, most in [("record_id", record_id, LONGEST_VALUE), *columns]:
            reason = _unusable(row.cells[index], most)
            if reason is not None:
                return _Problem(name, row.cells[index][:200], reason, leaves_a_record=name != "record_id")
    if not any(row.cells[index].strip() for _, index, _ in columns):
        return _Problem("", "", "the row says nothing about a person", leaves_a_record=True, is_silence=True)
    return None


def _is_plain(cells: Sequence[str]) -> bool:
    """Is there certainly nothing wrong? Neither control characters nor surrogates can be printed."""
    return "".join(cells).isprintable() and max(map(len, cells)) <= LONGEST_VALUE


def _unusable(value: str, most: int) -> str | None:
    if _SURROGATE.search(value):
        return "bytes that are not in the file's encoding"
    if _CONTROL.search(value):
        return "a control character"
    if len(value) > most:
        return f"longer than {most:,} characters"
    return None
