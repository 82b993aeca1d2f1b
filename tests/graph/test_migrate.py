"""Migrations: numbered, applied once, checked by their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import MigrationChanged
from graph.migrate import migrate, migrations, pending

if TYPE_CHECKING:
    from pathlib import Path

    from graph.driver import Database


def test_a_migrated_graph_has_nothing_pending_and_migrating_again_does_nothing(db: Database) -> None:
    assert pending(db) == []
    assert migrate(db) == []


def test_an_applied_migration_whose_text_changed_is_refused(db: Database, tmp_path: Path) -> None:
    for migration in migrations():
        (tmp_path / f"{migration.name}.cypher").write_text(migration.text)
    first = tmp_path / f"{migrations()[0].name}.cypher"
    first.write_text(first.read_text() + "\n")
    with pytest.raises(MigrationChanged, match="001_unique_keys"):
        pending(db, folder=tmp_path)
