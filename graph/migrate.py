"""Numbered changes of the graph's schema, each applied once and remembered as `(:Migration)` with its checksum.

A file may be applied again after a crash half-way, so each of its statements says IF NOT EXISTS. Two processes
that migrate at once are safe: the statements are repeatable, and the record of one is merged on its number.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString, cast

from graph.errors import MigrationChanged, MigrationUnknown

if TYPE_CHECKING:
    from graph.driver import Database

MIGRATIONS = Path(__file__).with_name("migrations")

_FILE = re.compile(r"(\d{3})_([a-z0-9_]+)")


@dataclass(frozen=True)
class Migration:
    """One file `NNN_name.cypher`: schema statements, each ended by a semicolon at the end of a line."""

    number: int
    name: str
    text: str

    @cached_property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def statements(self) -> list[LiteralString]:
        lines = [line for line in self.text.splitlines() if not line.lstrip().startswith("//")]
        parts = re.split(r";\s*$", "\n".join(lines), flags=re.MULTILINE)
        # A file of this repository is literal text, which is what the driver's types ask for.
        return [cast("LiteralString", part.strip()) for part in parts if part.strip()]


def migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """Every migration there is, in order; numbers start at 1 and leave no gap."""
    found: list[Migration] = []
    for number, path in enumerate(sorted(folder.glob("*.cypher")), start=1):
        match = _FILE.fullmatch(path.stem)
        if not match or int(match[1]) != number:
            raise MigrationUnknown(f"{path.name} should be number {number:03} of graph/migrations.")
        found.append(Migration(number, path.stem, path.read_text(encoding="utf-8")))
    return found


def pending(db: Database, *, folder: Path = MIGRATIONS) -> list[str]:
    """Names of the migrations not yet applied, in order.

    Raises `MigrationChanged` when the text of an applied one changed, `MigrationUnknown` when the graph has one
    this version of the hub does not know.
    """
    return [migration.name for migration in _pending(db, migrations(folder))]


def migrate(db: Database, *, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is pending, wait until its indexes are filled; the names of what was applied."""
    waiting = _pending(db, migrations(folder))
    for migration in waiting:
        for statement in migration.statements:
            db.change_schema(statement)
        db.execute("CALL db.awaitIndexes(300)")
        db.write(
            "record_migration", number=migration.number, name=migration.name, checksum=migration.checksum
        )
    return [migration.name for migration in waiting]


def _pending(db: Database, known: list[Migration]) -> list[Migration]:
    applied = {row["number"]: row["checksum"] for row in db.read("list_migrations")}
    strange = sorted(set(applied) - {migration.number for migration in known})
    if strange:
        raise MigrationUnknown(
            f"The graph has migration {strange[-1]:03}, which this version of the hub does not know; "
            "run the newer version."
        )
    for migration in known:
        if applied.get(migration.number, migration.checksum) != migration.checksum:
            raise MigrationChanged(
                f"{migration.name} was applied with another text; put the text back and write a new migration."
            )
    return [migration for migration in known if migration.number not in applied]
