"""Files to clusters: records a second and peak memory of `hub link` at three sizes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hub.demo.population import write_population
from hub.settings import Settings

RECORDS = (10_000, 100_000, 300_000)
RECORDS_PER_PERSON = 3.0


def measure_link(sizes: tuple[int, ...] = RECORDS) -> dict[str, float]:
    """For each size: records, seconds, records a second, peak resident megabytes of the largest process."""
    figures: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="hub-bench-") as directory:
            figures.update(_measure_one(size, Path(directory)))
    return figures


def _measure_one(size: int, directory: Path) -> dict[str, float]:
    population = write_population(directory, persons=round(size / RECORDS_PER_PERSON), seed=7)
    sources = Settings.from_environment().sources_dir
    files = [str(path) for path in population.files.values()]
    mappings = [part for name in population.files for part in ("--mapping", str(sources / f"{name}.yaml"))]
    command = [
        sys.executable,
        "-m",
        "hub",
        "link",
        *files,
        *mappings,
        "--output",
        str(directory / "clusters.csv"),
    ]
    started = time.perf_counter()
    peak = _run(command)
    seconds = time.perf_counter() - started
    records = sum(population.records.values())
    return {
        f"records_{size}": records,
        f"seconds_{size}": seconds,
        f"records_per_second_{size}": records / seconds,
        f"peak_megabytes_{size}": peak,
    }


_TELL_PEAK = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(status)
"""


def _run(command: list[str]) -> int:
    """Run a command under a small parent, so that only its own memory is counted."""
    told = subprocess.run(
        [sys.executable, "-c", _TELL_PEAK, *command], check=True, capture_output=True, text=True
    )
    return int(told.stdout)
