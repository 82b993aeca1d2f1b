"""Writing a whole resolution into an empty graph, and finding that a second one changes nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from graph.driver import Database
from graph.migrate import migrate
from hub import pipeline
from hub.benchmarks.surroundings import private_settings
from hub.catalogue import load_catalogue
from hub.database import running_neo4j
from hub.demo.population import write_population
from hub.feeds import Feed

PERSONS = 20_000


def measure_publish() -> dict[str, float]:
    """Rows (nodes and relationships) a second while records come in and while a resolution is published."""
    with private_settings() as settings, running_neo4j(settings) as connection:
        catalogue = load_catalogue(settings.sources_dir)
        population = write_population(settings.data_dir / "demo", persons=PERSONS, seed=7)
        with Database.connect(connection.uri, user=connection.user, password=connection.password) as db:
            migrate(db)
            pipeline.declare(db, catalogue)
            started = time.perf_counter()
            for source, path in population.files.items():
                feed = Feed(catalogue.source(source), path)
                pipeline.ingest(
                    db, feed, quarantine_dir=settings.data_dir / "quarantine", at=datetime.now(UTC)
                )
            ingest_seconds = time.perf_counter() - started
            first = pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC))
            again = pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC))
    return {
        "records": first.records,
        "ingest_records_per_second": first.records / ingest_seconds,
        "published_rows": first.published.rows,
        "publish_seconds": first.publish_seconds,
        "publish_rows_per_second": first.published.rows / first.publish_seconds,
        "unchanged_publish_seconds": again.publish_seconds,
        "rows_written_when_nothing_changed": again.published.rows,
    }
