"""A population is reproducible, quick to make, and of the size asked for."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from hub.demo.population import write_population
from tests.hub.demo.conftest import PERSONS, Written

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys, pathlib
from hub.demo.population import write_population
assert "pythainlp" not in sys.modules, "importing the population alone must not load the name lists"
write_population(pathlib.Path(sys.argv[1]), persons=250, seed=3)
"""


def _digests(directory: Path) -> dict[str, str]:
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _write_in_new_process(directory: Path, *, hash_seed: str) -> dict[str, str]:
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(directory)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    return _digests(directory)


def test_the_same_arguments_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    first = _write_in_new_process(tmp_path / "one", hash_seed="0")
    second = _write_in_new_process(tmp_path / "two", hash_seed="4242")
    assert len(first) == 10
    assert first == second


def test_another_seed_gives_other_files(tmp_path: Path) -> None:
    write_population(tmp_path / "one", persons=150, seed=1)
    write_population(tmp_path / "two", persons=150, seed=2)
    one, two = _digests(tmp_path / "one"), _digests(tmp_path / "two")
    assert one.keys() == two.keys()
    assert all(one[name] != two[name] for name in one)


@pytest.mark.parametrize("persons", [1, 10, 150])
def test_a_population_has_as_many_persons_as_asked_for(tmp_path: Path, persons: int) -> None:
    assert write_population(tmp_path, persons=persons, seed=1).persons == persons


def test_progress_is_told_for_every_step(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    write_population(tmp_path, persons=100, seed=1, on_progress=lambda *step: steps.append(step))
    assert [done for _, done, _ in steps] == list(range(1, 9))
    assert {total for *_, total in steps} == {8}
    assert [name for name, *_ in steps][:2] == ["people", "ops_logbook"]


def test_twenty_thousand_persons_take_less_than_thirty_seconds_of_processor(population: Written) -> None:
    assert population.processor_seconds * 20_000 / PERSONS < 30


def test_every_register_speaks_of_a_good_part_and_a_person_has_about_three_records(
    population: Written,
) -> None:
    records = population.summary.records
    assert set(records) == {
        "ops_logbook", "dep_disability", "dcy_child_grant", "dop_allowance", "dsdw_poor_family", "ops_1300",
    }  # fmt: skip
    assert min(records.values()) > PERSONS * 0.08
    assert 2.6 < sum(records.values()) / PERSONS < 3.4


def test_most_persons_have_several_records_and_none_too_many(population: Written) -> None:
    per_person = Counter(row["cluster_id"] for row in population.truth("truth"))
    assert len(per_person) > 0.85 * PERSONS
    assert max(per_person.values()) <= 25
