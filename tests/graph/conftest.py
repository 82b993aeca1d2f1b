"""Fixtures of this room: departments whose records are there, and nobody resolved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.graph.small_world import A, B, C, declare_departments, deliver, record

if TYPE_CHECKING:
    from graph.driver import Database


@pytest.fixture
def departments(db: Database) -> Database:
    """The departments with an open record each, A and B, and a sealed one, C."""
    declare_departments(db)
    deliver(db, record(A), record(B), record(C))
    return db
