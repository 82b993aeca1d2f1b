"""How frequent values are: what the model carries of it, so that a value weighs the same in a batch and live."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from identity.linking.model import Frequency

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

LEAST_FREQUENCY = 1e-5
"""A value rarer than this weighs no more than one of this frequency: one typing error is not a rare name."""

PERSONAL = frozenset({"phone", "email", "home", "house_code"})
"""Columns whose values a model never names. A batch counts them in its own table; live, the counters of the graph do."""

NAME_PART = "name_part"
"""Under this name a model carries the shares of records that hold a part of a name, where it compares whole names."""

COMMONEST = 20_000
LEAST_HOLDERS = 5
"""A model file may be handed round: it names only values that this many records share."""

_DIGITS = 6


def measure(connection: duckdb.DuckDBPyConnection, column: str) -> Frequency:
    """How the values of a column are spread in the working table."""
    total, distinct = connection.execute(
        f'select count("{column}"), count(distinct "{column}") from records'  # noqa: S608
    ).fetchall()[0]
    rows = [] if column in PERSONAL else _commonest(connection, column)
    left = distinct - len(rows)
    rest = (total - sum(int(row[1]) for row in rows)) / (left * total) if left else 0.0
    return Frequency(
        distinct=int(distinct),
        commonest={str(value): _rounded(count / total) for value, count in rows},
        rest=_rounded(rest),
    )


def _commonest(connection: duckdb.DuckDBPyConnection, column: str) -> list[tuple[object, int]]:
    return connection.execute(
        f'select "{column}", count(*) as n from records where "{column}" is not null group by 1 '  # noqa: S608
        f"having n >= {LEAST_HOLDERS} order by n desc, 1 limit {COMMONEST}"
    ).fetchall()


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
