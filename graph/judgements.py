"""What humans decided about pairs of records: appended, withdrawn, never edited."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from graph.errors import UnknownJudgement, UnknownRecord
from identity.judgement import Judgement, Verdict
from identity.judgement import in_force as latest_of_each_pair

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from graph.driver import Database, Transaction


def append(db: Database, judgement: Judgement) -> None:
    """Add a judgement. It outranks the model, and earlier judgements on the pair, from the next linking on.

    Raises UnknownRecord if one of the two records is not in the graph, Conflict if the id was given before.
    """
    left, right = judgement.pair
    if not db.write("append_judgement", left=left, right=right, properties=_properties(judgement)):
        raise UnknownRecord(f"Judgement {judgement.id} is about a record that is not in the graph.")


def append_within(tx: Transaction, judgements: Sequence[Judgement], *, act: str) -> None:
    """Add the judgements of one act of a steward in the caller's transaction; raises UnknownRecord as `append`."""
    rows = [
        {
            "left": judgement.pair[0],
            "right": judgement.pair[1],
            "properties": {**_properties(judgement), "act": act},
        }
        for judgement in judgements
    ]
    if rows and len(tx.run("append_judgements", rows=rows)) < len(rows):
        raise UnknownRecord(f"Act {act} judges a record that is not in the graph.")


def withdraw_within(tx: Transaction, ids: Sequence[str], *, by: str, at: datetime, reason: str) -> None:
    """Take judgements back in the caller's transaction. Those withdrawn before stay as they are."""
    if ids:
        tx.run("withdraw_judgements", ids=list(ids), by=by, at=at, reason=reason)


def _properties(judgement: Judgement) -> dict[str, Any]:
    left, right = judgement.pair
    return {
        "id": judgement.id,
        "left": left,
        "right": right,
        "verdict": judgement.verdict.value,
        "by": judgement.by,
        "at": judgement.at,
        "reason": judgement.reason,
    }


def withdraw(db: Database, judgement_id: str, *, by: str, at: datetime, reason: str) -> None:
    """Take a judgement back; it stays in the graph with who withdrew it, when and why.

    An earlier judgement on the same pair that was not withdrawn is in force again. Raises UnknownJudgement
    if there is none of this id or it was withdrawn before.
    """
    if not db.write("withdraw_judgement", id=judgement_id, by=by, at=at, reason=reason):
        raise UnknownJudgement(f"There is no judgement {judgement_id} that could be withdrawn.")


def in_force(db: Database) -> tuple[Judgement, ...]:
    """The latest judgement on each pair that was not withdrawn, in the order in which they were made.

    An UNSURE is in force too: it says that an earlier verdict on the pair no longer is.
    """
    standing = [
        Judgement(
            left=row["left"],
            right=row["right"],
            verdict=Verdict(row["verdict"]),
            id=row["id"],
            by=row["by"],
            at=row["at"].astimezone(UTC),
            reason=row["reason"],
        )
        for row in db.read("list_judgements")
    ]
    latest = latest_of_each_pair(standing)
    return tuple(judgement for judgement in standing if latest[judgement.pair] is judgement)
