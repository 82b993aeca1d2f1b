"""One file of one source: inspected as a whole, then streamed as records, its bad rows put aside."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from hub.errors import UnreadableFeed
from hub.feeds.encoding import find_encoding
from hub.feeds.inspection import Inspection, inspect_records
from hub.feeds.quarantine import MARKS
from hub.feeds.rows import Row, RowReader, open_csv, open_parquet, require_columns
from identity.records import RawRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hub.feeds.mapping import SourceMapping
    from hub.feeds.quarantine import Quarantine

_LONGEST_VALUE = 2_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Feed:
    """A file and the mapping that explains it. The file is opened anew for each reading."""

    def __init__(self, mapping: SourceMapping, path: Path) -> None:
        if not path.is_file():
            raise UnreadableFeed(f"{path}: no such file.")
        self.mapping = mapping
        self.path = path
        self.is_replay = _is_quarantine(path)
        self._is_parquet = not self.is_replay and (mapping.format == "parquet" or path.suffix == ".parquet")
        self._delimiter = "," if self.is_replay else mapping.delimiter
        self.encoding = None if self._is_parquet else self._encoding()
        require_columns(path, self._open().columns, mapping.columns)

    def inspect(self) -> Inspection:
        """Read the whole file once and refuse it if it looks wrong; nothing is kept but the counts."""
        return inspect_records(self.path.name, self.records(), self.mapping.limits)

    def records(
        self, quarantine: Quarantine | None = None, *, repeated_ids: frozenset[int] = frozenset()
    ) -> Iterator[RawRecord]:
        """Stream the good rows; bad ones, and the lines in `repeated_ids`, go to `quarantine` (or are passed over)."""
        reader = self._open()
        position = {column: index for index, column in enumerate(reader.columns)}
        record_id = position[self.mapping.record_id]
        fields = [(name, position[column]) for name, column in self.mapping.fields.items()]
        attributes = [(name, position[column]) for name, column in self.mapping.attributes.items()]
        own = slice(len(MARKS), None) if self.is_replay else slice(None)
        for row in reader.rows:
            problem = _find_problem(row, record_id, fields + attributes, repeated_ids)
            if problem is None:
                yield RawRecord(
                    source=self.mapping.source,
                    record_id=row.cells[record_id].strip(),
                    values={name: text for name, index in fields if (text := row.cells[index].strip())},
                    attributes={
                        name: text for name, index in attributes if (text := row.cells[index].strip())
                    },
                    line=row.line,
                )
            elif quarantine is not None:
                field, value, reason = problem
                # A row that could not be split into cells is kept whole, as its one cell.
                cells = row.cells[own] if len(row.cells) > 1 else row.cells
                quarantine.add(
                    columns=reader.columns[own],
                    cells=cells,
                    line=row.line,
                    field=field,
                    value=value,
                    reason=reason,
                )

    def _open(self) -> RowReader:
        if self.encoding is None:
            return open_parquet(self.path)
        return open_csv(self.path, encoding=self.encoding, delimiter=self._delimiter)

    def _encoding(self) -> str:
        declared = "utf-8" if self.is_replay else self.mapping.encoding
        return find_encoding(
            self.path, declared=declared, undecodable_share=self.mapping.limits.undecodable_rows
        )


def _is_quarantine(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(200).lstrip(b"\xef\xbb\xbf").decode("ascii", errors="replace")
    return tuple(next(csv.reader([start.splitlines()[0] if start else ""]), [])[: len(MARKS)]) == MARKS


def _find_problem(
    row: Row, record_id: int, columns: list[tuple[str, int]], repeated_ids: frozenset[int]
) -> tuple[str, str, str] | None:
    """Why a row cannot be taken in, as (field, value, reason); None for a good row."""
    if row.problem is not None:
        return "", "", row.problem
    if not row.cells[record_id].strip():
        return "record_id", "", "the record has no id"
    if row.line in repeated_ids:
        return "record_id", row.cells[record_id], "an earlier line of this file has the same record id"
    for name, index in [("record_id", record_id), *columns]:
        reason = _unusable(row.cells[index])
        if reason is not None:
            return name, row.cells[index][:200], reason
    if not any(row.cells[index].strip() for _, index in columns):
        return "", "", "the row says nothing about a person"
    return None


def _unusable(value: str) -> str | None:
    if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALUE:
        return None
    if _SURROGATE.search(value):
        return "bytes that are not in the file's encoding"
    if _CONTROL.search(value):
        return "a control character"
    if len(value) > _LONGEST_VALUE:
        return f"longer than {_LONGEST_VALUE:,} characters"
    return None
