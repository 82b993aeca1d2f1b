"""The desk: work in threads of its own, no more of it at once than was said, and what was begun is finished."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import anyio
import pytest

from resolvers.errors import NoDesk
from resolvers.operations.desk import Desk
from tests.resolvers.operations.conftest import Resolving

if TYPE_CHECKING:
    from graph.driver import Database
    from graph.live.resolver import LiveResolver

pytestmark = pytest.mark.anyio


class Busy:
    """Counts how many work at once."""

    def __init__(self) -> None:
        self.now = self.most = self.done = 0

    def work(self, _: object) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.05)
        self.now -= 1
        self.done += 1


async def test_no_more_records_are_resolved_at_once_than_was_said(db: Database) -> None:
    desk, busy = Desk(db, resolvers=Resolving(db), live_at_once=2), Busy()
    async with anyio.create_task_group() as tasks:
        for _ in range(6):
            tasks.start_soon(desk.live, busy.work)
    assert (busy.most, busy.done) == (2, 6)


async def test_what_was_begun_is_finished_when_the_caller_hangs_up(db: Database) -> None:
    desk, busy = Desk(db), Busy()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(desk.run, busy.work)
        while not busy.now:
            await anyio.sleep(0.001)
        tasks.cancel_scope.cancel()
    assert busy.done == 1


async def test_who_waits_for_resolvers_does_not_keep_others_from_the_graph(db: Database) -> None:
    desk, busy = Desk(db, resolvers=Resolving(db), live_at_once=1), Busy()
    order: list[str] = []

    async def resolve() -> None:
        await desk.live(busy.work)
        order.append("resolved")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(resolve)
        tasks.start_soon(resolve)
        await anyio.sleep(0.01)
        await desk.run(lambda graph: graph.read("list_sources"))
        order.append("read")
    assert order.index("read") < 2


async def test_without_a_model_at_hand_nothing_is_resolved(db: Database) -> None:
    def never(_: LiveResolver) -> None:
        raise AssertionError

    with pytest.raises(NoDesk):
        await Desk(db).live(never)
