"""The batch road: a department's file into the graph, and every record in the graph into persons and households."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from auth import catalogue as visible_fields
from graph import agreements, judgements, lodgings, people, pins, records, sources
from graph.errors import ResolutionRefused
from graph.identifications import OVERTAKEN
from graph.live import publish_keys
from hub.feeds import Feed, Quarantine
from hub.live_feed import Crew, Taken, take_in
from hub.logs import log
from hub.model_card import card_of
from hub.model_history import put_in_force
from hub.models import load_model
from hub.progress import quiet_step
from hub.questions import ask_humans, doubts_for_humans
from hub.standard_table import Batch, batches, standard_table
from identity.compartments import source_of
from identity.holding import Holding, hold_persons
from identity.judgement import in_force
from identity.linking import Linkage, link
from identity.linking.scorer import Scorer
from identity.persons import resolve_persons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from graph.driver import Database
    from graph.embedded import Connection
    from graph.people import Assignment, Published
    from graph.records import Appended
    from hub.catalogue import SourceCatalogue
    from hub.feeds import Inspection, SourceMapping
    from hub.progress import Step
    from hub.settings import Settings
    from identity.judgement import Judgement
    from identity.records import RawRecord
    from identity.resolution import Resolution


@dataclass(frozen=True, slots=True)
class Ingested:
    """One feed taken in: what was read, what is new to the graph, what was put aside and where."""

    source: str
    inspection: Inspection
    taken: Taken
    quarantined: int
    quarantine: Path

    @property
    def appended(self) -> Appended:
        """How many records were new, changed or already there as sent."""
        return self.taken.appended


@dataclass(frozen=True, slots=True)
class Resolved:
    """One whole resolution and what it changed in the graph."""

    records: int
    linkage: Linkage
    resolution: Resolution
    published: Published
    publish_seconds: float
    questions: int
    """How many questions for humans were opened."""


def declare(db: Database, catalogue: SourceCatalogue, sharing: Mapping[str, Any] | None = None) -> None:
    """Tell the graph which agencies, programmes and sources there are, and (demo) which agreements."""
    sources.declare(
        db,
        agencies=catalogue.agencies,
        programmes=catalogue.programmes,
        sources=[_source_row(mapping) for mapping in catalogue.sources.values()],
    )
    if sharing is not None:
        agreements.seed(db, sharing, fields=_fields())


def _fields() -> list[dict[str, str]]:
    return [
        {"entity": field.entity, "name": field.name, "sensitivity": field.sensitivity}
        for field in visible_fields.catalogue()
    ]


def _source_row(mapping: SourceMapping) -> dict[str, Any]:
    title = mapping.title.get("en") or mapping.title.get("th") or mapping.source
    copied = ("agency", "compartment", "trust", "format", "programme", "locale")
    return {"name": mapping.source, "title": title, **{name: getattr(mapping, name) for name in copied}}


def ingest(
    db: Database,
    feed: Feed,
    *,
    quarantine_dir: Path,
    at: datetime,
    crew: Crew | None = None,
    processes: int = 1,
) -> Ingested:
    """Inspect a file, refuse it whole or take its good rows in; bad rows go to the quarantine.

    With a crew each row finds its person at once; without one the rows are appended and wait for `resolve`.
    """
    inspection, source = feed.inspect(), feed.mapping.source
    path = quarantine_dir / f"{source}.{feed.path.stem}.{at:%Y%m%dT%H%M%S}.csv"
    with Quarantine(path) as bad_rows:
        good = feed.records(bad_rows, repeated_ids=inspection.repeated_ids)
        if crew is None:
            taken = Taken(records.append(db, good, source=source, feed=feed.path.name, at=at))
        else:
            taken = take_in(crew, good, feed=feed.path.name, processes=processes)
    log("feed ingested", source=source, rows=inspection.rows, quarantined=bad_rows.count)
    return Ingested(source, inspection, taken, bad_rows.count, bad_rows.path)


def live_crew(
    db: Database, connection: Connection, catalogue: SourceCatalogue, settings: Settings
) -> Crew | None:
    """What takes records in one by one with the model in force, every record there being found by its keys; None
    before the first training."""
    model = load_model(settings)
    if model is None:
        return None
    publish_keys(db, Scorer(model))
    return Crew(connection, model, catalogue.traits)


def resolve(
    db: Database,
    catalogue: SourceCatalogue,
    settings: Settings,
    *,
    at: datetime,
    train: bool = False,
    recluster: bool = False,
    step: Step = quiet_step,
) -> Resolved:
    """Standardise every current record, link, cluster, choose golden values and publish what changed.

    Persons in force are kept whole, and what linkage would part is asked of a human; with `recluster` it is parted.
    Raises ResolutionRefused where single records or stewards' acts came in meanwhile: it is begun again then.
    """
    with step("Standardise every record"):
        began = people.decisions(db)
        table = current_table(db, catalogue, settings)
    with step("Link records, cluster them into persons"):
        model = None if train else load_model(settings)  # Without one in force, this run trains it.
        judged = judgements.in_force(db)
        linkage = link(table, model=model, judgements=judged, sealed=catalogue.sealed)
    with step("Choose golden values, find households"):
        known = people.assignment(db)
        holding = Holding(linkage.clusters, ())
        if not recluster:
            holding = _hold(linkage, known, judged, catalogue)
        resolution = resolve_persons(
            table,
            holding.clusters,
            sources=catalogue.traits,
            previous=known.previous,
            taken=known.taken,
            previous_households=known.households,
            model=linkage.model.version,
            pins=pins.in_force(db),
            lodgings=lodgings.in_force(db),
        )
    started = time.perf_counter()
    with step("Publish what changed"):
        if people.decisions(db) != began:
            # Published now, it would take back what a steward has just decided or a record has just said.
            raise ResolutionRefused(OVERTAKEN)
        published = people.publish(db, resolution, at=at)
    seconds = time.perf_counter() - started
    with step("Publish the keys that single records are found by"):
        publish_keys(db, Scorer(linkage.model))
    if model is None:
        # Not before persons and keys are there: a single record taken in meanwhile would find nobody.
        put_in_force(settings, linkage.model, card_of(table, linkage, origin="graph", at=at), at=at)
    with step("Put doubts before humans"):
        doubts = doubts_for_humans(table, linkage, holding, judged=judged, sealed=catalogue.sealed)
        questions = ask_humans(db, doubts, at=at)
    log(
        "resolved",
        records=table.num_rows,
        persons=len(resolution.persons),
        households=len(resolution.households),
    )
    return Resolved(table.num_rows, linkage, resolution, published, seconds, questions)


def _hold(
    linkage: Linkage, known: Assignment, judged: Sequence[Judgement], catalogue: SourceCatalogue
) -> Holding:
    sealed = {key for key in linkage.clusters if source_of(key) in catalogue.sealed}
    decided = {pair: judgement.verdict for pair, judgement in in_force(judged).items()}
    return hold_persons(linkage.clusters, previous=known.previous, decided=decided, sealed=sealed)


def current_table(db: Database, catalogue: SourceCatalogue, settings: Settings) -> pa.Table:
    """Every current record of the graph, standardised."""
    return standard_table(_work(records.current_records(db), catalogue), processes=settings.processes)


def _work(current: Iterable[RawRecord], catalogue: SourceCatalogue) -> Iterator[Batch]:
    """Batches of one source each, which has its own locale and attributes; the stream comes in the order of the keys,
    so the records of a source follow one another."""
    for name, group in groupby(current, key=attrgetter("source")):
        mapping = catalogue.source(name)
        yield from batches(group, locale=mapping.locale, attributes=mapping.attributes)
