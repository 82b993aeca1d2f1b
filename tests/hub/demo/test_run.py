"""The demo keeps to a graph of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from graph import records
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.database import open_database
from hub.demo.run import OlderDemo, OtherPopulation, demo_sharing, run
from hub.progress import quiet_step
from hub.settings import Settings
from identity.records import RawRecord

if TYPE_CHECKING:
    from pathlib import Path

    from graph.driver import Database
    from graph.embedded import Connection


def own_neo4j(server: Connection, directory: Path) -> Settings:
    """Settings as an operator gives them who has a Neo4j."""
    return Settings.from_environment(
        {
            "HUB_NEO4J_URI": server.uri,
            "HUB_NEO4J_USER": server.user,
            "HUB_NEO4J_PASSWORD": server.password,
            "HUB_DATA_DIR": str(directory),
        }
    )


def test_your_own_neo4j_is_used_when_it_is_named_and_none_is_started(
    db: Database, neo4j_server: Connection, tmp_path: Path
) -> None:
    db.execute("CREATE (:Agency {code: 'OURS'})")
    with open_database(own_neo4j(neo4j_server, tmp_path)) as other:
        assert other.execute("MATCH (a:Agency) RETURN a.code AS code") == [{"code": "OURS"}]
    assert not (tmp_path / "neo4j").exists()


def test_made_up_people_are_not_added_to_a_graph_that_holds_records(
    db: Database, neo4j_server: Connection, tmp_path: Path
) -> None:
    settings = own_neo4j(neo4j_server, tmp_path)
    pipeline.declare(db, load_catalogue(settings.sources_dir))
    real = RawRecord("dop_allowance", "1", {"given_name": "สมศรี"})
    records.append(db, [real], source="dop_allowance", feed="roll.csv", at=datetime(2026, 11, 2, tzinfo=UTC))
    with pytest.raises(OtherPopulation, match="no demo wrote"):
        run(settings, neo4j_server, persons=50, seed=1, step=quiet_step)
    assert [record.key for record in records.current_records(db)] == ["dop_allowance/1"]


def test_a_data_directory_holds_one_population(
    db: Database, neo4j_server: Connection, tmp_path: Path
) -> None:
    settings = own_neo4j(neo4j_server, tmp_path)
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "population.json").write_text('{"persons": 2000, "seed": 1}', encoding="utf-8")
    with pytest.raises(OtherPopulation, match="holds a demo of 2,000 persons with seed 1"):
        run(settings, neo4j_server, persons=50, seed=1, step=quiet_step)


def test_a_demo_of_an_earlier_release_is_told_apart_and_what_to_do_is_said(
    db: Database, neo4j_server: Connection, tmp_path: Path
) -> None:
    settings, older = own_neo4j(neo4j_server, tmp_path), demo_sharing()
    for grant in (grant for agreement in older["agreements"] for grant in agreement["grants"]):
        grant["fields"] = [field for field in grant["fields"] if field["name"] != "successors"]
    pipeline.declare(db, load_catalogue(settings.sources_dir), older)
    with pytest.raises(OlderDemo, match="set HUB_DATA_DIR to another one"):
        run(settings, neo4j_server, persons=50, seed=1, step=quiet_step)
    assert next(records.current_records(db), None) is None
