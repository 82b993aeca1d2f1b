"""How long the embedded Neo4j takes to start, first with a new store and then again."""

from __future__ import annotations

import time

from hub.benchmarks.surroundings import private_settings
from hub.database import running_neo4j


def measure_start() -> dict[str, float]:
    """Seconds from nothing to a server that answers; the jars are in the cache already."""
    with private_settings() as settings:
        figures: dict[str, float] = {}
        for name in ("new_store_seconds", "later_start_seconds"):
            started = time.perf_counter()
            with running_neo4j(settings):
                figures[name] = time.perf_counter() - started
        return figures
