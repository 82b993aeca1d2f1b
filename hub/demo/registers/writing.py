"""Writes a register: entries in order of date, mistakes made, rows repeated, a few rows spoilt, one file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from hub.demo.entry import entry_of
from hub.demo.mistakes.mistake import Desk
from hub.demo.mistakes.table import REPEATED_ROW, Tally, make_mistakes, rates
from hub.demo.people import REFERENCE_DAY
from hub.demo.registers.register import Register, Written

if TYPE_CHECKING:
    from pathlib import Path

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry
    from hub.demo.world import World

MOST_ROWS_OF_ONE_NUMBER = 5
"""A feed with more rows of one number is refused whole, so a department's own system stops there as well."""


def write_register(register: Register, world: World, directory: Path, *, dice: Dice) -> Written:
    """Plan, spoil and write one register into `directory`."""
    tally = Tally()
    entries = _within_bounds(_entries(register, world, dice, tally))
    rows = _rows(register, entries, dice)
    columns = list(register.row(entry_of(world.persons[0], REFERENCE_DAY), "", dice))
    bad_rows = min(register.bad_rows, len(rows))
    path = directory / register.file_name
    if register.encoding == "parquet":
        _write_parquet(path, columns, _with_spoilt_rows(rows, bad_rows, dice))
    else:
        _write_csv(path, columns, rows, register, _spoilt(rows, bad_rows, dice))
    return Written(register.source, path, entries, bad_rows, tally.as_dict())


def _entries(register: Register, world: World, dice: Dice, tally: Tally) -> list[Entry]:
    forms = sorted(register.plan(world, dice), key=lambda form: form[0].on)
    desk = Desk(dice, register.encoding == "cp874", lambda entry: _volunteers_phone(world, entry))
    repeats = rates()[register.source][REPEATED_ROW]
    entries: list[Entry] = []
    for entry in (entry for form in forms for entry in form):
        make_mistakes(entry, desk, source=register.source, tally=tally)
        entries.append(entry)
        again = dice.chance(repeats)
        tally.count(REPEATED_ROW, made=again)
        if again:
            entries.append(replace(entry, mistakes={*entry.mistakes, REPEATED_ROW}))
    return entries


def _rows(register: Register, entries: list[Entry], dice: Dice) -> list[dict[str, str]]:
    """The rows as written; a repeated one differs from the row before it in the record id alone."""
    rows: list[dict[str, str]] = []
    for number, entry in enumerate(entries, start=1):
        record_id = register.record_id(number)
        entry.key = f"{register.source}/{record_id}"
        if REPEATED_ROW in entry.mistakes and rows:
            first_column = next(iter(rows[-1]))
            rows.append({**rows[-1], first_column: record_id})
        else:
            rows.append(register.row(entry, record_id, dice))
    return rows


def _volunteers_phone(world: World, entry: Entry) -> str:
    home = entry.person.household.on(entry.on) or entry.person.household.first
    return world.volunteer_phone(home.house_on(entry.on).village) if home else ""


def _within_bounds(entries: list[Entry]) -> list[Entry]:
    """The entries without the sixth and later of one number."""
    seen: dict[str, int] = {}
    kept: list[Entry] = []
    for entry in entries:
        count = seen.get(entry.citizen_id, 0) + 1 if entry.citizen_id else 0
        if count <= MOST_ROWS_OF_ONE_NUMBER:
            seen[entry.citizen_id] = count
            kept.append(entry)
    return kept


def _spoilt(rows: list[dict[str, str]], count: int, dice: Dice) -> frozenset[int]:
    """The positions after which a spoilt copy of the row follows."""
    return frozenset(dice.sample(range(len(rows)), count))


def _write_csv(
    path: Path, columns: list[str], rows: list[dict[str, str]], register: Register, spoilt: frozenset[int]
) -> None:
    """RFC 4180 lines; the spoilt ones lack their record id, or their last columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=register.delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    for position, row in enumerate(rows):
        values = list(row.values())
        writer.writerow(values)
        if position in spoilt:
            writer.writerow(["", *values[1:]] if position % 2 else values[:-3])
    path.write_bytes(text.getvalue().encode(register.encoding))


def _with_spoilt_rows(rows: list[dict[str, str]], count: int, dice: Dice) -> list[dict[str, str]]:
    """Copies without a record id among the rows: a Parquet file cannot lose a column in one row."""
    spoilt = _spoilt(rows, count, dice)
    mixed: list[dict[str, str]] = []
    for position, row in enumerate(rows):
        mixed.append(row)
        if position in spoilt:
            mixed.append({**row, next(iter(row)): ""})
    return mixed


def _write_parquet(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    """Columns of text, empty values as null."""
    table = pa.table({name: pa.array([row[name] or None for row in rows], pa.string()) for name in columns})
    pq.write_table(table, path, compression="zstd")
