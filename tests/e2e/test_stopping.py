"""However the hub ends, no server is left behind, nothing blocks the next start, and the data are still there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.database import open_database
from hub.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from graph.driver import Database

ROOT = Path(__file__).parents[2]
PROCESSES = Path("/proc")

pytestmark = pytest.mark.skipif(
    not PROCESSES.is_dir(), reason="the processes of this system cannot be listed in /proc"
)


def settings_of(directory: Path) -> Settings:
    return Settings(data_dir=directory, neo4j_heap="512m", neo4j_page_cache="64m", port=0)


def environment(directory: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return {
        **kept,
        "HUB_DATA_DIR": str(directory),
        "HUB_NEO4J_HEAP": "512m",
        "HUB_NEO4J_PAGE_CACHE": "64m",
        "HUB_PORT": "0",
    }


def processes_of(directory: Path) -> list[str]:
    """Command lines of living processes that name the data directory: supervisor and Java."""
    lines: list[str] = []
    for entry in PROCESSES.iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue  # It ended while we looked.
            if str(directory) in line:
                lines.append(line)
    return lines


def wait_for(condition: Callable[[], bool], *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return condition()


def test_a_hub_that_cannot_start_says_why_in_one_sentence_and_stops_its_database(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hub", "serve"]
    run = subprocess.run(
        command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1].startswith("hub: The graph lacks 001_unique_keys")
    assert "run `python -m hub migrate`" in run.stderr
    assert wait_for(lambda: not processes_of(tmp_path), seconds=40), processes_of(tmp_path)


@pytest.mark.timeout(600)
def test_however_a_hub_ends_it_leaves_no_server_and_the_next_one_finds_the_data(tmp_path: Path) -> None:
    migrated = subprocess.run(
        [sys.executable, "-m", "hub", "migrate"],
        cwd=ROOT,
        env=environment(tmp_path),
        check=True,
        capture_output=True,
        text=True,
    )
    assert "applied 001_unique_keys" in migrated.stdout
    assert not processes_of(tmp_path)
    kept: set[str] = set()
    for how in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
        with serving(tmp_path) as hub:
            # While the hub runs, whoever opens the data directory shares its server; another start costs seconds.
            with open_database(settings_of(tmp_path)) as db:
                assert agencies_in(db) == kept, f"lost before {how.name}"
                db.execute("CREATE (:Agency {code: $code})", code=how.name)
                kept.add(how.name)
            assert processes_of(tmp_path)
            os.kill(hub.pid, how)
            status = hub.wait(timeout=40)
        assert status == (-how if how is signal.SIGKILL else 0), told(tmp_path)
        assert wait_for(lambda: not processes_of(tmp_path), seconds=40), (how.name, processes_of(tmp_path))
        assert "Traceback" not in told(tmp_path), how.name
    with open_database(settings_of(tmp_path)) as db:
        assert agencies_in(db) == kept


@contextmanager
def serving(directory: Path) -> Generator[subprocess.Popen[bytes]]:
    """`hub serve`, as soon as it answers; ended after the block if the block did not end it."""
    command = [sys.executable, "-m", "hub", "serve"]
    with (directory / "told").open("wb") as out:
        hub = subprocess.Popen(
            command, cwd=ROOT, env=environment(directory), stdout=out, stderr=out, start_new_session=True
        )
    try:
        assert wait_for(lambda: '"event": "serving"' in told(directory), seconds=90), told(directory)
        yield hub
    finally:
        hub.kill()
        hub.wait(timeout=40)


def told(directory: Path) -> str:
    return (directory / "told").read_text(encoding="utf-8")


def agencies_in(db: Database) -> set[str]:
    return {row["code"] for row in db.execute("MATCH (a:Agency) RETURN a.code AS code")}
