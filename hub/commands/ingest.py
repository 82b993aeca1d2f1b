"""`hub ingest`: one department's files into the graph."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph.migrate import migrate
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.database import open_database
from hub.feeds import Feed
from hub.logs import configure_logs
from hub.settings import Settings


def ingest(
    source: Annotated[str, typer.Argument(help="Name of the source, as in its mapping file.")],
    files: Annotated[list[Path], typer.Argument(help="Its files; a quarantine file is a replay.")],
) -> None:
    """Load one department's files into the graph; run `hub resolve` afterwards."""
    settings = Settings.from_environment()
    configure_logs(settings)
    console = Console(stderr=True)
    catalogue = load_catalogue(settings.sources_dir)
    feeds = [Feed(catalogue.source(source), path) for path in files]
    with open_database(settings) as db:
        migrate(db)
        pipeline.declare(db, catalogue)
        for feed in feeds:
            done = pipeline.ingest(
                db, feed, quarantine_dir=settings.data_dir / "quarantine", at=datetime.now(UTC)
            )
            appended = done.appended
            console.print(
                f"{feed.path.name}: {appended.new:,} new, {appended.changed:,} changed, {appended.unchanged:,} unchanged records."
            )
            if done.quarantined:
                console.print(f"{done.quarantined:,} rows put aside: {done.quarantine}")
