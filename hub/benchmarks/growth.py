"""How linking grows with the number of records: processor seconds by stage, links, memory, the exponent of each."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hub.benchmarks.linked_run import run_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hub.benchmarks.linked_run import LinkedRun

RECORDS = (12_500, 25_000, 50_000, 100_000)
_NOISE = 0.5
"""A stage of less than this many seconds at the largest size says nothing about growth."""


def measure_growth(sizes: tuple[int, ...] = RECORDS) -> dict[str, float]:
    """Each quantity at each size, and its exponent: 1 grows as the records do, 2 as the pairs of all records."""
    runs: list[LinkedRun] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="hub-bench-") as directory:
            runs.append(run_link(size, Path(directory)))
    figures: dict[str, float] = {
        f"records_{size}": run.records for size, run in zip(sizes, runs, strict=True)
    }
    for name, values in _series(runs).items():
        figures |= {f"{name}_{size}": value for size, value in zip(sizes, values, strict=True)}
        if len(runs) > 1 and min(values) > 0 and max(values) >= _NOISE:
            figures[f"{name}_exponent"] = exponent([run.records for run in runs], values)
    return figures


def exponent(records: Sequence[float], values: Sequence[float]) -> float:
    """The slope of the values over the records, both as logarithms, by least squares."""
    return float(np.polyfit(np.log(records), np.log(values), 1)[0])


def _series(runs: Sequence[LinkedRun]) -> dict[str, list[float]]:
    stages = dict.fromkeys(name for run in runs for name in run.stages)
    return {
        "links": [float(run.links) for run in runs],
        "peak_megabytes": [run.peak_megabytes for run in runs],
        "processor_seconds": [run.processor_seconds for run in runs],
        "seconds": [run.seconds for run in runs],
        **{
            f"processor_seconds_to_{_word(name)}": [run.stages.get(name, 0.0) for run in runs]
            for name in stages
        },
    }


def _word(stage: str) -> str:
    return stage.lower().replace(" ", "_")
