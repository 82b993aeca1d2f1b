"""The house keeps its shape: imports go one way, one vendor has one room, every room is this checkout's own."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("identity", "welfare", "graph", "auth", "resolvers", "hub")


def test_imports_go_one_way_and_each_vendor_has_one_room() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert "0 broken" in run.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_resolves_inside_the_checkout(room: str) -> None:
    module = importlib.import_module(room)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / room


@pytest.mark.parametrize("room", ROOMS)
def test_only_the_settings_read_the_environment(room: str) -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"hub/settings.py"}


def test_type_checks_are_suppressed_fewer_than_twice_in_a_thousand_lines() -> None:
    lines = [
        line
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
    ]
    suppressed = [line for line in lines if "pyright: ignore" in line or "type: ignore" in line]
    assert len(suppressed) < 2 * len(lines) / 1000, suppressed


def test_the_locks_pin_every_package_with_a_hash_and_name_no_host() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^([\w.-]+)==([\w.]+).*?((?:\\\n\s+--hash=sha256:\w+)+)?\s", text, re.MULTILINE)
        assert {pin.partition("==")[0] for pin in wanted} <= {package for package, _, _ in pins}
        assert len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) == len(
            re.findall(r"^[\w.-]+==[^\\]+\\\n\s+--hash", text, re.MULTILINE)
        )


def test_no_file_names_a_package_host_or_a_home_of_this_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    hosts = re.compile(
        r"pypi\.org|pythonhosted|repo1?\.maven|maven\.org|registry\.npmjs|deb\.debian|/root/|/work/"
    )
    own = Path(__file__).relative_to(ROOT).as_posix()
    texts = [
        name
        for name in tracked
        if name
        and name != own
        and (ROOT / name).suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".lock", ".cypher", ""}
    ]
    named = [
        name
        for name in texts
        if (ROOT / name).is_file() and hosts.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert named == []
