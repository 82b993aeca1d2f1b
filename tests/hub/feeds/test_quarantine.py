"""The quarantine keeps what waits to be corrected, for its owner's eyes alone."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from hub.feeds import Quarantine

if TYPE_CHECKING:
    from pathlib import Path


def put_aside(quarantine: Quarantine, cell: str) -> None:
    with quarantine:
        quarantine.add(columns=["id"], cells=[cell], line=2, field="id", value=cell, reason="because")


def test_rows_that_wait_are_not_overwritten_by_another_quarantine_of_the_same_name(tmp_path: Path) -> None:
    first, second = Quarantine(tmp_path / "roll.csv"), Quarantine(tmp_path / "roll.csv")
    put_aside(first, "one")
    put_aside(second, "two")
    assert second.path.name == "roll.2.csv"
    assert "one" in first.path.read_text(encoding="utf-8")
    assert "two" in second.path.read_text(encoding="utf-8")


def test_a_replaced_quarantine_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "roll.csv"
    path.write_text("open to all", encoding="utf-8")
    path.chmod(0o644)
    put_aside(Quarantine(path, replace=True), "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "open to all" not in path.read_text(encoding="utf-8")


def test_a_quarantine_taken_back_leaves_nothing(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "roll.csv")
    put_aside(quarantine, "one")
    quarantine.discard()
    assert list(tmp_path.iterdir()) == []
    assert quarantine.count == 0
