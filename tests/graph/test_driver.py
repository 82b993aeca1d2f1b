"""The driver: named queries on a real Neo4j."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from graph.driver import AsyncDatabase, Database


def test_a_named_query_reads(db: Database) -> None:
    assert [row["number"] for row in db.read("list_migrations")][0] == 1


@pytest.mark.anyio
async def test_the_api_reads_a_compiled_statement(async_db: AsyncDatabase) -> None:
    assert await async_db.read_compiled("RETURN $x + 1 AS y", {"x": 1}) == [{"y": 2}]
