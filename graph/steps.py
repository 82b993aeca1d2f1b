"""Writing in batches that never part what belongs together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from graph.driver import Database, Transaction

    Batch = dict[str, list[Mapping[str, Any]]]
    """The rows of one transaction by the name of their query."""

BATCH = 5_000
"""Rows a transaction. Groups are not cut, so a batch is longer by at most its last group."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row for one named query. `group` says what it belongs together with."""

    query: str
    group: str
    row: Mapping[str, Any]


def itself(group: str) -> str:
    """The grouping in which every group stands for itself alone."""
    return group


def write_steps(
    db: Database,
    steps: Iterable[Step],
    *,
    order: Sequence[str],
    at: datetime,
    together: Callable[[str], str] = itself,
    check: Callable[[Transaction, Batch], None] | None = None,
) -> Counter[str]:
    """Write steps so that what belongs together happens at once or not at all; rows written by query.

    Within a transaction the queries run in `order`; each gets `$rows` and `$at`. `together` maps a group to
    whatever set of groups must not be parted. `check` is asked before each batch, in its transaction, and raises where
    it must not be written. A batch that lost a deadlock is written again. After a failure half-way, every group is
    either as before or done.
    """
    written: Counter[str] = Counter()
    for batch in _batches(steps, together):
        unit = partial(_write, batch=batch, order=order, at=at, check=check)
        db.work(unit, name=order[0])
        written.update({query: len(rows) for query, rows in batch.items()})
    return written


def _write(
    tx: Transaction,
    *,
    batch: Batch,
    order: Sequence[str],
    at: datetime,
    check: Callable[[Transaction, Batch], None] | None,
) -> None:
    if check is not None:
        check(tx, batch)
    for query in order:
        if rows := batch.get(query):
            tx.run(query, rows=rows, at=at)


def _batches(steps: Iterable[Step], together: Callable[[str], str]) -> Iterator[Batch]:
    groups: defaultdict[str, list[Step]] = defaultdict(list)
    for step in steps:
        groups[together(step.group)].append(step)
    batch: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    size = 0
    for name in sorted(groups):
        for step in groups[name]:
            batch[step.query].append(step.row)
        size += len(groups[name])
        if size >= BATCH:
            yield batch
            batch, size = defaultdict(list), 0
    if size:
        yield batch
