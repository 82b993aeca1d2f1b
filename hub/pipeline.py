"""The batch road: a department's file into the graph, and every record in the graph into persons and households."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from auth import catalogue as visible_fields
from graph import agreements, judgements, people, records, sources
from graph.decisions import Decisions
from graph.live import publish_keys
from hub.attempts import come_through
from hub.feeds import Feed, Quarantine
from hub.live_feed import Crew, Taken, take_in
from hub.logs import log
from hub.model_card import card_of
from hub.model_history import put_in_force
from hub.model_keys import KeysTwice
from hub.models import load_model
from hub.progress import quiet_step
from hub.questions import ask_humans, doubts_for_humans
from hub.standard_table import Batch, batches, standard_table
from hub.whole_resolution import resolve_whole
from identity.linking import Linkage, link
from identity.linking.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from graph.driver import Database
    from graph.embedded import Connection
    from graph.people import Published
    from graph.records import Appended
    from hub.catalogue import SourceCatalogue
    from hub.feeds import Inspection, SourceMapping
    from hub.progress import Step
    from hub.settings import Settings
    from identity.holding import Holding
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
    Where single records or stewards' acts came in meanwhile it begins again, at a time as much later than `at`, and at
    last asks the others to wait (`hub.attempts`). Raises Overtaken where even then somebody decided, and Held where
    another whole resolution has asked the others to wait.
    """

    def attempt(moment: datetime) -> _Thought:
        return _publish_once(db, catalogue, settings, at=moment, train=train, recluster=recluster, step=step)

    thought = come_through(db, attempt, at=at)
    done = _follow_up(db, catalogue, settings, thought, step=step)
    told = {"persons": len(done.resolution.persons), "households": len(done.resolution.households)}
    log("resolved", records=done.records, **told)
    return done


@dataclass(frozen=True, slots=True)
class _Thought:
    """What a whole resolution came to, published at that time; `trained` tells that its model was learnt for it."""

    at: datetime
    table: pa.Table
    judged: Sequence[Judgement]
    linkage: Linkage
    trained: bool
    holding: Holding
    resolution: Resolution
    published: Published
    publish_seconds: float


def _publish_once(
    db: Database,
    catalogue: SourceCatalogue,
    settings: Settings,
    *,
    at: datetime,
    train: bool,
    recluster: bool,
    step: Step,
) -> _Thought:
    with step("Standardise every record"):
        began = Decisions.until_now(db)
        table = current_table(db, catalogue, settings)
    with step("Link records, cluster them into persons"):
        model = None if train else load_model(settings)  # Without one in force, this run trains it.
        judged = judgements.in_force(db)
        linkage = link(table, model=model, judgements=judged, sealed=catalogue.sealed)
    with step("Choose golden values, find households"):
        holding, resolution = resolve_whole(
            db, table, linkage, judged=judged, catalogue=catalogue, recluster=recluster
        )
    started = time.perf_counter()
    with step("Publish what changed"):
        published = people.publish(db, resolution, at=at, began=began)
    seconds = time.perf_counter() - started
    return _Thought(at, table, judged, linkage, model is None, holding, resolution, published, seconds)


def _follow_up(
    db: Database, catalogue: SourceCatalogue, settings: Settings, thought: _Thought, *, step: Step
) -> Resolved:
    """What others may decide beside: the keys of single records, the model, the questions."""
    at, table, linkage = thought.at, thought.table, thought.linkage
    with step("Publish the keys that single records are found by"):
        keys = KeysTwice(lambda model: publish_keys(db, Scorer(model)))
        keys.before(linkage.model)
    if thought.trained:
        put_in_force(settings, linkage.model, card_of(table, linkage, origin="graph", at=at), at=at)
        keys.after(linkage.model)
    with step("Put doubts before humans"):
        doubts = doubts_for_humans(
            table, linkage, thought.holding, judged=thought.judged, sealed=catalogue.sealed
        )
        questions = ask_humans(db, doubts, at=at)
    return Resolved(
        table.num_rows, linkage, thought.resolution, thought.published, thought.publish_seconds, questions
    )


def current_table(db: Database, catalogue: SourceCatalogue, settings: Settings) -> pa.Table:
    """Every current record of the graph, standardised."""
    return standard_table(_work(records.current_records(db), catalogue), processes=settings.processes)


def _work(current: Iterable[RawRecord], catalogue: SourceCatalogue) -> Iterator[Batch]:
    """Batches of one source each, which has its own locale and attributes; the stream comes in the order of the keys,
    so the records of a source follow one another."""
    for name, group in groupby(current, key=attrgetter("source")):
        mapping = catalogue.source(name)
        yield from batches(group, locale=mapping.locale, attributes=mapping.attributes)
