"""Files to clusters: records a second and peak memory of `hub link` at several sizes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hub.benchmarks.linked_run import run_link

RECORDS = (10_000, 100_000, 300_000)


def measure_link(sizes: tuple[int, ...] = RECORDS) -> dict[str, float]:
    """For each size: records, seconds, processor seconds, records a second, peak megabytes of all its processes."""
    figures: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="hub-bench-") as directory:
            run = run_link(size, Path(directory))
        figures |= {
            f"records_{size}": run.records,
            f"seconds_{size}": run.seconds,
            f"processor_seconds_{size}": run.processor_seconds,
            f"records_per_second_{size}": run.records / run.seconds,
            f"peak_megabytes_{size}": run.peak_megabytes,
        }
    return figures
