"""What humans hold two records to be to each other at the moment of an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.driver import Transaction

Pair = tuple[str, str]


def verdicts_among(tx: Transaction, keys: Iterable[str]) -> Mapping[Pair, Verdict]:
    """The verdict in force on each pair of these records that was judged."""
    rows = tx.run("list_judgements_among", keys=sorted(keys))
    verdicts: dict[Pair, Verdict] = {}
    for row in sorted(rows, key=lambda row: (row["at"], row["id"])):
        verdicts[row["left"], row["right"]] = Verdict(row["verdict"])
    return verdicts


def pair_of(one: str, other: str) -> Pair:
    """Two record keys as a judgement names them: the smaller first."""
    return (one, other) if one < other else (other, one)
