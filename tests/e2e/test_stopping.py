"""However the hub ends, no server is left behind, nothing blocks the next start, and the data are still there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.database import open_database
from hub.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PROCESSES = Path("/proc")

pytestmark = pytest.mark.skipif(
    not PROCESSES.is_dir(), reason="the processes of this system cannot be listed in /proc"
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a migrated graph and one node to find again."""
    directory = tmp_path_factory.mktemp("stopping")
    with open_database(settings_of(directory)) as db:
        db.execute("CREATE (:Agency {code: 'KEPT'})")
    run = subprocess.run(
        [sys.executable, "-m", "hub", "migrate"],
        cwd=ROOT,
        env=environment(directory),
        check=True,
        capture_output=True,
        text=True,
    )
    assert "applied 001_unique_keys" in run.stdout
    return directory


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


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_hub_that_ends_leaves_no_server_and_its_data(
    data_dir: Path, tmp_path: Path, how: signal.Signals
) -> None:
    told = tmp_path / "told"
    with told.open("wb") as out:
        command = [sys.executable, "-m", "hub", "serve"]
        hub = subprocess.Popen(
            command, cwd=ROOT, env=environment(data_dir), stdout=out, stderr=out, start_new_session=True
        )
    assert wait_for(lambda: '"event": "serving"' in told.read_text(), seconds=90), told.read_text()
    assert processes_of(data_dir)
    os.kill(hub.pid, how)
    status = hub.wait(timeout=40)
    assert status == (-how if how is signal.SIGKILL else 0), told.read_text()
    assert wait_for(lambda: not processes_of(data_dir), seconds=40), processes_of(data_dir)
    with open_database(settings_of(data_dir)) as db:
        assert db.execute("MATCH (a:Agency {code: 'KEPT'}) RETURN count(a) AS n")[0]["n"] == 1
    assert "Traceback" not in told.read_text()
