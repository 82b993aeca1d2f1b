"""What the six registers have in common: who is in them, the columns, the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hub.demo.chance import Dice
    from hub.demo.entry import Entry
    from hub.demo.world import World


@dataclass(frozen=True, slots=True)
class Register:
    """One department's register. `plan` yields the entries of one form together, faithful to the papers;
    `row` writes an entry that has been through the clerk's hands: column -> text, the record id first."""

    source: str
    file_name: str
    encoding: Literal["utf-8", "utf-8-sig", "cp874", "parquet"]
    delimiter: str
    plan: Callable[[World, Dice], Iterator[list[Entry]]]
    row: Callable[[Entry, str, Dice], dict[str, str]]
    record_id: Callable[[int], str]
    bad_rows: int


@dataclass(frozen=True, slots=True)
class Written:
    """A register as it was written: its file, the good entries with their keys, and what went wrong in it."""

    source: str
    path: Path
    entries: list[Entry]
    bad_rows: int
    mistakes: dict[str, tuple[int, int]]
