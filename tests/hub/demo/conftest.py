"""One population of 5,000 persons, written once for the whole run, and the world it was written from."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hub
from hub.catalogue import SourceCatalogue, load_catalogue
from hub.demo.population import PopulationSummary, make_world, write_population

if TYPE_CHECKING:
    from hub.demo.world import World

PERSONS, SEED = 5_000, 7


@dataclass(frozen=True)
class Written:
    directory: Path
    summary: PopulationSummary
    processor_seconds: float

    def truth(self, name: str) -> list[dict[str, str]]:
        """The rows of one truth file; those about a record have its `key` as well."""
        with self.summary.truth[name].open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [
            {**row, "key": f"{row['source']}/{row['record_id']}"} if "source" in row else row for row in rows
        ]


@pytest.fixture(scope="session")
def population(tmp_path_factory: pytest.TempPathFactory) -> Written:
    directory = tmp_path_factory.mktemp("population")
    started = time.process_time()
    summary = write_population(directory, persons=PERSONS, seed=SEED)
    return Written(directory, summary, time.process_time() - started)


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(persons=PERSONS, seed=SEED)


@pytest.fixture(scope="session")
def catalogue() -> SourceCatalogue:
    return load_catalogue(Path(hub.__file__).parent / "sources")
