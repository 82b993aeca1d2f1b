"""The main job from end to end: six departments' files become one graph. `run` shows the whole flow."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from auth.sharing_form import read_sharing
from graph import records
from graph.driver import Database
from graph.errors import AgreementChanged
from graph.migrate import migrate
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.demo.grade import grade_households, grade_persons
from hub.demo.population import PopulationSummary, write_population
from hub.errors import HubError
from hub.feeds import Feed

if TYPE_CHECKING:
    from graph.embedded import Connection
    from hub.catalogue import SourceCatalogue
    from hub.pipeline import Ingested, Resolved
    from hub.progress import Step
    from hub.settings import Settings
    from identity.evaluate import Evaluation


class OtherPopulation(HubError):
    """The data directory already holds a demo of another size or seed, or the graph holds records of real people."""

    code = "OTHER_POPULATION"


class OlderDemo(HubError):
    """The graph holds a demo of an earlier release, under agreements in other words."""

    code = "OLDER_DEMO"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Everything the demo did, for its summary and its own check."""

    population: PopulationSummary
    ingested: tuple[Ingested, ...]
    resolved: Resolved
    persons: Evaluation
    households: Evaluation
    seconds: float


def run(settings: Settings, connection: Connection, *, persons: int, seed: int, step: Step) -> DemoResult:
    """Write the population, load its six feeds, resolve and grade. Each step runs inside `step`."""
    started = time.perf_counter()
    catalogue = load_catalogue(settings.sources_dir)
    with Database.connect(connection.uri, user=connection.user, password=connection.password) as db:
        with step("Prepare the graph and the agreements"):
            migrate(db)
            directory = _claim(db, settings.data_dir, persons, seed)
            _declare(db, catalogue, settings.data_dir)
        with step("Make a population and its six files"):
            population = write_population(directory, persons=persons, seed=seed)
        ingested: list[Ingested] = []
        for source, path in population.files.items():
            with step(f"Load {source}"):
                feed = Feed(catalogue.source(source), path)
                ingested.append(
                    pipeline.ingest(
                        db, feed, quarantine_dir=settings.data_dir / "quarantine", at=datetime.now(UTC)
                    )
                )
        resolved = pipeline.resolve(db, catalogue, settings, at=datetime.now(UTC), train=True, step=step)
    with step("Compare with the truth"):
        graded = grade_persons(resolved.resolution, population.truth)
        homes = grade_households(resolved.resolution, population.truth)
    return DemoResult(population, tuple(ingested), resolved, graded, homes, time.perf_counter() - started)


def _declare(db: Database, catalogue: SourceCatalogue, data_dir: Path) -> None:
    """What was agreed is never rewritten, and nobody has agreed on anything in a demo: it begins anew."""
    try:
        pipeline.declare(db, catalogue, demo_sharing())
    except AgreementChanged as error:
        raise OlderDemo(
            f"{data_dir} or the graph holds a demo of an earlier release, under agreements in other words; remove that"
            " directory and empty the graph if it is your own, or set HUB_DATA_DIR to another one."
        ) from error


def demo_sharing() -> dict[str, list[Any]]:
    """The purposes, clients and agreements of the demo."""
    return read_sharing((Path(__file__).parent / "agreements").glob("*.yaml"))


def _claim(db: Database, data_dir: Path, persons: int, seed: int) -> Path:
    """The population's directory. A graph holds one population, so that no demo mixes into another's, or into real data."""
    marker = data_dir / "demo" / "population.json"
    wanted = {"persons": persons, "seed": seed}
    held = orjson.loads(marker.read_bytes()) if marker.exists() else None
    if held is None and next(records.current_records(db), None) is not None:
        raise OtherPopulation(
            "The graph already holds records that no demo wrote; made-up people are not added to them."
        )
    if held not in (None, wanted):
        raise OtherPopulation(
            f"{data_dir} holds a demo of {held['persons']:,} persons with seed {held['seed']}; remove that directory, or set"
            " HUB_DATA_DIR to another one."
        )
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_bytes(orjson.dumps(wanted))
    return marker.parent
