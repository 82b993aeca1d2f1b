"""Every command of the README is run, in a copy of the checkout, in the order in which a newcomer types them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
NEVER_RUN_HERE = "make check"
"""It would run this very test; its recipe is looked at instead."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracked files as they are now, with the environment that is already installed."""
    copy = tmp_path_factory.mktemp("checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)  # Times too: make must find the environment up to date.
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    # The same commands with fewer people than the 2,000 a newcomer sees.
    return {**kept, "HUB_PORT": str(port), "HUB_NEO4J_HEAP": "512m", "ARGS": "--persons 600"}


@pytest.fixture(scope="module")
def demo(checkout: Path, environment: dict[str, str]) -> Iterator[Path]:
    """`make demo` in its own process group, as in a terminal; stopped with Ctrl-C."""
    told = checkout / "demo.out"
    with told.open("wb") as out:
        process = subprocess.Popen(
            ["make", "demo"], cwd=checkout, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        until = time.monotonic() + 240
        while "Ctrl-C stops everything" not in told.read_text(encoding="utf-8"):
            assert process.poll() is None, told.read_text(encoding="utf-8")
            assert time.monotonic() < until, told.read_text(encoding="utf-8")
            time.sleep(0.5)
        yield told
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)


def test_the_readme_begins_with_the_two_commands() -> None:
    assert COMMANDS[0] == "make demo"
    assert NEVER_RUN_HERE in COMMANDS
    shown = subprocess.run(
        ["make", "--dry-run", *NEVER_RUN_HERE.split()[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.search(r"ruff.*lint-imports.*basedpyright.*pytest", shown.stdout, re.DOTALL)


@pytest.mark.timeout(600)
def test_every_other_command_of_the_readme_succeeds(
    demo: Path, checkout: Path, environment: dict[str, str]
) -> None:
    for command in COMMANDS:
        if command not in {"make demo", NEVER_RUN_HERE}:
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=checkout,
                env=environment,
                capture_output=True,
                text=True,
                timeout=200,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
            if " evaluate " in command:
                figures = dict(re.findall(r"│ ([a-z0-9 ]+?) *│ ([\d.]+) *│", done.stdout))
                assert float(figures["pair f1"]) > 0.95, done.stdout
    assert (checkout / "var" / "clusters.csv").stat().st_size > 0


@pytest.mark.timeout(600)
def test_the_ready_queries_that_the_demo_prints_are_answered(
    demo: Path, checkout: Path, environment: dict[str, str]
) -> None:
    told = demo.read_text(encoding="utf-8")
    ready = re.findall(r"^# or: (.*)$", told, re.MULTILINE)
    with_curl = re.findall(r"^curl .*$", told, re.MULTILINE)
    assert (len(ready), len(with_curl)) == (3, 3)
    if shutil.which("curl"):
        ready = with_curl
    answers = [
        subprocess.run(
            ["bash", "-c", line], cwd=checkout, env=environment, capture_output=True, text=True, check=True
        ).stdout
        for line in ready
    ]
    for answer in answers:
        assert re.search(r'"person":\s*{\s*"id"', answer), answer
    assert len(set(answers)) == 3


@pytest.mark.timeout(600)
def test_what_the_demo_says_is_what_the_readme_shows(demo: Path) -> None:
    shown = re.search(r"^```\n(  Prepare the graph.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert shown is not None
    numbers = re.compile(r"[\d.,]+")
    told = numbers.sub("#", demo.read_text(encoding="utf-8"))
    for line in filter(str.strip, numbers.sub("#", shown.group(1)).splitlines()):
        assert " ".join(line.split()) in " ".join(told.split()), line


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert 80 <= len(README.splitlines()) <= 140
