"""What humans hold two records to be to each other at the moment of an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from graph.driver import Row, Transaction
    from graph.stewardship.decision import Decision

Pair = tuple[str, str]


def verdicts_among(tx: Transaction, keys: Iterable[str]) -> Mapping[Pair, Verdict]:
    """The verdict in force on each pair of these records that was judged."""
    rows = tx.run("list_judgements_among", keys=sorted(keys))
    return _latest((row["at"], row["id"], _about(row)) for row in rows)


def verdicts_after(tx: Transaction, keys: Iterable[str], decision: Decision) -> Mapping[Pair, Verdict]:
    """The same once a decision is carried out: what it brings back may have been overruled before or since."""
    rows = tx.run("list_judgements_among", keys=sorted(keys))
    gone = {*decision.withdrawn_judgements}
    standing = [(row["at"], row["id"], _about(row)) for row in rows if row["id"] not in gone]
    back = [
        (new.said.at, "", ((new.left, new.right), new.verdict))
        for new in decision.judgements
        if new.said is not None
    ]
    said = {(new.left, new.right): new.verdict for new in decision.judgements if new.said is None}
    return {**_latest((*standing, *back)), **said}


def _about(row: Row) -> tuple[Pair, Verdict]:
    return (row["left"], row["right"]), Verdict(row["verdict"])


def _latest(said: Iterable[tuple[datetime, str, tuple[Pair, Verdict]]]) -> dict[Pair, Verdict]:
    return dict(about for _, _, about in sorted(said, key=lambda one: one[:2]))


def pair_of(one: str, other: str) -> Pair:
    """Two record keys as a judgement names them: the smaller first."""
    return (one, other) if one < other else (other, one)
