"""`hub evaluate`: clusters against the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from hub.grading import Grade, grade, grade_households, read_labels, read_strata
from identity.strata import Share, StratumMark


def evaluate(
    truth: Annotated[Path, typer.Option(help="record_id,cluster_id[,source]: who is who.")],
    clusters: Annotated[Path, typer.Option(help="record_id,cluster_id[,source]: what was found.")],
    strata: Annotated[
        Path | None,
        typer.Option(help="record_id,stratum[,source][,counterpart]: groups of records to look at apart."),
    ] = None,
    households_truth: Annotated[
        Path | None, typer.Option(help="record_id,household_cluster_id[,source]: who truly lives where.")
    ] = None,
    households: Annotated[
        Path | None, typer.Option(help="record_id,household_cluster_id[,source]: the households found.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Grade clusters against the truth: pairs, B-cubed, exact clusters, the largest cluster; each stratum apart."""
    if (households_truth is None) != (households is None):
        raise typer.BadParameter("--households-truth and --households go together")
    known = read_labels(truth)
    result = grade(known, read_labels(clusters), strata=read_strata(strata) if strata else None)
    if households_truth and households:
        homes = grade_households(known, read_labels(households_truth), read_labels(households))
        result = replace(result, households=homes)
    if as_json:
        typer.echo(orjson.dumps(result.as_dict()))
        return
    _show(result)


def _show(result: Grade) -> None:
    console = Console()
    table = Table("measure", "value")
    figures = result.as_dict()
    for name in ("strata", "households"):
        figures.pop(name, None)
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), _figure(value))
    if result.households is not None:
        for name in ("pair_precision", "pair_recall", "pair_f1"):
            table.add_row(f"households, {name.replace('_', ' ')}", _figure(getattr(result.households, name)))
    console.print(table)
    if result.strata:
        console.print(_strata_table(result))


def _strata_table(result: Grade) -> Table:
    table = Table(
        "stratum", "records", "precision", "recall", "recall across", "held whole", "pairs merged", "records merged"
    )  # fmt: skip
    for name, mark in result.strata.items():
        table.add_row(name.replace("_", " "), *_stratum(mark))
    return table


def _stratum(mark: StratumMark) -> list[str]:
    shares = (mark.recall_across, mark.held, mark.merged_pairs, mark.merged_records)
    figures = [
        _figure(value) for value in (mark.pairs.records, mark.pairs.pair_precision, mark.pairs.pair_recall)
    ]
    return figures + [_share(share) for share in shares]


def _share(share: Share) -> str:
    return "" if share.share is None else f"{share.share:.4f}"


def _figure(value: Any) -> str:
    return f"{value:.4f}" if isinstance(value, float) else f"{value:,}"
