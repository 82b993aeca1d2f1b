"""A hub where single records never stop coming is resolved all the same, and neither loses what the other decided."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, cycle
from typing import TYPE_CHECKING

import pytest

from graph import records
from graph.driver import Database
from graph.live import LiveResolver
from hub import pipeline
from hub.attempts import UNASKED
from hub.catalogue import load_catalogue
from hub.demo.population import write_population
from hub.feeds import Feed
from identity.linking.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from graph.embedded import Connection
    from hub.settings import Settings
    from identity.records import RawRecord

SOURCE = "dop_allowance"
FAULTS = """
MATCH (r:SourceRecord {current: true})
WITH r, COUNT { (:SourceRecord {key: r.key})-[i:IDENTIFIES WHERE i.until IS NULL]->(:Person {status: 'active'}) } AS persons
WHERE persons <> 1
RETURN r.key AS key
UNION
MATCH (p:Person {status: 'active'})
WHERE NOT EXISTS { MATCH (p)<-[i:IDENTIFIES WHERE i.until IS NULL]-() }
RETURN p.id AS key
"""


class Writer:
    """Takes changed records in, one after another, until it is told to stop; `phones` are what it has said last."""

    def __init__(self, live: LiveResolver, sent: list[RawRecord]) -> None:
        self._live, self._sent = live, sent
        self._stop, self._wrote = threading.Event(), threading.Event()
        self.phones: dict[str, str] = {}

    def run(self) -> None:
        numbers = count()
        for record in cycle(self._sent):
            if self._stop.is_set():
                return
            phone = f"08{next(numbers):08}"
            changed = replace(record, values={**record.values, "phone": phone})
            self._live.upsert(changed, feed="never.csv", at=datetime.now(UTC))
            self.phones[record.key] = phone
            self._wrote.set()

    def wait(self, seconds: float) -> bool:
        """Does it take in another record within this time?"""
        self._wrote.clear()
        return self._wrote.wait(seconds)

    @contextmanager
    def writing(self) -> Generator[None]:
        """It writes for as long as this lasts."""
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()


@pytest.fixture
def another(neo4j_server: Connection) -> Iterator[Database]:
    """A connection of the writer's own."""
    with Database.connect(
        neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password
    ) as connected:
        yield connected


def test_a_writer_that_never_stops_waits_at_last_and_nothing_of_either_is_lost(
    db: Database, another: Database, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    catalogue = load_catalogue(settings.sources_dir)
    pipeline.declare(db, catalogue)
    feed = Feed(
        catalogue.source(SOURCE), write_population(tmp_path / "population", persons=150, seed=5).files[SOURCE]
    )
    pipeline.ingest(db, feed, quarantine_dir=tmp_path, at=datetime.now(UTC))
    model = pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC)).linkage.model
    live = LiveResolver(another, Scorer(model), sources=catalogue.traits, patience=120.0)
    known = list(records.current_records(db))
    writer = Writer(live, known)
    # What is stored and waits for the resolution: a second form of somebody.
    records.append(
        db, [replace(known[0], record_id="stored")], source=SOURCE, feed="stored.csv", at=datetime.now(UTC)
    )
    steps: list[tuple[str, bool]] = []

    @contextmanager
    def step(name: str) -> Generator[None]:
        # Somebody decides before anything is published, unless they wait: then nobody does.
        seconds = 2.0 if db.read("read_hold") else 60.0
        steps.append((name, writer.wait(seconds)))
        yield

    with writer.writing():
        resolved = pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC), step=step)
        assert writer.wait(60.0)
    assert [came for name, came in steps if name == "Publish what changed"] == [True] * UNASKED + [False]
    assert "others are asked to wait for the resolution" in caplog.messages
    assert resolved.published.counts["identifications begun"] > 0
    assert db.execute(FAULTS) == []
    said = {one.key: one.values.get("phone") for one in records.current_records(db)}
    assert {key: said[key] for key in writer.phones} == writer.phones
    pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC))
    again = pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC))
    assert again.published.counts == {}
