"""Every figure of docs/benchmarks.md, each measured by one function and printed by `hub bench NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from hub.benchmarks.api import measure_api
from hub.benchmarks.demo import measure_demo
from hub.benchmarks.growth import measure_growth
from hub.benchmarks.link import measure_link
from hub.benchmarks.live import measure_live
from hub.benchmarks.publish import measure_publish
from hub.benchmarks.score import measure_score
from hub.benchmarks.start import measure_start
from hub.errors import HubError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BENCHMARKS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "start": measure_start,
    "link": measure_link,
    "growth": measure_growth,
    "score": measure_score,
    "publish": measure_publish,
    "live": measure_live,
    "demo": measure_demo,
    "api": measure_api,
}
SIZED = frozenset({"link", "growth"})
"""The benchmarks that take the numbers of records to measure at."""
POPULATED = frozenset({"live"})
"""The benchmarks that take the number of persons in the graph."""


class UnknownBenchmark(HubError):
    """No benchmark of that name."""

    code = "UNKNOWN_BENCHMARK"


def run_benchmark(name: str, *, as_json: bool, records: tuple[int, ...] = (), persons: int = 0) -> None:
    """Measure one benchmark, or `all`, in directories of its own that are removed afterwards; print its figures.
    `records` are the sizes to measure at and `persons` how many the graph holds, where other ones than usual are wanted."""
    if name != "all" and name not in BENCHMARKS:
        raise UnknownBenchmark(f"No benchmark {name}; there are all, {', '.join(BENCHMARKS)}.")
    if records and name not in SIZED:
        raise UnknownBenchmark(
            f"Only {', '.join(sorted(SIZED))} can be measured at other numbers of records."
        )
    if persons and name not in POPULATED:
        raise UnknownBenchmark(
            f"Only {', '.join(sorted(POPULATED))} can be measured with other numbers of persons."
        )
    sizes = records or persons
    chosen = BENCHMARKS if name == "all" else {name: BENCHMARKS[name]}
    figures = {one: measure(sizes) if sizes else measure() for one, measure in chosen.items()}
    if as_json:
        typer.echo(orjson.dumps(figures if name == "all" else figures[name]).decode())
        return
    for one, found in figures.items():
        table = Table("figure", "value", title=one)
        for figure, value in found.items():
            table.add_row(
                figure.replace("_", " "), f"{value:,.3f}" if isinstance(value, float) else f"{value:,}"
            )
        Console().print(table)
