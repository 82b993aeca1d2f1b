"""While all records are resolved anew, whoever else decides who is who waits; the hold is nobody's for ever."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from graph import hold as holds
from graph.errors import Held
from graph.hold import Gate, hold, wait_for_hold
from graph.live import LiveResolver
from graph.reviews import Answer, answer
from graph.stewardship import Merge, Steward, perform, preview
from identity.judgement import Verdict
from identity.resolution import OPEN
from tests.graph.live.village import FEED, START, partition, resolver, scorer, take_in
from tests.graph.rules.town import TRAITS, town

if TYPE_CHECKING:
    from graph.driver import Database

STEWARD = Steward("somsri", START + timedelta(days=1), "Seen on paper.", frozenset({OPEN}))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks but when they pass, and nobody is patient."""
    monkeypatch.setattr(holds, "LOOK", 0.0)
    monkeypatch.setattr(holds, "PATIENCE", 0.0)


def is_held(db: Database) -> bool:
    return bool(db.read("read_hold"))


def test_one_holds_the_others_at_a_time_and_then_the_next(db: Database) -> None:
    with hold(db, seconds=60), pytest.raises(Held), hold(db, seconds=60):
        pass
    with hold(db, seconds=60):
        assert is_held(db)
    assert not is_held(db)


def test_a_hold_is_lifted_by_whatever_ends_the_resolution(db: Database) -> None:
    with pytest.raises(RuntimeError), hold(db, seconds=60):
        raise RuntimeError
    assert not is_held(db)


def test_a_hold_whose_holder_died_ends_by_itself_and_is_then_anybodys(db: Database) -> None:
    db.write("take_hold", by="gone", seconds=0.3)
    assert is_held(db)
    time.sleep(0.4)
    assert not is_held(db)
    with hold(db, seconds=60):
        # Whoever was thought dead and lifts a hold that is no longer theirs lifts nothing.
        db.write("lift_hold", by="gone")
        assert is_held(db)


def test_no_hold_is_longer_than_the_longest(db: Database) -> None:
    with hold(db, seconds=10 * holds.LONGEST):
        left = db.execute("MATCH (h:Hold) RETURN duration.inSeconds(datetime(), h.until).seconds AS seconds")[
            0
        ]["seconds"]
    assert left <= holds.LONGEST


def test_while_others_are_held_nobody_takes_a_record_in_places_one_again_or_acts(db: Database) -> None:
    live = resolver(db)
    one, other = take_in(live, [town()[0], town()[4]])
    merge = Merge((one.person or "", other.person or ""))
    before = partition(db)
    with hold(db, seconds=60):
        for decides in (
            lambda: live.upsert(town()[2], feed=FEED, at=START),
            lambda: live.place_again(town()[0].key, at=START),
            lambda: perform(db, merge, STEWARD),
            lambda: answer(
                db,
                "R1",
                given=Answer("somsri", Verdict.SAME, START, "Seen."),
                compartments={OPEN},
                require=lambda *_: None,
                carry_out=lambda *_: None,
            ),
        ):
            with pytest.raises(Held, match="come again at"):
                decides()
        assert partition(db) == before
        assert preview(db, merge, STEWARD).persons
    perform(db, merge, STEWARD)
    assert len(partition(db)) == 1


def test_who_is_patient_goes_on_as_soon_as_the_hold_is_lifted(db: Database) -> None:
    resolver(db)
    live = LiveResolver(db, scorer(), sources=TRAITS, patience=60.0)
    came = threading.Event()

    def arrive() -> None:
        live.upsert(town()[0], feed=FEED, at=START)
        came.set()

    with hold(db, seconds=60):
        waiting = threading.Thread(target=arrive)
        waiting.start()
        assert not came.wait(0.5)
    assert came.wait(30)
    waiting.join()


def test_who_passes_often_looks_once_in_a_while(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "LOOK", 30.0)
    gate = Gate(db)
    gate.wait()
    db.write("take_hold", by="somebody", seconds=60)
    gate.wait()
    with pytest.raises(Held):
        wait_for_hold(db)
