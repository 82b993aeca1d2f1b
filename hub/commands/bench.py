"""`hub bench`: a figure of docs/benchmarks.md."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.benchmarks import BENCHMARKS, run_benchmark


def bench(
    name: Annotated[str, typer.Argument(help=f"all, {', '.join(BENCHMARKS)}.")],
    records: Annotated[
        list[int] | None,
        typer.Option(help="Measure link or growth at so many records; once for each size."),
    ] = None,
    persons: Annotated[int, typer.Option(help="Measure live with so many persons in the graph.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure a figure of docs/benchmarks.md on this machine."""
    run_benchmark(name, as_json=as_json, records=tuple(records or ()), persons=persons)
