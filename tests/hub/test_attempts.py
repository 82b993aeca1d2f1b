"""A whole resolution that others overtake: begun again, and at last the others are asked to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from graph import hold as holds
from graph.errors import Held, Overtaken
from graph.hold import hold
from hub.attempts import ASKED, UNASKED, come_through

if TYPE_CHECKING:
    from graph.driver import Database

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "LOOK", 0.0)


class Overtakes:
    """An attempt that is overtaken so many times; when each began, and whether the others were held then."""

    def __init__(self, db: Database, *, times: int) -> None:
        self._db, self._times = db, times
        self.begun: list[datetime] = []
        self.held: list[bool] = []

    def __call__(self, moment: datetime) -> str:
        self.begun.append(moment)
        self.held.append(bool(self._db.read("read_hold")))
        if len(self.begun) <= self._times:
            raise Overtaken
        return "done"


def test_who_is_not_overtaken_asks_nobody_to_wait(db: Database) -> None:
    attempt = Overtakes(db, times=0)
    assert come_through(db, attempt, at=MONDAY) == "done"
    assert (attempt.begun, attempt.held) == ([MONDAY], [False])


def test_the_others_are_asked_to_wait_only_when_begun_again_was_overtaken_too(db: Database) -> None:
    attempt = Overtakes(db, times=UNASKED)
    assert come_through(db, attempt, at=MONDAY) == "done"
    assert attempt.held == [False] * UNASKED + [True]
    assert sorted(set(attempt.begun)) == attempt.begun
    assert not db.read("read_hold")


def test_who_is_overtaken_by_one_who_did_not_wait_gives_up_and_lets_the_others_go(db: Database) -> None:
    attempt = Overtakes(db, times=UNASKED + ASKED)
    with pytest.raises(Overtaken):
        come_through(db, attempt, at=MONDAY)
    assert attempt.held == [False] * UNASKED + [True] * ASKED
    assert not db.read("read_hold")


def test_nobody_begins_while_another_resolution_has_the_others_wait(db: Database) -> None:
    attempt = Overtakes(db, times=0)
    with hold(db, seconds=60), pytest.raises(Held):
        come_through(db, attempt, at=MONDAY)
    assert attempt.begun == []
