"""The life of a model as an operator sees it: trained, compared, published, watched for drift, from files and from the graph."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from graph import records
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.cli import command_line
from hub.commands.drift import ALARMED
from hub.demo.population import write_population
from hub.errors import NoBaseline, UnknownModel
from hub.feeds import Feed
from hub.known_records import known_records
from hub.model_comparisons import keep_comparison
from hub.model_history import Action, history
from hub.models import keep_version, kept_versions, load_model, model_path, read_card
from hub.settings import Settings
from identity.comparing_models import compare_clusterings
from identity.errors import InsufficientData

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from graph.driver import Database
    from graph.embedded import Connection
    from hub.demo.population import PopulationSummary

FEEDS = ("dop_allowance", "ops_logbook")


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> PopulationSummary:
    return write_population(tmp_path_factory.mktemp("population"), persons=120, seed=5)


@pytest.fixture(scope="module")
def trained(population: PopulationSummary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with two models: of one feed, in force, and of two."""
    directory = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUB_DATA_DIR", str(directory))
        assert run("train", *files(population, "ops_logbook")).exit_code == 0
        (first,) = kept_versions(Settings.from_environment())
        assert run("model", "publish", first).exit_code == 0
        done = run("train", *files(population, *FEEDS))
        assert f"hub model compare {first}" in " ".join(done.stderr.split())
    return directory


def files(population: PopulationSummary, *sources: str) -> list[str]:
    """File and mapping arguments of these feeds."""
    mappings = Settings().sources_dir
    words = [str(population.files[source]) for source in sources]
    return words + [word for source in sources for word in ("--mapping", str(mappings / f"{source}.yaml"))]


def run(*words: str) -> Result:
    return CliRunner().invoke(command_line(list(words)), list(words), catch_exceptions=False)


def own(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HUB_DATA_DIR", str(directory))
    return Settings.from_environment()


def test_training_keeps_a_model_with_what_it_was_learnt_from(
    trained: Path, population: PopulationSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = own(trained, monkeypatch)
    assert len(kept_versions(settings)) == 2
    card = read_card(model_path(settings))
    assert card is not None
    assert card.origin == "ops_logbook.csv"
    assert card.records == population.records["ops_logbook"]
    assert card.profile.sources["ops_logbook"].records == card.records
    assert sum(card.profile.sources["ops_logbook"].weights.values()) == card.links > 0
    assert {"citizen id", "phone"} <= card.profile.keys.keys()


def test_two_models_are_compared_on_the_same_records_before_one_is_published(
    trained: Path, population: PopulationSummary, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = own(trained, monkeypatch)
    current = load_model(settings)
    assert current is not None
    (other,) = set(kept_versions(settings)) - {current.version}
    feeds = files(population, *FEEDS)
    done = run(
        "model", "compare", "current", other, *feeds, "--changes", str(tmp_path / "changes.csv"), "--json"
    )
    figures = json.loads(done.stdout)
    assert (figures["before"], figures["after"]) == (current.version, other)
    assert figures["records"] == sum(population.records[source] for source in FEEDS)
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        changed = {row["change"] for row in csv.DictReader(file)}
    assert bool(changed) == (figures["changed_share"] > 0)
    assert f"Model {other} is in force." in run("model", "publish", other, "--yes").stdout
    assert other in run("model", "list").stdout
    assert f"Model {current.version} is in force again" in run("model", "rollback").stdout


def test_a_model_tells_what_each_level_weighs(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(trained, monkeypatch)
    shown = json.loads(run("model", "show", "current", "--json").stdout)
    assert shown["card"]["profile"]["records"] == shown["training"]["records"]
    assert "citizen_id" in run("model", "show", "current").stdout


def test_drift_names_the_column_that_a_source_stopped_filling_and_the_source_that_is_new(
    trained: Path, population: PopulationSummary, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = own(trained, monkeypatch)
    without = tmp_path / "ops_logbook.csv"
    _blank(population.files["ops_logbook"], without, column="โทรศัพท์")
    words = files(population, "ops_logbook", "dop_allowance")
    shown = run("drift", str(without), *words[1:], "--json").stdout
    report = json.loads(shown)
    assert report["model"] == getattr(load_model(settings), "version", None)
    assert report["new_sources"] == ["dop_allowance"]
    changed = {shift["item"] for shift in report["shifts"] if shift["stability"] == "changed"}
    assert "fill of phone" in changed
    assert "fill of family_name" not in changed
    assert run("drift", str(without), *words[1:], "--alarm", "changed").exit_code == ALARMED
    as_it_was = files(population, "ops_logbook")
    assert run("drift", *as_it_was, "--alarm", "moved").exit_code == 0


def test_with_a_model_the_graph_gets_its_match_keys_and_goes_back_with_it(
    db: Database,
    neo4j_server: Connection,
    population: PopulationSummary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in server_words(neo4j_server, tmp_path).items():
        monkeypatch.setenv(name, value)
    settings = Settings.from_environment()
    catalogue = load_catalogue(settings.sources_dir)
    pipeline.declare(db, catalogue)
    feed = Feed(catalogue.source("dop_allowance"), population.files["dop_allowance"])
    at = datetime(2026, 11, 2, tzinfo=UTC)
    pipeline.ingest(db, feed, quarantine_dir=tmp_path / "quarantine", at=at)
    learnt = pipeline.resolve(db, catalogue, settings, at=at).linkage
    other = replace(learnt.model, prior=learnt.model.prior / 2)
    keep_version(settings, other, read_card(model_path(settings)))
    nothing = compare_clusterings(learnt.clusters, learnt.clusters)
    keep_comparison(settings, (learnt.model.version, other.version), nothing, origin="graph", at=at)
    count = len(list(records.current_records(db)))
    assert f"{count:,} records got its match keys" in run("model", "publish", other.version).stdout
    assert keyed_by(db) == {other.version}
    assert "0 records got" in run("model", "publish", other.version).stdout
    assert "were left" in run("model", "rollback", "--no-keys").stdout
    assert keyed_by(db) == {other.version}
    assert f"{count:,} records got" in run("model", "publish", learnt.model.version).stdout
    assert keyed_by(db) == {learnt.model.version}


def keyed_by(db: Database) -> set[str]:
    rows = db.execute("MATCH (r:SourceRecord {current: true}) RETURN DISTINCT r.keyedBy AS model")
    return {row["model"] for row in rows}


def test_without_a_model_or_its_baseline_there_is_no_drift(
    trained: Path, population: PopulationSummary, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    current = load_model(own(trained, monkeypatch))
    assert current is not None
    settings = own(tmp_path, monkeypatch)
    with pytest.raises(UnknownModel, match="hub train"):
        run("drift", *files(population, "ops_logbook"))
    model_path(settings).parent.mkdir()
    model_path(settings).write_text(current.to_json(), encoding="utf-8")
    with pytest.raises(NoBaseline, match="train it anew"):
        run("drift", *files(population, "ops_logbook"))


@pytest.mark.parametrize(
    "words", [("train", "roll.csv"), ("train", "--from-graph", "x.csv", "--mapping", "y.yaml")]
)
def test_words_that_contradict_each_other_are_refused(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_an_empty_graph_teaches_nothing(db: Database, neo4j_server: Connection, tmp_path: Path) -> None:
    with pytest.raises(InsufficientData, match="holds no record"):
        known_records(beside(neo4j_server, tmp_path), [], [])


def test_the_model_that_resolving_trains_is_kept_with_its_baseline_and_told_in_the_history(
    db: Database, neo4j_server: Connection, population: PopulationSummary, tmp_path: Path
) -> None:
    settings = beside(neo4j_server, tmp_path)
    catalogue = load_catalogue(settings.sources_dir)
    at = datetime(2026, 11, 2, tzinfo=UTC)
    pipeline.declare(db, catalogue)
    feed = Feed(catalogue.source("dop_allowance"), population.files["dop_allowance"])
    pipeline.ingest(db, feed, quarantine_dir=tmp_path / "quarantine", at=at)
    resolved = pipeline.resolve(db, catalogue, settings, at=at)
    (entry,) = history(settings)
    assert (entry.action, entry.version, entry.at) == (Action.TRAINED, resolved.linkage.model.version, at)
    card = read_card(model_path(settings))
    assert card is not None
    known = known_records(settings, [], [])
    assert card.records == known.table.num_rows == len(list(records.current_records(db)))
    assert known.link(load_model(settings)).clusters == resolved.linkage.clusters


def beside(server: Connection, directory: Path) -> Settings:
    """Settings that use the tests' Neo4j and a data directory of their own."""
    return Settings.from_environment(server_words(server, directory))


def server_words(server: Connection, directory: Path) -> dict[str, str]:
    return {
        "HUB_NEO4J_URI": server.uri,
        "HUB_NEO4J_USER": server.user,
        "HUB_NEO4J_PASSWORD": server.password,
        "HUB_DATA_DIR": str(directory / "var"),
    }


def _blank(path: Path, copy: Path, *, column: str) -> None:
    """The good rows of the same file with one column emptied."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list({row[next(iter(row))]: row for row in reader if None not in row.values()}.values())
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, column: ""} for row in rows)
