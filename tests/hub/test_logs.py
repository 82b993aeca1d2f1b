"""Logs hold no personal data: canaries in every field of a feed are nowhere in what the hub writes."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from graph import agreements
from hub import pipeline
from hub.catalogue import SourceCatalogue, load_catalogue
from hub.demo.run import demo_sharing
from hub.feeds import Feed, SourceMapping
from hub.logs import configure_logs, log
from hub.serving import running_server
from identity.records import CANONICAL_FIELDS
from tests.hub.test_app import post, token_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.driver import Database
    from graph.embedded import Connection
    from hub.settings import Settings

CANARIES = {name: f"canary{number}x" for number, name in enumerate(CANONICAL_FIELDS)}


@pytest.fixture
def restored_logging() -> Iterator[None]:
    """Whatever a test makes of logging is undone after it."""
    before = (logging.root.handlers[:], logging.root.level, logging.raiseExceptions)
    yield
    logging.root.handlers[:], logging.root.level, logging.raiseExceptions = before


pytestmark = pytest.mark.usefixtures("restored_logging")


def test_a_canary_in_every_field_is_never_written(
    capfd: pytest.CaptureFixture[str],
    db: Database,
    settings: Settings,
    neo4j_server: Connection,
    tmp_path: Path,
) -> None:
    configure_logs(settings.model_copy(update={"log_level": "DEBUG"}))
    catalogue = load_catalogue(settings.sources_dir)
    mapping = SourceMapping(
        source="canaries", agency="DOP", record_id="id", fields={name: name for name in CANONICAL_FIELDS}
    )
    known = SourceCatalogue({"canaries": mapping}, catalogue.agencies, catalogue.programmes)
    pipeline.declare(db, known)
    agreements.seed(db, demo_sharing())
    path = tmp_path / "canaries.csv"
    good = ["canary-record", *CANARIES.values()]
    path.write_text(
        "\n".join(
            [",".join(["id", *CANARIES]), ",".join(good), ",".join(["", *good[1:]]), ",".join(good[:-1])]
        )
    )
    pipeline.ingest(db, Feed(mapping, path), quarantine_dir=tmp_path, at=datetime.now(UTC))
    with running_server(settings, neo4j_server) as port:
        url, token = (
            f"http://127.0.0.1:{port}",
            token_of(settings, "dop-caseworker", "caseworker", "allowance"),
        )
        for document in (
            "{ viewer { agency } }",
            '{ person(id: "canary1x") { id } }',
            "{ canary2x }",
            "canary3x {",
        ):
            post(url, token, {"query": document, "variables": {"canary4x": "canary5x"}})
        post(url, "canary6x")
        post(url, token, **{"Hub-Purpose": "canary7x", "Hub-Case": "canary8x", "Hub-Reason": "canary9x"})
    told = "".join(capfd.readouterr())
    assert told.count('"event": "request"') == 6
    assert "canary" not in told.replace('"canaries"', "").replace("canaries.csv", "")


def test_an_entry_is_one_json_object_with_known_fields_only(
    capfd: pytest.CaptureFixture[str], settings: Settings
) -> None:
    configure_logs(settings)
    log("feed ingested", source="dop_allowance", rows=3)
    entry = json.loads(capfd.readouterr().err)
    assert (entry["event"], entry["source"], entry["rows"], entry["level"]) == (
        "feed ingested",
        "dop_allowance",
        3,
        "info",
    )
    with pytest.raises(ValueError, match="not a log field: given_name"):
        log("leak", given_name="สมศรี")  # pyright: ignore[reportCallIssue]


def test_an_exception_is_told_by_type_and_place_not_by_its_message(
    capfd: pytest.CaptureFixture[str], settings: Settings
) -> None:
    configure_logs(settings)
    try:
        raise RuntimeError("somebody's name")
    except RuntimeError:
        logging.getLogger("somewhere").exception("failed for %s", "somebody's name")
    told = capfd.readouterr().err
    assert json.loads(told)["exception"] == "RuntimeError"
    assert "somebody" not in told


def test_what_a_library_put_together_from_anything_is_told_by_its_place_alone(
    capfd: pytest.CaptureFixture[str], settings: Settings
) -> None:
    configure_logs(settings)

    async def forgotten() -> None:
        async def fails() -> None:
            raise RuntimeError("somebody's name")

        task = asyncio.create_task(fails())
        await asyncio.sleep(0)
        del task
        gc.collect()

    asyncio.run(forgotten())
    logging.getLogger("uvicorn.error").error("Traceback\n  somebody's name")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("resolvers.endpoint").error("a request failed: %s", "ValueError")
    told = capfd.readouterr().err
    assert "somebody" not in told
    events = [json.loads(line)["event"] for line in told.splitlines()]
    assert events[0].startswith("base_events:")
    assert events[2].startswith("Invalid HTTP request received. (test_logs:")
    assert events[3] == "a request failed: ValueError"
