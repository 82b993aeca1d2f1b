"""The standardised table as plain Python lists, pulled once: per-cell access to Arrow is a hundred times slower."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from identity.records import standard_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TEXT = tuple(field.name for field in standard_schema() if field.type == pa.string())

_NAMES = frozenset(_TEXT)


@dataclass(frozen=True, slots=True)
class Columns:
    """Every text column by name, and the birth years. A row is an index into any of the lists; a column the
    table lacks reads as empty."""

    keys: list[str]
    text: Mapping[str, list[str | None]]
    birth_year: list[int | None]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, name: str) -> list[str | None]:
        return self.text[name]


def columns_of(table: pa.Table) -> Columns:
    """Read the standard columns of a table of `identity.records.standard_schema`."""
    return Columns(
        keys=table.column("key").to_pylist(),
        text={name: _cells(table, name) for name in _TEXT},
        birth_year=_cells(table, "birth_year"),
    )


def columns_of_rows(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """The same from a few standardised rows (column -> value, absent: no value), without a table between."""
    return Columns(
        keys=[row["key"] for row in rows],
        text=_Pulled(rows),
        birth_year=[row.get("birth_year") for row in rows],
    )


class _Pulled(dict[str, "list[str | None]"]):
    """Text columns of a few rows, each pulled when it is first asked for: most never are."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, name: str) -> list[str | None]:
        if name not in _NAMES:
            raise KeyError(name)
        cells = self[name] = [row.get(name) for row in self._rows]
        return cells

    def get(self, name: str, default: Any = None) -> Any:
        """The column, pulled or not; the default where there is no such column."""
        return self[name] if name in _NAMES else default


def _cells(table: pa.Table, name: str) -> list[Any]:
    return table.column(name).to_pylist() if name in table.column_names else [None] * table.num_rows
