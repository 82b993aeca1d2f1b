"""`hub evaluate`: clusters against the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from hub.grading import grade, read_labels


def evaluate(
    truth: Annotated[Path, typer.Option(help="record_id,cluster_id[,source]: who is who.")],
    clusters: Annotated[Path, typer.Option(help="record_id,cluster_id[,source]: what was found.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Grade clusters against the truth: pairs, B-cubed, exact clusters, the largest cluster."""
    result = grade(read_labels(truth), read_labels(clusters))
    figures = {
        **result.evaluation.as_dict(),
        "without_cluster": result.without_cluster,
        "without_truth": result.without_truth,
    }
    if as_json:
        typer.echo(orjson.dumps(figures))
        return
    table = Table("measure", "value")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:.4f}" if isinstance(value, float) else f"{value:,}")
    Console().print(table)
