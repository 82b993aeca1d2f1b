"""A server settles what a process that has ended left waiting; nobody needs to feed another file for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import anyio
import pytest

from graph.errors import Held
from graph.live import LiveResolver
from hub.models import model_path, write_model
from hub.serving import running_server
from hub.settling import Settling
from resolvers.errors import NoModel
from resolvers.operations.desk import Desk
from tests.graph.live.test_waiting import FIRST, SECOND, load_and_die, pass_time, waiting
from tests.graph.live.village import partition
from tests.graph.rules.town import model
from tests.resolvers.operations.conftest import Resolving

if TYPE_CHECKING:
    from graph.driver import Database
    from graph.embedded import Connection
    from hub.settings import Settings

DAY = 86_400


def test_a_server_settles_what_a_killed_load_left(
    db: Database, settings: Settings, neo4j_server: Connection
) -> None:
    write_model(model_path(settings), model())
    load_and_die(db)
    pass_time(db, DAY)
    with running_server(settings, neo4j_server):
        ends = time.monotonic() + 20
        while waiting(db):
            assert time.monotonic() < ends
            time.sleep(0.05)
    assert frozenset({FIRST.key, SECOND.key}) in partition(db)


def watch_until_settled(db: Database, desk: Desk) -> None:
    """Let a server look ten times a second until nothing waits any more."""

    async def scenario() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(Settling(desk, seconds=0.1).watch)
            with anyio.fail_after(10):
                while waiting(db):
                    await anyio.sleep(0.05)
            tasks.cancel_scope.cancel()

    anyio.run(scenario)


def test_more_than_is_settled_at_once_is_settled(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.settling.AT_ONCE", 1)
    load_and_die(db)
    db.execute("MATCH (r:SourceRecord) SET r.waits = 1000, r.waitsUntil = datetime()")
    watch_until_settled(db, Desk(db, resolvers=Resolving(db)))


@pytest.mark.parametrize("error", [NoModel("none yet"), Held("later"), ZeroDivisionError("a defect")])
def test_what_could_not_be_settled_is_tried_again(
    db: Database, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    load_and_die(db)
    place_again, failed = LiveResolver._again, list[str]()

    def fails_once(self: LiveResolver, key: str, **given: object) -> object:
        if not failed:
            failed.append(key)
            raise error
        return place_again(self, key, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(LiveResolver, "_again", fails_once)
    monkeypatch.setattr("graph.live.waiting.CLAIM", 0.0)
    pass_time(db, DAY)
    watch_until_settled(db, Desk(db, resolvers=Resolving(db)))
    assert failed
