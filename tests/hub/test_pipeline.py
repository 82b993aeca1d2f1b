"""The batch road: loading twice changes nothing, a changed row is a new version, order does not matter, bad rows wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from graph import people, records
from graph.errors import Overtaken
from graph.reviews import waiting
from hub import pipeline
from hub.attempts import ASKED, UNASKED
from hub.catalogue import load_catalogue
from hub.demo.population import write_population
from hub.errors import DuplicateRows, UnknownSource
from hub.feeds import Feed
from hub.models import model_path, write_model
from identity.doubt import DoubtKind
from identity.resolution import OPEN

if TYPE_CHECKING:
    from pathlib import Path

    from graph.driver import Database
    from hub.catalogue import SourceCatalogue
    from hub.demo.population import PopulationSummary
    from hub.pipeline import Ingested, Resolved
    from hub.settings import Settings

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> PopulationSummary:
    return write_population(tmp_path_factory.mktemp("population"), persons=150, seed=5)


@pytest.fixture
def catalogue(settings: Settings) -> SourceCatalogue:
    return load_catalogue(settings.sources_dir)


def load(
    db: Database, catalogue: SourceCatalogue, path: Path, source: str, settings: Settings, *, day: int = 0
) -> Ingested:
    pipeline.declare(db, catalogue)
    feed = Feed(catalogue.source(source), path)
    return pipeline.ingest(
        db, feed, quarantine_dir=settings.data_dir / "quarantine", at=MONDAY + timedelta(days=day)
    )


def test_loading_the_same_file_twice_changes_nothing(
    db: Database, catalogue: SourceCatalogue, population: PopulationSummary, settings: Settings
) -> None:
    path = population.files["dop_allowance"]
    first = load(db, catalogue, path, "dop_allowance", settings)
    again = load(db, catalogue, path, "dop_allowance", settings, day=1)
    assert first.appended.new == population.records["dop_allowance"]
    assert (again.appended.new, again.appended.changed) == (0, 0)
    assert again.appended.unchanged == first.appended.new
    assert db.execute("MATCH (r:SourceRecord) RETURN count(r) AS n")[0]["n"] == first.appended.new


def test_a_changed_row_makes_a_new_version_of_that_record_alone(
    db: Database,
    catalogue: SourceCatalogue,
    population: PopulationSummary,
    settings: Settings,
    tmp_path: Path,
) -> None:
    path = population.files["dop_allowance"]
    load(db, catalogue, path, "dop_allowance", settings)
    record = next(Feed(catalogue.source("dop_allowance"), path).records())
    changed = tmp_path / "dop_allowance.csv"
    sent = record.values["given_name"].encode("cp874")
    changed.write_bytes(path.read_bytes().replace(sent, "เปลี่ยนชื่อ".encode("cp874"), 1))
    again = load(db, catalogue, changed, "dop_allowance", settings, day=1)
    assert (again.appended.new, again.appended.changed) == (0, 1)
    rows = db.execute(
        "MATCH (r:SourceRecord {key: $key}) RETURN r.version AS version, r.givenName AS name, r.current AS current ORDER BY version",
        key=record.key,
    )
    assert [(row["version"], row["current"]) for row in rows] == [(1, False), (2, True)]
    assert [row["name"] for row in rows] == [record.values["given_name"], "เปลี่ยนชื่อ"]


def test_a_refused_feed_writes_nothing(
    db: Database,
    catalogue: SourceCatalogue,
    population: PopulationSummary,
    settings: Settings,
    tmp_path: Path,
) -> None:
    lines = population.files["dop_allowance"].read_bytes().splitlines()
    good = [line for line in lines[1:] if not line.startswith(b",")]
    doubled = tmp_path / "dop_allowance.csv"
    doubled.write_bytes(b"\n".join([lines[0], *good, *(b"9" + line for line in good), b""]))
    with pytest.raises(DuplicateRows, match="Nothing was written"):
        load(db, catalogue, doubled, "dop_allowance", settings)
    assert db.execute("MATCH (r:SourceRecord) RETURN count(r) AS n")[0]["n"] == 0
    assert not (settings.data_dir / "quarantine").exists()


def test_a_bad_row_waits_in_the_quarantine_and_is_replayed_after_correction(
    db: Database, catalogue: SourceCatalogue, population: PopulationSummary, settings: Settings
) -> None:
    """Rule 7: one bad row never stops a feed."""
    first = load(db, catalogue, population.files["ops_logbook"], "ops_logbook", settings)
    assert first.quarantined == population.bad_rows["ops_logbook"] > 0
    header, *waiting = first.quarantine.read_text(encoding="utf-8").splitlines()
    nameless = next(line for line in waiting if ",the record has no id," in line)
    corrected = nameless.replace(",the record has no id,", ",the record has no id,LB7777777", 1)
    first.quarantine.write_text("\n".join([header, corrected, ""]), encoding="utf-8")
    replayed = load(db, catalogue, first.quarantine, "ops_logbook", settings, day=1)
    assert (replayed.appended.new, replayed.quarantined) == (1, 0)
    assert [r.key for r in records.current_records(db) if r.record_id == "LB7777777"] == [
        "ops_logbook/LB7777777"
    ]


def test_resolving_again_writes_nothing_and_another_order_of_feeds_gives_the_same_persons(
    db: Database, catalogue: SourceCatalogue, population: PopulationSummary, settings: Settings
) -> None:
    """Rule 6: order does not matter."""
    for source, path in population.files.items():
        load(db, catalogue, path, source, settings)
    first = pipeline.resolve(db, catalogue, settings, at=MONDAY)
    again = pipeline.resolve(db, catalogue, settings, at=MONDAY + timedelta(days=1))
    assert first.published.rows > 0
    assert (again.published.counts, again.questions) == ({}, 0)
    _persons_are_held_until_somebody_asks_for_reclustering(db, catalogue, settings, first)
    db.execute("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    for source, path in reversed([*population.files.items()]):
        load(db, catalogue, path, source, settings)
    other = pipeline.resolve(db, catalogue, settings, at=MONDAY)
    assert {p.id: p.records for p in other.resolution.persons} == {
        p.id: p.records for p in first.resolution.persons
    }


def _persons_are_held_until_somebody_asks_for_reclustering(
    db: Database, catalogue: SourceCatalogue, settings: Settings, first: Resolved
) -> None:
    """A model that joins nobody parts nobody by itself; it only asks."""
    model = first.linkage.model
    strict = replace(model, thresholds=replace(model.thresholds, join=200.0))
    write_model(model_path(settings), strict)
    held = pipeline.resolve(db, catalogue, settings, at=MONDAY + timedelta(days=2))
    assert {p.id: p.records for p in held.resolution.persons} == {
        p.id: p.records for p in first.resolution.persons
    }
    drift = waiting(db, compartments={OPEN}, first=10, kinds=[DoubtKind.DRIFT])
    assert held.questions >= len(drift) == 10
    parted = pipeline.resolve(db, catalogue, settings, at=MONDAY + timedelta(days=3), recluster=True)
    assert len(parted.resolution.persons) == parted.records
    assert waiting(db, compartments={OPEN}, first=10, kinds=[DoubtKind.DRIFT]) == []
    write_model(model_path(settings), model)


def test_an_unknown_source_is_refused_with_those_that_are_known(catalogue: SourceCatalogue) -> None:
    with pytest.raises(UnknownSource, match="No source nowhere; known are dcy_child_grant, dep_disability"):
        catalogue.source("nowhere")
    assert replace(catalogue, sources={}).sealed == {}


def overtaken(monkeypatch: pytest.MonkeyPatch, *, times: int) -> list[int]:
    """A steward acts while a resolution is thought through, this often; the times it was begun."""
    assignment = people.assignment
    begun: list[int] = []

    def acted_meanwhile(db: Database) -> people.Assignment:
        known = assignment(db)
        begun.append(len(begun))
        if len(begun) <= times:
            db.execute("CREATE (:Act {id: $id})", id=str(begun))
        return known

    monkeypatch.setattr(people, "assignment", acted_meanwhile)
    return begun


def test_a_resolution_that_is_overtaken_every_time_is_refused_and_writes_nothing(
    db: Database,
    catalogue: SourceCatalogue,
    population: PopulationSummary,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(db, catalogue, population.files["dop_allowance"], "dop_allowance", settings)
    begun = overtaken(monkeypatch, times=UNASKED + ASKED)
    with pytest.raises(Overtaken):
        pipeline.resolve(db, catalogue, settings, at=MONDAY)
    assert len(begun) == UNASKED + ASKED
    assert db.execute("MATCH (p:Person) RETURN p.id AS id") == []
    assert not model_path(settings).exists()


def test_a_resolution_that_is_overtaken_once_begins_again_later_and_says_so(
    db: Database,
    catalogue: SourceCatalogue,
    population: PopulationSummary,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    load(db, catalogue, population.files["dop_allowance"], "dop_allowance", settings)
    begun = overtaken(monkeypatch, times=1)
    resolved = pipeline.resolve(db, catalogue, settings, at=MONDAY)
    assert len(begun) == 2
    assert resolved.published.counts["persons"] == len(resolved.resolution.persons)
    assert [message for message in caplog.messages if "overtaken" in message] == [
        "resolution overtaken, begun again"
    ]
    [row] = db.execute("MATCH (p:Person) RETURN min(p.createdAt) AS first")
    assert row["first"] > MONDAY
