"""Rows of a CSV or Parquet file, streamed with their line numbers; a row that cannot be read is told, not fatal."""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as parquet

from hub.errors import MissingColumn, UnreadableFeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LONGEST_RECORD = 50
"""Physical lines one quoted record may span; past that a quote was left open."""
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `line` counts from 1 with the header as line 1; `problem` says why `cells` cannot be trusted."""

    line: int
    cells: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class RowReader:
    """A file's columns and a stream of its rows."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def open_csv(path: Path, *, encoding: str, delimiter: str) -> RowReader:
    """Stream a CSV file (RFC 4180). Bytes that do not decode are kept as surrogates and told as a problem."""
    lines = _physical_lines(path, encoding)
    header = next(_records(lines, delimiter, width=0), None)
    if header is None or not any(cell.strip() for cell in header.cells):
        raise UnreadableFeed(f"{path.name}: the file is empty; a header line was expected.")
    columns = tuple(cell.strip() for cell in header.cells)
    return RowReader(columns, _records(lines, delimiter, width=len(columns)))


def open_parquet(path: Path) -> RowReader:
    """Stream a Parquet file; every value becomes text (dates ISO 8601, whole floats without a fraction)."""
    try:
        file = parquet.ParquetFile(path, memory_map=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableFeed(f"{path.name}: is not a Parquet file.") from error
    return RowReader(tuple(file.schema_arrow.names), _parquet_rows(file))


def require_columns(path: Path, columns: Iterable[str], needed: Iterable[str]) -> None:
    """Raise MissingColumn, naming all that are missing and all that are there."""
    present = set(columns)
    missing = sorted(set(needed) - present)
    if missing:
        raise MissingColumn(
            f"{path.name}: no column {', '.join(missing)}; the file has {', '.join(sorted(present))}. Nothing was read."
        )


def _physical_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        yield from enumerate(file, start=1)


def _records(lines: Iterator[tuple[int, str]], delimiter: str, *, width: int) -> Iterator[Row]:
    """Join physical lines while a quote is open. A quote that is never closed costs its own line, not the file."""
    waiting: deque[tuple[int, str]] = deque()
    held: list[tuple[int, str]] = []
    while True:
        entry = waiting.popleft() if waiting else next(lines, None)
        if entry is None:
            if not held:
                return
            yield _bad_quote(held[0])
            waiting.extend(held[1:])
            held = []
            continue
        held.append(entry)
        is_open = sum(text.count('"') for _, text in held) % 2 == 1
        if is_open and len(held) <= _LONGEST_RECORD:
            continue
        row = None if is_open else _parse(held, delimiter, width)
        if is_open or (len(held) > 1 and row is not None and row.problem):
            yield _bad_quote(held[0])
            waiting.extendleft(reversed(held[1:]))
        elif row is not None:
            yield row
        held = []
        if width == 0:
            return


def _bad_quote(entry: tuple[int, str]) -> Row:
    return Row(entry[0], (entry[1].rstrip("\r\n"),), "a quote is opened and not closed")


def _parse(held: list[tuple[int, str]], delimiter: str, width: int) -> Row | None:
    line = held[0][0]
    try:
        cells = tuple(next(csv.reader([text for _, text in held], delimiter=delimiter, strict=True), ()))
    except csv.Error as error:
        return Row(line, (held[0][1].rstrip("\r\n"),), f"not readable as CSV: {error}")
    if not any(cells):
        return None
    if width and len(cells) != width:
        return Row(line, cells, f"{len(cells)} columns where the header has {width}")
    return Row(line, cells)


def _parquet_rows(file: parquet.ParquetFile) -> Iterator[Row]:
    line = 1
    for batch in file.iter_batches(batch_size=_BATCH):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            line += 1
            yield Row(line, tuple(_as_text(value) for value in values))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
