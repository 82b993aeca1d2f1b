"""`hub ingest`: one department's files into the graph."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph.driver import Database
from graph.migrate import migrate
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.database import running_neo4j
from hub.feeds import Feed
from hub.logs import configure_logs
from hub.pipeline import Ingested
from hub.settings import Settings


def ingest(
    source: Annotated[str, typer.Argument(help="Name of the source, as in its mapping file.")],
    files: Annotated[list[Path], typer.Argument(help="Its files; a quarantine file is a replay.")],
    batch: Annotated[
        bool, typer.Option(help="Only store the records; `hub resolve` finds the persons.")
    ] = False,
) -> None:
    """Load one department's files into the graph. With a model in force each record finds its person at once."""
    settings = Settings.from_environment()
    configure_logs(settings)
    console = Console(stderr=True)
    catalogue = load_catalogue(settings.sources_dir)
    feeds = [Feed(catalogue.source(source), path) for path in files]
    with (
        running_neo4j(settings) as connection,
        Database.connect(connection.uri, user=connection.user, password=connection.password) as db,
    ):
        migrate(db)
        pipeline.declare(db, catalogue)
        crew = None if batch else pipeline.live_crew(db, connection, catalogue, settings)
        for feed in feeds:
            done = pipeline.ingest(
                db,
                feed,
                quarantine_dir=settings.data_dir / "quarantine",
                at=datetime.now(UTC),
                crew=crew,
                processes=settings.processes,
            )
            _tell(console, feed, done)
    if crew is None:
        console.print("The records are stored; run `hub resolve` to find the persons.")


def _tell(console: Console, feed: Feed, done: Ingested) -> None:
    appended, taken = done.appended, done.taken
    console.print(
        f"{feed.path.name}: {appended.new:,} new, {appended.changed:,} changed, {appended.unchanged:,} unchanged records."
    )
    if appended.past:
        console.print(f"{appended.past:,} records were sent before what is known; kept with the history.")
    if taken.founded or taken.merged or taken.doubts:
        console.print(
            f"{taken.founded:,} persons founded, {taken.merged:,} merged, {taken.doubts:,} doubts for a human."
        )
    if done.quarantined:
        console.print(f"{done.quarantined:,} rows put aside: {done.quarantine}")
