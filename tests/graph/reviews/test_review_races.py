"""Somebody answers a question, or takes it, while another is about to change it: neither undoes what the other did."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from graph.errors import UnknownReview
from graph.people import publish
from graph.reviews import assign, drop_settled, lease, open_reviews, release
from graph.reviews.queue import LEASE
from identity.doubt import Doubt, DoubtKind
from identity.resolution import OPEN
from identity.reviewing import review_id
from tests.graph.small_world import MONDAY, TUESDAY, declare_departments, deliver, person, record, resolution

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.driver import Database, Transaction

OPEN_ONLY = frozenset({OPEN})
KEYS = ("ops_logbook/1", "ops_logbook/2")
QUESTION = Doubt(DoubtKind.DRIFT, *KEYS, KEYS, 0.5, "the batch sees it otherwise")
ID = review_id(QUESTION)


@pytest.fixture
def asked(db: Database) -> Database:
    """One question about two persons, which Ann holds."""
    declare_departments(db)
    deliver(db, *(record(key) for key in KEYS))
    publish(db, resolution(*(person(f"P{key[-1]}", key) for key in KEYS)), at=MONDAY)
    db.work(lambda tx: open_reviews(tx, [QUESTION], at=MONDAY))
    lease(db, steward="ann", at=MONDAY, count=1, compartments=OPEN_ONLY)
    return db


def decide(tx: Transaction) -> None:
    opinion = {"id": "o", "by": "ann", "verdict": "SAME", "at": MONDAY, "reason": "r", "blind": False}
    told = {"status": "DECIDED", "verdict": "SAME", "disputed": False, "at": MONDAY}
    tx.run("append_opinion", id=ID, opinion=opinion | {"weight": 0.5}, **told)


def while_it_is_locked(
    db: Database, does: Callable[[Transaction], object], other: Callable[[], object]
) -> None:
    """One transaction has done something and not ended when another begins; it ends while that waits for the lock."""
    with db.transaction("first") as tx:
        does(tx)
        second = threading.Thread(target=other)
        second.start()
        time.sleep(0.5)
    second.join()


def question(db: Database) -> dict[str, object]:
    [row] = db.execute("MATCH (r:Review {id: $id}) RETURN properties(r) AS said", id=ID)
    return row["said"]


def test_a_question_that_is_answered_while_it_is_dropped_keeps_its_answer(asked: Database) -> None:
    dropped: list[int] = []

    def drop() -> None:
        dropped.append(asked.work(lambda tx: drop_settled(tx, at=TUESDAY, drift=())))

    while_it_is_locked(asked, decide, drop)
    assert (question(asked)["status"], dropped) == ("DECIDED", [0])


def test_a_question_that_is_answered_while_it_is_assigned_is_not_assigned(asked: Database) -> None:
    done: list[list[str]] = []

    def give() -> None:
        done.append(assign(asked, [ID], to="bo", by="chief", at=MONDAY, compartments=OPEN_ONLY))

    while_it_is_locked(asked, decide, give)
    assert done == [[]]
    assert "assignedTo" not in question(asked)


def test_a_question_is_asked_again_though_it_was_answered_while_its_record_changed(asked: Database) -> None:
    deliver(asked, record(KEYS[0], phone="0812345678"), at=TUESDAY)
    opened: list[int] = []

    def renew() -> None:
        opened.append(asked.work(lambda tx: open_reviews(tx, [QUESTION], at=TUESDAY)))

    while_it_is_locked(asked, decide, renew)
    assert (question(asked)["status"], opened) == ("OPEN", [1])


def test_whoever_gives_back_too_late_takes_nothing_from_the_next(asked: Database) -> None:
    later, failed = MONDAY + LEASE, []

    def take(tx: Transaction) -> None:
        tx.run(
            "lease_reviews",
            steward="bo",
            at=later,
            until=later + LEASE,
            blind=False,
            count=1,
            kinds=None,
            compartments=[OPEN],
        )

    def give_back() -> None:
        with pytest.raises(UnknownReview):
            release(asked, ID, steward="ann")
        failed.append(True)

    while_it_is_locked(asked, take, give_back)
    assert (question(asked)["leasedBy"], failed) == ("bo", [True])
