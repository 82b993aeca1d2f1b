"""`hub train`: a model learnt and kept, not yet in force."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hub.known_records import known_records
from hub.logs import configure_logs
from hub.model_card import card_of
from hub.models import keep_version, load_model
from hub.settings import Settings


def train(
    files: Annotated[
        list[Path] | None, typer.Argument(help="CSV or Parquet files; none: the records of the graph.")
    ] = None,
    mapping: Annotated[
        list[Path] | None, typer.Option(help="Mapping of the columns; once for all files, or once a file.")
    ] = None,
    from_graph: Annotated[
        bool, typer.Option("--from-graph", help="Learn from the records of the graph (as without files).")
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Seed of the training; the same input and seed give the same model.")
    ] = 1,
) -> None:
    """Learn a model from the graph's records or from files, and keep it; `hub model publish` puts it in force."""
    if from_graph and files:
        raise typer.BadParameter("--from-graph and files exclude each other")
    if bool(files) != bool(mapping):
        raise typer.BadParameter("files need a --mapping, and the graph needs none")
    settings = Settings.from_environment()
    configure_logs(settings)
    console = Console(stderr=True)
    known = known_records(settings, files or [], mapping or [])
    linkage = known.link(None, seed=seed)
    card = card_of(known.table, linkage, origin=known.origin, at=datetime.now(UTC))
    path = keep_version(settings, linkage.model, card)
    for quarantine, count in known.put_aside.items():
        console.print(f"{count:,} rows could not be taken as they are and were put aside: {quarantine}")
    console.print(
        f"{card.records:,} records, {card.links:,} links, {card.clusters:,} clusters, the largest of"
        f" {card.largest_cluster:,}; {card.conflicts:,} contradictions."
    )
    version, current = linkage.model.version, load_model(settings)
    console.print(f"Model {version} is kept, not in force: {path}")
    if current is not None and current.version != version:
        console.print(f"Compare it with the one in force: hub model compare {current.version} {version}")
