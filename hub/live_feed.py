"""A feed on the live road: worker processes take its records in one by one, what was not sure is settled at the end."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from graph.driver import Database
from graph.hold import LONGEST
from graph.live import LiveResolver
from graph.records import Appended, as_sent_before
from hub.errors import WorkerLost
from hub.garbage import collect_rarely
from identity.linking.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future

    from graph.embedded import Connection
    from graph.live import Outcome
    from identity.linking import Model
    from identity.records import RawRecord
    from identity.resolution import SourceTraits

CHUNK = 50
"""Records a worker takes at a time; with as many chunks waiting as there are workers, all that is held in memory."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking records in came to: versions appended, persons founded, ids retired because two persons were shown
    to be one, and doubts that wait for a human."""

    appended: Appended = field(default_factory=Appended)
    founded: int = 0
    merged: int = 0
    doubts: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(
            self.appended + other.appended,
            self.founded + other.founded,
            self.merged + other.merged,
            self.doubts + other.doubts,
        )


@dataclass(frozen=True, slots=True)
class Crew:
    """Everything a worker process needs to take records in by itself."""

    connection: Connection
    model: Model
    sources: Mapping[str, SourceTraits]

    def worker(self) -> _Worker:
        """One worker, connected."""
        reach = self.connection
        db = Database.connect(reach.uri, user=reach.user, password=reach.password)
        # A feed has time: it waits for the end of a whole resolution, however long that takes.
        resolver = LiveResolver(db, Scorer(self.model), sources=self.sources, patience=LONGEST)
        return _Worker(db, resolver)


def take_in(
    crew: Crew,
    records: Iterable[RawRecord],
    *,
    feed: str,
    processes: int,
    on_taken: Callable[[Taken], None] = lambda _: None,
) -> Taken:
    """Take a feed's records in with so many processes, then place again whoever waits. `on_taken` is told of each chunk
    that is in.

    Each record is a transaction of its own, so a run that broke off is simply run again. Raises WorkerLost when a
    process ended in the middle.
    """
    with closing(crew.worker()) as worker:
        chunks = _chunks(records)
        if processes == 1:
            done = (worker.take_in(chunk, feed) for chunk in chunks)
        else:
            done = _in_processes(crew, chunks, feed, processes)
        total = Taken()
        for taken in done:
            total += taken
            on_taken(taken)
        return total + worker.settle()


def _chunks(records: Iterable[RawRecord]) -> Iterator[tuple[RawRecord, ...]]:
    stream = iter(records)
    while chunk := tuple(islice(stream, CHUNK)):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Worker:
    """One connection and one resolver: what a process, or this one, takes records in with."""

    db: Database
    resolver: LiveResolver

    def take_in(self, chunk: tuple[RawRecord, ...], feed: str) -> Taken:
        """Take in what the graph does not hold as sent."""
        known = as_sent_before(self.db, chunk)
        fresh = [record for record in chunk if record.key not in known]
        outcomes = [
            self.resolver.upsert(record, feed=feed, at=datetime.now(UTC), loading=True) for record in fresh
        ]
        return sum(map(_taken, outcomes), Taken(Appended(unchanged=len(chunk) - len(fresh))))

    def settle(self) -> Taken:
        """Decide what was not sure."""
        return Taken(merged=len(self.resolver.settle(now=lambda: datetime.now(UTC))))

    def close(self) -> None:
        """Give the connection back."""
        self.db.close()


def _taken(outcome: Outcome) -> Taken:
    appended = Appended(**{outcome.change: 1})
    return Taken(appended, int(outcome.created), len(outcome.merged), len(outcome.doubts))


def _in_processes(
    crew: Crew, chunks: Iterator[tuple[RawRecord, ...]], feed: str, processes: int
) -> Iterator[Taken]:
    """Keep the workers busy without reading the whole feed ahead of them."""
    waiting: deque[Future[Taken]] = deque()
    context = get_context("forkserver")
    # What workers need is read once, before they are forked, and not by each of them.
    context.set_forkserver_preload([__name__])
    try:
        with ProcessPoolExecutor(processes, context, _begin, (crew,)) as pool:
            for chunk in chunks:
                waiting.append(pool.submit(_work, chunk, feed))
                if len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    except BrokenProcessPool:
        raise WorkerLost(
            "A worker process ended in the middle of the feed. What it had taken in is in the graph; feed the same"
            " file again for the rest."
        ) from None


class _Here:
    """The worker of this process, once it has begun."""

    worker: _Worker


def _begin(crew: Crew) -> None:
    # The connection is closed by the end of the process, which is all that a worker ever ends by.
    _Here.worker = crew.worker()
    collect_rarely()


def _work(chunk: tuple[RawRecord, ...], feed: str) -> Taken:
    return _Here.worker.take_in(chunk, feed)
