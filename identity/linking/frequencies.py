"""How frequent values are: what the model carries of it, so that a value weighs the same in a batch and live."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from identity.linking.model import Frequency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from identity.linking.model import Comparison

LEAST_FREQUENCY = 1e-5
"""A value rarer than this weighs no more than one of this frequency: one typing error is not a rare name."""

PERSONAL = frozenset({"phone", "email", "home", "registered_home", "house_code", "registered_house_code"})
"""Columns whose values a model never names. A batch counts them in its own table; live, the counters of the graph do."""

NAME_PART = "name_part"
"""Under this name a model carries the shares of records that hold a part of a name, where it compares whole names."""

COMMONEST = 20_000
LEAST_HOLDERS = 5
"""A model file may be handed round: it names only values that this many records share."""

_DIGITS = 6


def compares_name_parts(comparisons: Iterable[Comparison]) -> bool:
    """Do these comparisons look at the parts of whole names?"""
    return any("name_codes" in level.condition for part in comparisons for level in part.levels)


def measure(connection: duckdb.DuckDBPyConnection, column: str) -> Frequency:
    """How the values of a column are spread over the records that have one; the parts of names over all records."""
    if column == NAME_PART:
        values = "select unnest(name_parts) as value from records"
        total = _one(connection, "select count(*) from records")
    else:
        values = f'select "{column}" as value from records where "{column}" is not null'  # noqa: S608
        total = _one(connection, f"select count(*) from ({values})")  # noqa: S608
    counted = f"select value, count(*) as n from ({values}) group by value"  # noqa: S608
    uses = _one(connection, f"select coalesce(sum(n), 0) from ({counted})")  # noqa: S608
    distinct = _one(connection, f"select count(*) from ({counted})")  # noqa: S608
    most = 0 if column in PERSONAL else COMMONEST
    rows = connection.execute(
        f"{counted} having n >= {LEAST_HOLDERS} order by n desc, value limit {most}"
    ).fetchall()
    left = distinct - len(rows)
    # A value that nobody had yet is taken to be as rare as the others that are not listed, or else as one record.
    rest = (uses - sum(int(row[1]) for row in rows)) / left if left else 1
    return Frequency(
        distinct=distinct,
        commonest={str(value): _rounded(count / total) for value, count in rows},
        rest=_rounded(rest / max(total, 1)),
    )


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS - 1}e}")


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of a column's records that hold a value; `rest` is taken for a value not listed."""

    listed: Mapping[str, float]
    rest: float

    def of(self, value: str) -> float:
        """The share of one value."""
        return self.listed.get(value, self.rest)

    def adjustment(self, one: str | None, other: str | None, log_u: float) -> float:
        """Bits that the frequency of the two values adds to the weight of a level with this log2 u.

        As Splink computes it: the more frequent of the two values stands in for u.
        """
        one, other = (one or other), (other or one)
        if one is None or other is None:
            return 0.0
        share = self.listed.get(one, self.rest)
        if other != one:
            share = max(share, self.listed.get(other, self.rest))
        return log_u - log2(max(share, LEAST_FREQUENCY))
