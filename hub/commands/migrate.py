"""`hub migrate`: the graph's constraints and indexes."""

from __future__ import annotations

import typer
from rich.console import Console

from graph import migrate as migrations
from hub.database import open_database
from hub.logs import configure_logs
from hub.progress import shown_progress
from hub.settings import Settings


def migrate() -> None:
    """Bring the graph's constraints and indexes up to date; safe to repeat."""
    settings = Settings.from_environment()
    configure_logs(settings)
    with shown_progress() as on_progress, open_database(settings, on_progress=on_progress) as db:
        applied = migrations.migrate(db)
    for name in applied:
        typer.echo(f"applied {name}")
    Console(stderr=True).print("The graph is up to date.")
