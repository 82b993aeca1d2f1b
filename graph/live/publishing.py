"""The match keys of every current record, after a batch or under a new model: what the live path finds persons by."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

from graph.live.keys import match_keys
from graph.marks import mark_properties
from graph.records import as_sent
from graph.sources import all_sources
from graph.standard import from_text, standard_rows, to_text
from identity.linking.copies import MOST_ALIKE, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from graph.driver import Database, Row, Transaction
    from graph.live.keys import MatchKey
    from graph.sources import Source
    from identity.linking.scorer import Scorer

BATCH = 1_000
"""Records a transaction, some twenty keys each."""


def publish_keys(db: Database, scorer: Scorer) -> int:
    """Give every current record the match keys of this scorer's model; how many records changed theirs.

    A record that has them already is passed over, so that running it again writes nothing. Records that come in
    meanwhile are left to whoever takes them in.
    """
    sources = all_sources(db)
    stream = iter(db.stream("list_unkeyed_records", model=scorer.version))
    lots: Counter[int] = Counter()
    written, writing = 0, None
    # While one batch is written the next is made ready, and no more than that is ever held.
    with ThreadPoolExecutor(1) as writer:
        while batch := list(islice(stream, BATCH)):
            unit = _unit(batch, scorer, sources, lots)
            written += _done(writing)
            writing = writer.submit(db.work, unit.run, name="publish_keys")
        return written + _done(writing)


def _done(writing: Future[int] | None) -> int:
    return 0 if writing is None else writing.result()


def _unit(batch: Sequence[Row], scorer: Scorer, sources: Mapping[str, Source], lots: Counter[int]) -> _Unit:
    rows = [{"id": row["id"], "properties": _missing(row, sources)} for row in batch]
    keys = {
        row["id"]: _keys(row, made["properties"], scorer, lots) for row, made in zip(batch, rows, strict=True)
    }
    return _Unit(scorer.version, rows, keys)


class _Unit:
    """One batch of records and their keys."""

    def __init__(
        self, model: str, rows: Sequence[Mapping[str, Any]], keys: Mapping[str, Mapping[str, MatchKey]]
    ) -> None:
        self._model, self._rows, self._keys = model, rows, keys

    def run(self, tx: Transaction) -> int:
        """Write the keys of those records that still need them."""
        marked = [row["id"] for row in tx.run("mark_keyed_records", model=self._model, rows=self._rows)]
        tx.run("release_match_keys", records=marked)
        tx.run("write_match_keys", rows=_by_key({record: self._keys[record] for record in marked}))
        return len(marked)


def _by_key(keys: Mapping[str, Mapping[str, MatchKey]]) -> list[dict[str, Any]]:
    """One row a key, with its records, in the order of the ids: two writers then wait in line."""
    rows: dict[str, dict[str, Any]] = {}
    for record, found in keys.items():
        for identity, key in found.items():
            row = rows.get(identity)
            if row is None:
                row = rows[identity] = {
                    "id": identity,
                    "name": key.name,
                    "compartment": key.compartment,
                    "cap": key.cap,
                    "records": [],
                }
            row["records"].append(record)
    return [rows[identity] for identity in sorted(rows)]


def _missing(row: Row, sources: Mapping[str, Source]) -> dict[str, Any]:
    """What a record lacks that came in before standardised rows were kept."""
    if row["standard"] is not None:
        return {}
    record = as_sent(row["properties"])
    [standard] = standard_rows([record], locale=sources[record.source].locale)
    return {"standard": to_text(standard), **mark_properties(standard)}


def _keys(row: Row, missing: Mapping[str, Any], scorer: Scorer, lots: Counter[int]) -> dict[str, MatchKey]:
    """The keys of a record; none where MOST_ALIKE others say the same, which `lots` counts by what is said."""
    standard = from_text(row["standard"] or missing["standard"])
    content = hash(to_text(said(standard)))
    lots[content] += 1
    if lots[content] > MOST_ALIKE:
        return {}
    return match_keys(scorer.keys(scorer.prepare(standard)), row["compartment"])
