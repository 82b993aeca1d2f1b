"""`hub calibrate` on real answers in a real graph: it tells the offset, and moves a threshold only in a kept model."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hub.cli import command_line
from hub.errors import UnknownModel
from hub.models import kept_versions, load_model, model_path, read_version, write_model
from hub.settings import Settings
from identity.calibration import LEAST_DECISIONS
from identity.clustering import Thresholds
from identity.errors import InsufficientData
from identity.linking import Model
from tests.graph.small_world import SHELTER

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from graph.driver import Database
    from graph.embedded import Connection

ANSWERS = """
UNWIND range(1, $count) AS number
CREATE (:Opinion {id: $compartment + number, by: 'ann', verdict: $verdict, at: $at, blind: true, weight: $weight})
  -[:ANSWERS]->(:Review {id: $compartment + number, compartment: $compartment, status: 'DECIDED'})
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(command_line(list(words)), list(words), catch_exceptions=False)


@pytest.fixture
def settings(
    db: Database, neo4j_server: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    monkeypatch.setenv("HUB_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("HUB_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("HUB_NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("HUB_DATA_DIR", str(tmp_path / "var"))
    return Settings.from_environment()


def answer(db: Database, count: int, verdict: str, *, weight: float, compartment: str = "open") -> None:
    given = {"count": count, "verdict": verdict, "weight": weight, "compartment": compartment}
    db.execute(ANSWERS, at=datetime(2026, 11, 2, tzinfo=UTC), **given)


def test_without_a_model_or_with_few_answers_nothing_is_calibrated(settings: Settings, db: Database) -> None:
    with pytest.raises(UnknownModel, match="hub train"):
        run("calibrate")
    write_model(model_path(settings), Model((), prior=0.001, thresholds=Thresholds()))
    answer(db, LEAST_DECISIONS - 1, "SAME", weight=0.0)
    with pytest.raises(InsufficientData, match="are needed"):
        run("calibrate")


def test_the_threshold_moves_in_a_kept_model_and_not_in_the_one_in_force(
    settings: Settings, db: Database
) -> None:
    model = Model((), prior=0.001, thresholds=Thresholds(join=0.0))
    write_model(model_path(settings), model)
    answer(db, 60, "DIFFERENT", weight=2.0)
    answer(db, 60, "SAME", weight=-9.0, compartment=SHELTER)
    told = json.loads(run("calibrate", "--keep", "--json").stdout)
    assert told["decisions"] == 60
    assert told["offset"] < -2.0
    assert kept_versions(settings) == [told["kept"]]
    moved, _ = read_version(settings, told["kept"])
    assert moved.thresholds.join == pytest.approx(-told["offset"], abs=0.001)
    assert load_model(settings) == model
    assert "60 decisions" in run("calibrate").stdout
