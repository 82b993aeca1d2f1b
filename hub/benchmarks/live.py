"""Taking records in one by one where a hundred thousand persons are in the graph already."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, islice
from statistics import quantiles
from typing import TYPE_CHECKING
from zlib import crc32

import typer

from graph import people, records
from graph.driver import Database
from graph.live import LiveResolver, publish_keys
from graph.migrate import migrate
from hub import pipeline
from hub.benchmarks.surroundings import private_settings
from hub.catalogue import load_catalogue
from hub.database import running_neo4j
from hub.demo.population import write_population
from hub.errors import TooFewToMeasure
from hub.feeds import Feed
from hub.garbage import collect_rarely
from hub.grading import read_labels
from hub.live_feed import Crew, Taken, take_in
from identity.linking import train
from identity.linking.scorer import Scorer
from identity.persons import resolve_persons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hub.catalogue import SourceCatalogue
    from hub.demo.population import PopulationSummary
    from hub.settings import Settings
    from identity.linking import Model
    from identity.records import RawRecord

PERSONS = 100_000
HELD_BACK = 12
"""One record of so many is kept out of the graph, to come in live."""
SAMPLE = 20_000
"""Records the model is trained on."""
SECONDS = 60.0
WARM_UP = 8_000
"""Records taken in before the clock runs, at most a third of all: until so many have come, Neo4j spends as much on compiling
what it runs often as on a third of what it runs."""
FIRST_CHUNKS = 200
"""Records that workers take in before the clock runs for them."""
LEAST_TAKEN = 20
"""Fewer records than this have no 95th percentile."""
WORKERS = 2
MEMORY = {"neo4j_heap": "2g", "neo4j_page_cache": "3g"}
"""What an operator gives Neo4j for a graph of this size: the store, 13 kB a person, fits into its page cache."""


@dataclass(frozen=True, slots=True)
class Town:
    """A graph with persons, and the records of the same population that have not come in yet."""

    records: int
    persons: int
    keys_per_second: float
    model: Model
    waiting: list[RawRecord]


def measure_live(persons: int = PERSONS, seconds: float = SECONDS) -> dict[str, float]:
    """Milliseconds one record takes with one writer, and records a second with two worker processes. What is being
    done is told on the error stream: most of the time goes into building the graph."""
    with (
        private_settings() as small,
        running_neo4j(settings := small.model_copy(update=MEMORY)) as connection,
    ):
        catalogue = load_catalogue(settings.sources_dir)
        with Database.connect(connection.uri, user=connection.user, password=connection.password) as db:
            town = _build(db, catalogue, settings, persons)
            arriving = iter(town.waiting)
            _tell("taking records in one by one")
            live = LiveResolver(db, Scorer(town.model), sources=catalogue.traits)
            collect_rarely()
            for record in islice(arriving, min(WARM_UP, len(town.waiting) // 3)):
                live.upsert(record, feed="bench", at=datetime.now(UTC))
            one = _one_by_one(live, arriving, seconds)
        _tell(f"taking records in with {WORKERS} workers")
        many = _with_workers(Crew(connection, town.model, catalogue.traits), arriving, seconds)
    return {
        "records": town.records,
        "persons": town.persons,
        "keyed_records_per_second": town.keys_per_second,
        **one,
        **many,
    }


def _tell(step: str) -> None:
    typer.echo(f"{datetime.now(UTC):%H:%M:%S} {step}", err=True)


def _build(db: Database, catalogue: SourceCatalogue, settings: Settings, persons: int) -> Town:
    """Publish a population as the truth has it, with a model learnt from a sample: linking it all first would change
    nothing that is measured here."""
    migrate(db)
    pipeline.declare(db, catalogue)
    _tell(f"making up {persons:,} persons")
    population = write_population(settings.data_dir / "demo", persons=persons, seed=7)
    _tell("appending their records")
    waiting = _load(db, catalogue, population)
    _tell("reading them back, resolving and publishing persons")
    table = pipeline.current_table(db, catalogue, settings)
    truth = read_labels(population.truth["truth"]).by_key
    resolution = resolve_persons(
        table,
        {key: truth[key] for key in table["key"].to_pylist()},
        sources=catalogue.traits,
        previous={},
        taken=(),
        model="truth",
    )
    people.publish(db, resolution, at=datetime.now(UTC))
    _tell("learning a model")
    model = train(table.slice(0, min(SAMPLE, table.num_rows)), seed=1)
    _tell("publishing match keys")
    started = time.perf_counter()
    keyed = publish_keys(db, Scorer(model))
    seconds = time.perf_counter() - started
    return Town(table.num_rows, len(resolution.persons), keyed / seconds, model, waiting)


def _load(db: Database, catalogue: SourceCatalogue, population: PopulationSummary) -> list[RawRecord]:
    """Append all records but those held back, and return these, the sources mixed."""
    waiting: list[RawRecord] = []
    for source, path in population.files.items():
        good = Feed(catalogue.source(source), path).records()
        stay = _hold_back(good, waiting)
        records.append(db, stay, source=source, feed=path.name, at=datetime.now(UTC))
    return sorted(waiting, key=lambda record: crc32(record.key.encode()[::-1]))


def _hold_back(good: Iterable[RawRecord], waiting: list[RawRecord]) -> Iterator[RawRecord]:
    for record in good:
        if crc32(record.key.encode()) % HELD_BACK:
            yield record
        else:
            waiting.append(record)


def _one_by_one(live: LiveResolver, arriving: Iterator[RawRecord], seconds: float) -> Mapping[str, float]:
    taken: list[float] = []
    processor, ends = time.process_time(), time.perf_counter() + seconds
    for record in _until(arriving, ends):
        started = time.perf_counter()
        live.upsert(record, feed="bench", at=datetime.now(UTC))
        taken.append(1000 * (time.perf_counter() - started))
    processor = time.process_time() - processor
    if len(taken) < LEAST_TAKEN:
        raise TooFewToMeasure(f"{len(taken)} records came in after the warm-up; take more --persons.")
    steps = quantiles(taken, n=20)
    return {
        "records_one_by_one": len(taken),
        "p50_ms": steps[9],
        "p95_ms": steps[18],
        "hub_processor_ms_per_record": 1000 * processor / len(taken),
    }


def _with_workers(crew: Crew, arriving: Iterator[RawRecord], seconds: float) -> Mapping[str, float]:
    """What the workers take in once they are warm: from FIRST_CHUNKS records on to their last. How long
    they take to start, and to settle at the end what was not sure, is told beside it."""
    chunks: list[tuple[float, int]] = []
    started = time.perf_counter()

    def note(taken: Taken) -> None:
        chunks.append((time.perf_counter(), taken.appended.new))

    take_in(crew, _until(arriving, started + seconds), feed="bench", processes=WORKERS, on_taken=note)
    ended = time.perf_counter()
    so_far = accumulate(count for _, count in chunks)
    begun = next((number for number, records in enumerate(so_far) if records >= FIRST_CHUNKS), 0)
    rest = chunks[begun + 1 :]
    if not rest:
        raise TooFewToMeasure("Too few records came in with workers; take more --persons.")
    taken = sum(count for _, count in rest)
    return {
        "workers": WORKERS,
        "records_with_workers": taken,
        "records_per_second": taken / (rest[-1][0] - chunks[begun][0]),
        "seconds_to_warm_up": chunks[begun][0] - started,
        "seconds_to_settle": ended - rest[-1][0],
    }


def _until(arriving: Iterator[RawRecord], ends: float) -> Iterator[RawRecord]:
    while time.perf_counter() < ends and (record := next(arriving, None)) is not None:
        yield record
