"""`hub resolve`: every record in the graph into persons and households."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from graph.migrate import migrate
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.database import open_database
from hub.logs import configure_logs
from hub.progress import shown_steps
from hub.settings import Settings


def resolve(
    train: Annotated[bool, typer.Option(help="Train a new model even if there is one.")] = False,
    recluster: Annotated[
        bool,
        typer.Option(
            help="Also take persons apart whom the model no longer holds together; else they are kept and asked about."
        ),
    ] = False,
) -> None:
    """Link every record in the graph and publish persons and households; writes only what changed."""
    settings = Settings.from_environment()
    configure_logs(settings)
    console = Console(stderr=True)
    catalogue = load_catalogue(settings.sources_dir)
    with open_database(settings) as db:
        migrate(db)
        result = pipeline.resolve(
            db,
            catalogue,
            settings,
            at=datetime.now(UTC),
            train=train,
            recluster=recluster,
            step=shown_steps(console),
        )
    console.print(
        f"{result.records:,} records are {len(result.resolution.persons):,} persons in {len(result.resolution.households):,}"
        f" households; model {result.linkage.model.version}."
    )
    if result.questions:
        console.print(f"{result.questions:,} new questions for stewards.")
    written = ", ".join(f"{rows:,} {kind}" for kind, rows in sorted(result.published.counts.items()))
    console.print(f"Written: {written}." if written else "Nothing had changed.")
