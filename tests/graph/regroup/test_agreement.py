"""Regrouping here and now comes to what resolving everything would come to."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from graph import regroup
from tests.graph.regroup.hamlet import TRAITS, persons, publish_grouping
from tests.graph.small_world import TUESDAY

if TYPE_CHECKING:
    from graph.driver import Database

MODEL = "model:m1"


def regrouped(db: Database, *groups: list[str], minutes: int = 0) -> regroup.Regrouped:
    with db.transaction() as tx:
        plan = regroup.plan(
            tx, groups, sources=TRAITS, at=TUESDAY + timedelta(minutes=minutes), decided_by=MODEL
        )
        return regroup.apply(tx, plan)


def left_to_publish(db: Database, *, minutes: int = 0) -> dict[str, int]:
    """What resolving everything with the grouping of the graph itself still finds to write."""
    clusters = {key: person for person, keys in persons(db).items() for key in keys}
    return dict(publish_grouping(db, clusters, at=TUESDAY + timedelta(minutes=minutes)).counts)


def test_after_every_regrouping_the_batch_finds_nothing_left_to_write(settled: Database) -> None:
    chance = random.Random(5)
    for minutes in range(12):
        known = persons(settled)
        if minutes % 2:
            person = chance.choice(sorted(id_ for id_, keys in known.items() if len(keys) > 1))
            keys = known[person]
            cut = chance.randint(1, len(keys) - 1)
            regrouped(settled, keys[:cut], keys[cut:], minutes=minutes)
        else:
            one, other = chance.sample(sorted(known), 2)
            regrouped(settled, known[one] + known[other], minutes=minutes)
        assert left_to_publish(settled, minutes=minutes) == {}
