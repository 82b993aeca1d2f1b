"""Records to one standardised table: in this process when they are few, over several processes when they are many."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pyarrow as pa

from identity.records import RawRecord, standard_schema
from identity.standardise import standardise_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CHUNK = 5_000
_FEW = 20_000
"""Up to about this many records are standardised here: starting processes would cost more."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one source, to be read with one locale."""

    records: tuple[RawRecord, ...]
    locale: str
    attributes: tuple[str, ...]


def batches(records: Iterable[RawRecord], *, locale: str, attributes: Iterable[str]) -> Iterator[Batch]:
    """Cut a stream of one source's records into batches that a worker process takes at a time."""
    stream = iter(records)
    names = tuple(attributes)
    while chunk := tuple(islice(stream, _CHUNK)):
        yield Batch(chunk, locale, names)


def standard_table(work: Iterable[Batch], *, processes: int) -> pa.Table:
    """Standardise every batch, in order, into one table; columns that a source lacks are null."""
    stream = iter(work)
    first = list(_first(stream))
    if processes == 1 or sum(len(batch.records) for batch in first) <= _FEW:
        done = [_standardise(batch) for batch in chain(first, stream)]
    else:
        done = list(_in_processes(first, stream, processes))
    tables = [pa.Table.from_batches([batch]) for batch in done] or [standard_schema().empty_table()]
    return pa.concat_tables(tables, promote_options="default")


def _first(stream: Iterator[Batch]) -> Iterator[Batch]:
    """Batches until there are more than a few records, or no more."""
    seen = 0
    while seen <= _FEW and (batch := next(stream, None)) is not None:
        seen += len(batch.records)
        yield batch


def _standardise(batch: Batch) -> pa.RecordBatch:
    return standardise_records(batch.records, locale=batch.locale, attributes=batch.attributes)


def _in_processes(first: list[Batch], rest: Iterator[Batch], processes: int) -> Iterator[pa.RecordBatch]:
    """Keep the workers busy without reading the whole feed ahead of them."""
    waiting: deque[Future[pa.RecordBatch]] = deque()
    context = get_context("forkserver")
    # What every worker needs is read once for all of them; Arrow asks for pandas when it first sees a list.
    context.set_forkserver_preload(["identity.standardise", "pandas"])
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        while first:
            waiting.append(pool.submit(_standardise_packed, *_packed(first.pop(0))))
        for batch in rest:
            yield waiting.popleft().result()
            waiting.append(pool.submit(_standardise_packed, *_packed(batch)))
        while waiting:
            yield waiting.popleft().result()


_PackedRecord = tuple[str, str, "Mapping[str, str]", "Mapping[str, str]"]


def _packed(batch: Batch) -> tuple[list[_PackedRecord], str, tuple[str, ...]]:
    """The batch in plain tuples, which travel between processes in half the time that records take."""
    rows: list[_PackedRecord] = [
        (one.source, one.record_id, one.values, one.attributes) for one in batch.records
    ]
    return rows, batch.locale, batch.attributes


def _standardise_packed(
    rows: list[_PackedRecord], locale: str, attributes: tuple[str, ...]
) -> pa.RecordBatch:
    return standardise_records([RawRecord(*row) for row in rows], locale=locale, attributes=attributes)
