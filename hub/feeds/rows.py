"""Rows of a CSV or Parquet file, streamed with their line numbers; a row that cannot be read is told, not fatal."""

from __future__ import annotations

import csv
import math
from collections import Counter, deque
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as parquet

from hub.errors import MissingColumn, UnreadableFeed
from identity.standardise import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LONGEST_RECORD = 50
"""Physical lines one quoted record may span; past that a quote was left open."""
_LONGEST_CELL = 1 << 30
_BATCH = 4096
DELIMITERS = (",", ";", "\t", "|")
"""Those told apart by the header where a mapping names none."""

# The default of 128 KiB would make one long cell a defect of the file instead of a value that is put aside.
csv.field_size_limit(_LONGEST_CELL)


class Row(NamedTuple):
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
    columns = _header(path, lines, delimiter)
    return RowReader(columns, _records(lines, delimiter, columns=columns))


def find_delimiter(path: Path, *, encoding: str, needed: Iterable[str]) -> str:
    """The delimiter that makes most of the needed columns out of the header; a comma where none does better."""
    wanted = {column_key(name) for name in needed}

    def made(delimiter: str) -> int:
        columns = _header(path, _physical_lines(path, encoding), delimiter)
        return len(wanted & {column_key(name) for name in columns})

    return max(DELIMITERS, key=made)


def column_key(name: str) -> str:
    """A column's name as it is looked up: however its blanks, vowels and marks were typed."""
    return clean(name)


def _header(path: Path, lines: Iterator[tuple[int, str]], delimiter: str) -> tuple[str, ...]:
    header = next(_records(lines, delimiter), None)
    if header is None or not any(cell.strip() for cell in header.cells):
        raise UnreadableFeed(f"{path.name}: the file is empty; a header line was expected.")
    return tuple(cell.strip() for cell in header.cells)


def open_parquet(path: Path) -> RowReader:
    """Stream a Parquet file; every value becomes text (dates ISO 8601, whole floats without a fraction)."""
    try:
        file = parquet.ParquetFile(path, memory_map=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableFeed(f"{path.name}: is not a whole Parquet file.") from error
    return RowReader(tuple(file.schema_arrow.names), _parquet_rows(path, file))


def require_columns(path: Path, columns: Iterable[str], needed: Iterable[str]) -> dict[str, int]:
    """Where each needed column is. Raises MissingColumn, naming all that are missing and all that are there, and
    UnreadableFeed where a needed column is there more than once."""
    present = list(columns)
    place = {column_key(name): index for index, name in enumerate(present)}
    wanted = {name: column_key(name) for name in sorted(needed)}
    missing = [name for name, key in wanted.items() if key not in place]
    if missing:
        raise MissingColumn(
            f"{path.name}: no column {', '.join(missing)}; the file has {', '.join(sorted(present))}. Nothing was read."
        )
    times = Counter(column_key(name) for name in present)
    repeated = [name for name, key in wanted.items() if times[key] > 1]
    if repeated:
        raise UnreadableFeed(
            f"{path.name}: more than one column is named {', '.join(repeated)}, and which is meant cannot be told."
            " Nothing was read."
        )
    return {name: place[key] for name, key in wanted.items()}


def _physical_lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        yield from enumerate(file, start=1)


def _records(
    lines: Iterator[tuple[int, str]], delimiter: str, *, columns: tuple[str, ...] = ()
) -> Iterator[Row]:
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
        if not held and '"' not in entry[1]:
            if (row := _parse([entry], delimiter, columns)) is not None:
                yield row
            continue
        held.append(entry)
        is_open = sum(text.count('"') for _, text in held) % 2 == 1
        if is_open and len(held) <= _LONGEST_RECORD:
            continue
        row = None if is_open else _parse(held, delimiter, columns)
        if is_open or (len(held) > 1 and row is not None and row.problem):
            yield _bad_quote(held[0])
            waiting.extendleft(reversed(held[1:]))
        elif row is not None:
            yield row
        held = []


def _bad_quote(entry: tuple[int, str]) -> Row:
    return Row(entry[0], (entry[1].rstrip("\r\n"),), "a quote is opened and not closed")


def _parse(held: list[tuple[int, str]], delimiter: str, columns: tuple[str, ...]) -> Row | None:
    line = held[0][0]
    try:
        cells = _cells([text for _, text in held], delimiter)
    except csv.Error as error:
        return Row(line, (held[0][1].rstrip("\r\n"),), f"not readable as CSV: {error}")
    if not any(cells):
        return None
    if columns and len(cells) != len(columns):
        fitted = _without_trailing_delimiters(cells, columns)
        told = f"{len(cells)} columns where the header has {len(columns)}"
        return Row(line, cells, told) if fitted is None else Row(line, fitted)
    return Row(line, cells)


def _cells(lines: list[str], delimiter: str) -> tuple[str, ...]:
    if len(lines) == 1 and '"' not in lines[0] and len(lines[0]) <= _LONGEST_CELL:
        # Without a quote, a physical line is nothing but its cells and the end of the line.
        return tuple(lines[0].rstrip("\r\n").split(delimiter))
    return tuple(next(csv.reader(lines, delimiter=delimiter, strict=True), ()))


def _without_trailing_delimiters(cells: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...] | None:
    """The row in the width of the header where they differ in nothing but delimiters at the end, else None."""
    width = len(columns)
    beyond = cells[width:] or columns[len(cells) :]
    if any(text.strip() for text in beyond):
        return None
    return cells[:width] + ("",) * (width - len(cells))


def _parquet_rows(path: Path, file: parquet.ParquetFile) -> Iterator[Row]:
    line = 1
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                line += 1
                yield Row(line, tuple(_as_text(value) for value in values))
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise UnreadableFeed(f"{path.name}: the Parquet file is damaged past row {line - 1:,}.") from error


def _as_text(value: Any) -> str:
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number(value: float | Decimal) -> str:
    # Not-a-number is how data frames write an empty cell.
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) else str(value)
