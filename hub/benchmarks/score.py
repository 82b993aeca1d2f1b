"""One record against three hundred candidates: the live path's scoring, without the graph."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub.demo.population import write_population
from hub.feeds.mapping import load_mapping
from hub.linkage import feeds_table, open_feeds
from hub.settings import Settings
from identity.linking import train
from identity.linking.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from identity.linking.scorer import Prepared

PERSONS = 2_000
CANDIDATES = 300
NEWCOMERS = 200


def measure_score() -> dict[str, float]:
    """Milliseconds to score a record against 300 others, half of them near ones, and what making it ready takes."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as directory:
        rows, scorer = _records(Path(directory))
    started = time.perf_counter()
    ready = [scorer.prepare(row) for row in rows]
    prepared = time.perf_counter() - started
    wall, cpu = _times(scorer, ready)
    return {
        "records": len(rows),
        "candidates": CANDIDATES,
        "prepare_microseconds": 1e6 * prepared / len(rows),
        "p50_ms": statistics.median(wall),
        "p95_ms": statistics.quantiles(wall, n=20)[18],
        "p50_cpu_ms": statistics.median(cpu),
    }


def _records(directory: Path) -> tuple[list[dict[str, Any]], Scorer]:
    population = write_population(directory, persons=PERSONS, seed=7)
    sources = Settings.from_environment().sources_dir
    mappings = [load_mapping(sources / f"{name}.yaml") for name in population.files]
    feeds = open_feeds(list(population.files.values()), mappings)
    table, _ = feeds_table(feeds, quarantine_dir=directory, processes=1)
    return table.to_pylist(), Scorer(train(table, seed=1))


def _times(scorer: Scorer, ready: Sequence[Prepared]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of this process for each newcomer."""
    wall: list[float] = []
    cpu: list[float] = []
    dice = random.Random(1)  # noqa: S311
    for newcomer in dice.sample(ready, NEWCOMERS):
        near = [one for one in ready if _near(newcomer, one)][: CANDIDATES // 2]
        others = near + dice.sample(ready, CANDIDATES - len(near))
        started, busy = time.perf_counter(), time.process_time()
        scorer.weights(newcomer, others)
        cpu.append(1000 * (time.process_time() - busy))
        wall.append(1000 * (time.perf_counter() - started))
    return wall, cpu


def _near(newcomer: Prepared, other: Prepared) -> bool:
    """Would one of the commoner blocking keys bring the two together?"""
    mine, theirs = newcomer.columns, other.columns
    return any(
        mine[name] is not None and mine[name] == theirs[name]
        for name in ("citizen_id", "phone", "given_sound", "family_sound", "sub_district_code")
    )
