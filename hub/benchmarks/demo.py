"""The demo's wall time, after set-up, with an empty data directory."""

from __future__ import annotations

import time

from hub.benchmarks.surroundings import populated_graph, private_settings
from hub.demo.population import DEFAULT_PERSONS


def measure_demo() -> dict[str, float]:
    """Seconds for the default demo, server start included, and the accuracy it reached."""
    started = time.perf_counter()
    with private_settings() as settings, populated_graph(settings, persons=DEFAULT_PERSONS) as (_, result):
        seconds = time.perf_counter() - started
    return {
        "records": result.resolved.records,
        "seconds": seconds,
        "person_pair_f1": result.persons.pair_f1,
        "person_pair_precision": result.persons.pair_precision,
        "household_pair_f1": result.households.pair_f1,
    }
