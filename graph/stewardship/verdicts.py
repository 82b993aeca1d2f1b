"""What humans hold two records to be to each other at the moment of an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graph.driver import Transaction
    from graph.stewardship.decision import Decision

Pair = tuple[str, str]


def verdicts_among(
    tx: Transaction, keys: Iterable[str], *, but: Collection[str] = ()
) -> Mapping[Pair, Verdict]:
    """The verdict in force on each pair of these records that was judged; `but` are ids of judgements passed over."""
    rows = tx.run("list_judgements_among", keys=sorted(keys))
    verdicts: dict[Pair, Verdict] = {}
    for row in sorted(rows, key=lambda row: (row["at"], row["id"])):
        if row["id"] not in but:
            verdicts[row["left"], row["right"]] = Verdict(row["verdict"])
    return verdicts


def verdicts_after(tx: Transaction, keys: Iterable[str], decision: Decision) -> Mapping[Pair, Verdict]:
    """The same once a decision is carried out."""
    said = {(new.left, new.right): new.verdict for new in decision.judgements}
    return {**verdicts_among(tx, keys, but=decision.withdrawn_judgements), **said}


def pair_of(one: str, other: str) -> Pair:
    """Two record keys as a judgement names them: the smaller first."""
    return (one, other) if one < other else (other, one)
