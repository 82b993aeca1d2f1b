"""A feed on the live road, through the command: what a killed worker leaves, and what feeding again makes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.catalogue import load_catalogue
from hub.demo.population import write_population
from hub.feeds import Feed
from hub.models import model_path, write_model
from hub.settings import Settings
from tests.graph.live.village import check_counters, partition
from tests.graph.rules.town import model
from tests.graph.small_world import last_transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.driver import Database
    from graph.embedded import Connection

ROOT = Path(__file__).parents[2]
SOURCE = "dop_allowance"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data_dir=tmp_path / "var")
    write_model(model_path(made), model())
    return made


@pytest.fixture
def feed(tmp_path: Path, settings: Settings) -> Feed:
    population = write_population(tmp_path / "population", persons=350, seed=5)
    return Feed(load_catalogue(settings.sources_dir).source(SOURCE), population.files[SOURCE])


@pytest.fixture
def command(settings: Settings, feed: Feed, neo4j_server: Connection) -> Iterator[Ingest]:
    made = Ingest(settings, feed, neo4j_server)
    yield made
    made.end()


class Ingest:
    """`hub ingest` of one file with two worker processes on the test's Neo4j."""

    def __init__(self, settings: Settings, feed: Feed, server: Connection) -> None:
        self._words = [sys.executable, "-m", "hub", "ingest", SOURCE, str(feed.path)]
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HUB_")},
            "HUB_DATA_DIR": str(settings.data_dir),
            "HUB_NEO4J_URI": server.uri,
            "HUB_NEO4J_USER": server.user,
            "HUB_NEO4J_PASSWORD": server.password,
            "HUB_PROCESSES": "2",
        }
        self._running: subprocess.Popen[str] | None = None

    def begin(self, *options: str) -> subprocess.Popen[str]:
        self._running = subprocess.Popen(
            [*self._words, *options],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self._running

    def run(self, *options: str) -> tuple[int, str]:
        """The exit status and what was said."""
        process = self.begin(*options)
        _, said = process.communicate(timeout=200)
        return process.returncode, said

    def end(self) -> None:
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.communicate()


def workers_of(process: int) -> list[int]:
    """The worker processes: children of the server that a pool forks them from, which is a child of the command."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # It ended while we looked.
    return [pid for pid, parent in parents.items() if parents.get(parent) == process]


def records_in(db: Database) -> int:
    return db.execute("MATCH (r:SourceRecord) RETURN count(r) AS n")[0]["n"]


def test_a_feed_whose_worker_was_killed_loses_nothing_and_doubles_nothing_when_it_is_fed_again(
    db: Database, command: Ingest, feed: Feed
) -> None:
    process = command.begin()
    while records_in(db) < 10:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    _, said = process.communicate(timeout=100)
    assert process.returncode == 2
    assert "feed the same file again" in " ".join(said.split())
    sent = {record.key for record in feed.records(repeated_ids=feed.inspect().repeated_ids)}
    assert 0 < records_in(db) < len(sent)
    check_counters(db)

    status, said = command.run()
    assert status == 0, said
    assert set().union(*partition(db)) == sent
    assert records_in(db) == len(sent)
    assert (
        db.execute("MATCH (r:SourceRecord) WHERE COUNT { (r)-[:IDENTIFIES]->() } = 0 RETURN r.id AS id") == []
    )
    check_counters(db)

    before = last_transaction(db)
    status, said = command.run()
    assert status == 0, said
    assert f"0 new, 0 changed, {len(sent):,} unchanged" in said
    assert last_transaction(db) == before


def test_a_feed_is_only_stored_where_a_batch_is_asked_for(db: Database, command: Ingest, feed: Feed) -> None:
    status, said = command.run("--batch")
    assert status == 0, said
    assert "run `hub resolve`" in said
    assert records_in(db) > 0
    assert partition(db) == set()
