"""Fixtures of the rules: a town whose records are in the graph and resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.people import publish
from tests.graph.rules.town import town, town_resolved
from tests.graph.small_world import MONDAY, declare_departments, deliver

if TYPE_CHECKING:
    from graph.driver import Database


@pytest.fixture
def resolved(db: Database) -> Database:
    declare_departments(db)
    deliver(db, *town())
    publish(db, town_resolved(), at=MONDAY)
    return db
