"""`hub population` writes files that `hub evaluate` grades: strata and households beside the whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hub.cli import command_line
from hub.errors import InvalidOutput

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*words: str | Path) -> Result:
    plain = [str(word) for word in words]
    return CliRunner().invoke(command_line(plain), plain, catch_exceptions=False)


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The truth of a small population, written by the command."""
    directory = tmp_path_factory.mktemp("evaluate") / "people"
    done = run("population", directory, "--persons", "300", "--seed", "4")
    assert "ops_1300.csv" in done.stdout
    return directory / "truth"


def test_everything_is_graded_by_one_command(truth: Path) -> None:
    persons, homes = truth / "truth.csv", truth / "households_truth.csv"
    words = ("--truth", persons, "--clusters", persons, "--strata", truth / "strata.csv")
    figures = json.loads(
        run("evaluate", *words, "--households-truth", homes, "--households", homes, "--json").stdout
    )
    assert (figures["pair_f1"], figures["households"]["pair_f1"]) == (1.0, 1.0)
    strata = figures["strata"]
    assert strata["no_id"]["recall_across"]["share"] == 1.0
    assert strata["twin"]["merged_persons"]["share"] == 0.0
    assert strata["intake"]["records"] > 0


def test_everybody_in_one_cluster_merges_every_twin(truth: Path, tmp_path: Path) -> None:
    rows = (truth / "truth.csv").read_text(encoding="utf-8").splitlines()[1:]
    one = tmp_path / "one.csv"
    lines = ["record_id,cluster_id,source", *(f"{row.split(',')[0]},all,{row.split(',')[2]}" for row in rows)]
    one.write_text("\n".join(lines), encoding="utf-8")
    words = ("--truth", truth / "truth.csv", "--clusters", one, "--strata", truth / "strata.csv")
    strata = json.loads(run("evaluate", *words, "--json").stdout)["strata"]
    assert strata["twin"]["merged_persons"]["share"] == 1.0
    assert strata["relative_number"]["merged_records"]["share"] == 1.0
    assert strata["changed_family_name"]["held"]["share"] == 1.0
    shown = run("evaluate", *words).stdout
    assert "twin" in shown
    assert "households" not in shown


def test_households_are_graded_only_against_their_own_truth(truth: Path) -> None:
    persons = truth / "truth.csv"
    done = run("evaluate", "--truth", persons, "--clusters", persons, "--households", persons)
    assert done.exit_code == 2


def test_a_population_overwrites_nothing(truth: Path) -> None:
    with pytest.raises(InvalidOutput, match="not an empty directory"):
        run("population", truth)
