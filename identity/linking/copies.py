"""Records that say the same in every word, over and over: a few of them are linked, and the others follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import duckdb

MOST_ALIKE = 10
"""So many records that say the same are linked. Whoever calls a hundred times would fill every block over its cap, and
nobody who is in those blocks would be found any more; a blocking key bears three such lots at least."""
_SAYS_NOTHING = ("key", "record_id", "household_id", "recorded_on")
"""Columns that tell of the row and not of the person."""

_ALIKE = """
with said as (select key, hash({columns}) as content from standardised),
often as (select content from said group by 1 having count(*) > {most})
select list(key order by key) from said semi join often using (content) group by content
"""


def said(row: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a standardised row that says something of a person."""
    return {column: value for column, value in row.items() if column not in _SAYS_NOTHING}


@dataclass(frozen=True, slots=True)
class Copies:
    """`lots`: the keys of records that say the same, in order; the first MOST_ALIKE of each lot are linked."""

    lots: Sequence[Sequence[str]]

    @classmethod
    def of(
        cls, connection: duckdb.DuckDBPyConnection, table: pa.Table, *, judged: Collection[str] = ()
    ) -> Copies:
        """Find them in a standardised table. A record that a human judged is linked however many say the same."""
        columns = ", ".join(f'"{name}"' for name in table.column_names if name not in _SAYS_NOTHING)
        connection.register("standardised", table)
        found = connection.execute(_ALIKE.format(columns=columns, most=MOST_ALIKE)).fetchall()
        connection.unregister("standardised")
        lots = ([key for key in keys if key not in judged] for (keys,) in found)
        return cls(sorted(lot for lot in lots if len(lot) > MOST_ALIKE))

    def left_out(self, table: pa.Table) -> pa.Table:
        """The table without the records that follow others."""
        if not self.lots:
            return table
        following = {key for lot in self.lots for key in lot[MOST_ALIKE:]}
        return table.filter(pa.array([key not in following for key in table["key"].to_pylist()], pa.bool_()))

    def follow(self, clusters: Mapping[str, str]) -> Mapping[str, str]:
        """The clusters of all records, in order. Where all that were linked of a lot are one, the others are of theirs;
        else each is by itself, for what does not make the first ten one person makes nobody one."""
        if not self.lots:
            return clusters
        following = {
            key: next(iter(of_linked)) if len(of_linked) == 1 else key
            for lot in self.lots
            for of_linked in [{clusters[key] for key in lot[:MOST_ALIKE]}]
            for key in lot[MOST_ALIKE:]
        }
        return dict(sorted({**clusters, **following}.items()))
