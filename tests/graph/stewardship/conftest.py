"""Fixtures of stewardship: a hamlet in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.graph.regroup.hamlet import settle

if TYPE_CHECKING:
    from graph.driver import Database


@pytest.fixture
def settled(db: Database) -> Database:
    settle(db)
    return db
