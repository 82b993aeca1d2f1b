"""`hub link`: the records that are one person, for any CSV or Parquet, without a graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hub.feeds import load_mapping
from hub.linkage import (
    link_feeds,
    open_feeds,
    require_writable,
    write_clusters,
    write_households,
    write_pairs,
)
from hub.models import read_model, write_model
from hub.progress import measured_steps
from hub.settings import Settings
from identity.linking import KeyCost


def link(
    files: Annotated[list[Path], typer.Argument(help="CSV or Parquet files.")],
    mapping: Annotated[
        list[Path], typer.Option(help="Mapping of the columns; once for all files, or once a file.")
    ],
    output: Annotated[Path, typer.Option(help="Where to write record_id,cluster_id,source.")],
    households: Annotated[
        Path | None, typer.Option(help="Where to write record_id,household_cluster_id,source.")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="Use this model instead of training one.")] = None,
    save_model: Annotated[Path | None, typer.Option(help="Where to write the model that was used.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="Where to write every scored pair.")] = None,
    seed: Annotated[
        int, typer.Option(help="Seed of the training; the same input and seed give the same model.")
    ] = 1,
    spark: Annotated[
        str | None,
        typer.Option(
            help="Find and weigh pairs on Spark: its master, as local[4] or spark://host:7077. Needs requirements-spark.lock."
        ),
    ] = None,
) -> None:
    """Find the records that are one person, within and across files; no Neo4j is needed."""
    console = Console(stderr=True)
    require_writable(
        [output, households, save_model, pairs], inputs=[*files, *mapping, *([model] if model else [])]
    )
    step = measured_steps(console)
    feeds = open_feeds(files, [load_mapping(path) for path in mapping])
    linked = link_feeds(
        feeds,
        quarantine_dir=output.parent,
        model=read_model(model) if model else None,
        seed=seed,
        processes=Settings.from_environment().processes,
        spark=spark,
        step=step,
    )
    with step("Write the clusters"):
        write_clusters(output, linked)
    console.print(_blocking_report(linked.linkage.blocking))
    clusters = linked.linkage.clusters
    console.print(
        f"{len(clusters):,} records, {len(set(clusters.values())):,} clusters, model {linked.linkage.model.version}: {output}"
    )
    console.print(f"{linked.linkage.links.num_rows:,} links between two records each.")
    if linked.scarce:
        console.print(
            f"No weights were learnt ({linked.scarce}); conventional ones were taken. Look the result over."
        )
    for path, count in linked.quarantined.items():
        console.print(f"{count:,} rows could not be taken as they are and were put aside: {path}")
    if linked.linkage.conflicts:
        console.print(
            f"{len(linked.linkage.conflicts):,} pairs of persons contradict themselves and need a human."
        )
    if households:
        console.print(f"{write_households(households, linked):,} households: {households}")
    if pairs:
        console.print(f"{write_pairs(pairs, linked):,} scored pairs: {pairs}")
    if save_model:
        write_model(save_model, linked.linkage.model)


def _blocking_report(costs: Iterable[KeyCost]) -> Table:
    table = Table(
        "blocking key", "blocks", "pairs", "by it alone", "blocks over the cap", title="What each key costs"
    )
    for cost in costs:
        counts = (cost.blocks, cost.pairs, cost.alone, cost.blocks_over_cap)
        table.add_row(cost.name, *(f"{count:,}" for count in counts))
    return table
