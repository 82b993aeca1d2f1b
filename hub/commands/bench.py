"""`hub bench`: a figure of docs/benchmarks.md."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.benchmarks import BENCHMARKS, run_benchmark


def bench(
    name: Annotated[str, typer.Argument(help=f"all, {', '.join(BENCHMARKS)}.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure a figure of docs/benchmarks.md on this machine."""
    run_benchmark(name, as_json=as_json)
