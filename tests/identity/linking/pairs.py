"""Pairs to hold live scoring to: real records, and mixtures of two that reach the rarer levels of every comparison."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from identity.linking.blocking import choose_keys, find_pairs
from identity.linking.engine import predict
from identity.linking.features import Filled, code_name_parts, load_records
from identity.linking.frequencies import NAME_PART, PERSONAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from identity.linking import Model

Rows = list[dict[str, Any]]


def mixtures(rows: Rows, number: int, *, seed: int) -> tuple[Rows, list[tuple[str, str]]]:
    """So many new rows, each one record with columns of another, some missing and some misspelt; and, with each, the
    keys of the two it was made of."""
    dice, made, pairs = random.Random(seed), [], []
    for count in range(number):
        one, other = dice.sample(rows, 2)
        row = {
            name: _damaged(dice.choice((one[name], one[name], one[name], other[name], None)), dice)
            for name in one
        }
        row |= {"key": f"mixed/{count:06}", "source": "mixed", "record_id": f"{count:06}"}
        if dice.random() < 0.2:
            row["given_fold"], row["family_fold"] = row["family_fold"], row["given_fold"]
        made.append(row)
        pairs += [(row["key"], one["key"]), (row["key"], other["key"])]
    return made, pairs


def _damaged(value: Any, dice: random.Random) -> Any:
    if isinstance(value, int):
        return value + dice.choice((0, 0, 0, 0, 1, -1, 2))
    if not value or dice.random() < 0.75:
        return value
    place = dice.randrange(len(value))
    return dice.choice(
        (
            value[:place] + "x" + value[place + 1 :],
            value[:place] + value[place + 1 :] or value,
            value[:place] or value,
        )
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """A table as DuckDB holds it for linking, with the pairs that its blocking keys make."""

    connection: duckdb.DuckDBPyConnection
    filled: Filled
    model: Model

    @classmethod
    def of(cls, table: pa.Table, model: Model) -> Batch:
        """Load the table as linking with this model does."""
        connection = duckdb.connect(":memory:")
        filled = load_records(connection, table, nicknames=model.nicknames)
        if NAME_PART in model.frequencies:
            code_name_parts(connection, model.frequencies[NAME_PART])
        find_pairs(connection, choose_keys(filled))
        return cls(connection, filled, model)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql).fetchall()

    def add_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Compare these too, by record keys in any order."""
        left, right = zip(*((min(pair), max(pair)) for pair in pairs), strict=True)
        self.connection.register("more", pa.table({"one": left, "other": right}))
        self.query(
            "create or replace table pairs as select distinct rid_l, rid_r from (select rid_l, rid_r from pairs union all "
            "select a.rid, b.rid from more join records a on a.key = one join records b on b.key = other)"
        )
        self.connection.unregister("more")

    def weights(self) -> dict[tuple[str, str], float]:
        """Splink's match weight of every pair, the smaller key first."""
        name = predict(self.connection, self.model, least_weight=-1e6)
        rows = self.query(
            f"select a.key, b.key, match_weight from {name} join records a on a.rid = rid_l join records b on b.rid = rid_r"
        )
        return {(min(one, other), max(one, other)): weight for one, other, weight in rows}

    def personal_shares(self) -> dict[str, dict[str, float]]:
        """Of each personal column the share of records that hold each value."""
        return {
            column: dict(
                self.query(
                    f'select "{column}", count(*) / sum(count(*)) over () from records where "{column}" is not null group by 1'
                )
            )
            for column in self.model.frequencies
            if column in PERSONAL
        }
