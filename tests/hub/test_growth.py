"""What the benchmarks of linking read from a run, and what they conclude from several."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from hub.benchmarks import UnknownBenchmark, run_benchmark
from hub.benchmarks.growth import exponent
from hub.benchmarks.linked_run import stages_told
from hub.progress import measured_steps


def test_what_grows_with_the_square_of_the_records_has_the_exponent_two() -> None:
    assert exponent([10, 100, 1_000], [3.0, 300.0, 30_000.0]) == pytest.approx(2.0)


def test_the_benchmark_reads_the_stages_that_linking_shows() -> None:
    told = StringIO()
    step = measured_steps(Console(file=told, width=200))
    for stage in ("Find pairs", "Weigh pairs"):
        with step(stage):
            pass
    assert list(stages_told(told.getvalue())) == ["Find pairs", "Weigh pairs"]


def test_only_benchmarks_of_linking_take_a_number_of_records() -> None:
    with pytest.raises(UnknownBenchmark, match="growth, link"):
        run_benchmark("start", as_json=True, records=(1_000,))


def test_only_the_live_benchmark_takes_a_number_of_persons() -> None:
    with pytest.raises(UnknownBenchmark, match="live"):
        run_benchmark("start", as_json=True, persons=1_000)
