"""Who lives with whom is worked out by one at a time, be it a steward's act or a record that comes in."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from typing import TYPE_CHECKING

import pytest

from graph.stewardship import Merge
from identity.resolution import OPEN
from tests.graph.regroup.hamlet import person_of
from tests.graph.stewardship.office import ONE, OTHER, act, look

if TYPE_CHECKING:
    from graph.driver import Database


def test_an_act_waits_for_whoever_is_working_out_who_lives_behind_the_same_door(settled: Database) -> None:
    persons = (person_of(settled, ONE), person_of(settled, OTHER))
    look(settled, Merge(persons), 1)  # Once done, it takes less than a second.
    held, go_on = threading.Event(), threading.Event()

    def take_in() -> None:
        with settled.transaction() as tx:
            tx.run("hold_places", keys=[ONE], compartment=OPEN)
            held.set()
            assert go_on.wait(30)

    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(take_in)
        assert held.wait(30)
        merging = pool.submit(act, settled, Merge(persons), 1)
        with pytest.raises(StillWaiting):
            merging.result(timeout=4)
        go_on.set()
        merging.result(timeout=30)
        other.result(timeout=30)
    assert person_of(settled, ONE) == person_of(settled, OTHER)
