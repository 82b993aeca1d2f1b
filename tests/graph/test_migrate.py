"""Migrations: numbered, applied once, checked by their text."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from graph.errors import MigrationChanged, MigrationUnknown
from graph.migrate import MIGRATIONS, migrate, migrations, pending

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.driver import Database

FIRST_OWN = len(migrations()) + 1
INDEX = "CREATE INDEX try_{0} IF NOT EXISTS FOR (n:Try) ON (n.a{0});\n"


@pytest.fixture
def folder(db: Database, tmp_path: Path) -> Iterator[Path]:
    """The real migrations and two more of the test's own, undone afterwards."""
    for path in MIGRATIONS.glob("*.cypher"):
        (tmp_path / path.name).write_text(path.read_text())
    for number in (FIRST_OWN, FIRST_OWN + 1):
        (tmp_path / f"{number:03}_try.cypher").write_text("// Try.\n" + INDEX.format(number))
    yield tmp_path
    db.execute("MATCH (m:Migration) WHERE m.number >= $first DELETE m", first=FIRST_OWN)
    for row in db.execute("SHOW INDEXES YIELD name WHERE name STARTS WITH 'try_' RETURN name"):
        db.execute(f"DROP INDEX {row['name']} IF EXISTS")


def test_what_is_pending_is_applied_in_order_once_and_remembered(db: Database, folder: Path) -> None:
    names = [f"{FIRST_OWN:03}_try", f"{FIRST_OWN + 1:03}_try"]
    assert pending(db, folder=folder) == names
    assert migrate(db, folder=folder) == names
    assert pending(db, folder=folder) == []
    assert migrate(db, folder=folder) == []
    found = db.execute("SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'try_' RETURN state")
    assert found == [{"state": "ONLINE"}] * 2


def test_two_processes_that_migrate_at_once_end_with_one_record_each(db: Database, folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(db, folder=folder), range(4)))
    numbers = [row["number"] for row in db.read("list_migrations")]
    assert numbers == list(range(1, FIRST_OWN + 2))


def test_a_migration_that_broke_half_way_is_taken_up_again(db: Database, folder: Path) -> None:
    db.execute(INDEX.format(FIRST_OWN).rstrip().rstrip(";"))
    assert f"{FIRST_OWN:03}_try" in migrate(db, folder=folder)


def test_an_applied_migration_whose_text_changed_is_refused(db: Database, folder: Path) -> None:
    migrate(db, folder=folder)
    path = folder / f"{FIRST_OWN:03}_try.cypher"
    path.write_text(path.read_text() + "// Changed.\n")
    for attempt in (pending, migrate):
        with pytest.raises(MigrationChanged, match=f"{FIRST_OWN:03}_try was applied with another text"):
            attempt(db, folder=folder)


def test_a_graph_migrated_by_a_newer_version_is_refused(db: Database, folder: Path) -> None:
    migrate(db, folder=folder)
    with pytest.raises(MigrationUnknown, match=f"{FIRST_OWN + 1:03}, which this version"):
        pending(db)


def test_numbers_leave_no_gap(tmp_path: Path) -> None:
    (tmp_path / "002_second.cypher").write_text("RETURN 1;\n")
    with pytest.raises(MigrationUnknown, match="should be number 001"):
        migrations(tmp_path)


@pytest.mark.parametrize("migration", migrations(), ids=lambda m: m.name)
def test_every_statement_of_a_migration_can_be_repeated(migration) -> None:
    assert migration.statements
    for statement in migration.statements:
        assert re.match(r"(CREATE|DROP) .* IF (NOT )?EXISTS", statement, flags=re.DOTALL), statement


def test_every_label_of_the_graph_page_has_a_unique_key(db: Database) -> None:
    page = (MIGRATIONS.parents[1] / "docs" / "graph.md").read_text(encoding="utf-8")
    nodes = page.split("## Nodes", 1)[1].split("## Relationships", 1)[0]
    wanted: set[tuple[str, str]] = set()
    for labels, keys in re.findall(r"^\| (`[^|]*) \| `(\w+)`", nodes, flags=re.MULTILINE):
        wanted |= {(label, keys) for label in re.findall(r"`(\w+)`", labels)}
    rows = db.execute(
        "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties WHERE type CONTAINS 'UNIQUENESS'"
    )
    assert ("Person", "id") in wanted
    assert wanted <= {(row["labelsOrTypes"][0], row["properties"][0]) for row in rows}
