"""Whatever stewards do, in whatever order: no id is lost, no record is two persons, and all of it can be taken back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from graph.errors import ActConflict
from graph.judgements import in_force
from graph.stewardship import Merge, PinValue, Undo, Unmerge, Wish
from tests.graph.regroup.hamlet import persons, publish_grouping, state
from tests.graph.small_world import THURSDAY
from tests.graph.stewardship.office import act, resolves

if TYPE_CHECKING:
    from graph.driver import Database

OPEN_RECORDS = ("ops_logbook", "dop_allowance")
STEPS = 14


def any_wish(db: Database, chance: random.Random) -> Wish:
    known = {
        person: [key for key in keys if key.startswith(OPEN_RECORDS)] for person, keys in persons(db).items()
    }
    many = sorted(person for person, keys in known.items() if len(keys) > 1)
    kind = chance.choice(("merge", "merge", "unmerge", "unmerge", "pin"))
    if kind == "merge":
        return Merge(tuple(chance.sample(sorted(known), 2)))
    person = chance.choice(many)
    if kind == "pin":
        return PinValue(person, "family_name", value=chance.choice(("ดำดี", "ขาวดี")))
    keys = known[person]
    return Unmerge((tuple(chance.sample(keys, chance.randint(1, len(keys) - 1))),))


@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_of_acts_keeps_every_id_and_is_taken_back_to_the_byte(
    settled: Database, seed: int
) -> None:
    chance, standing, before = random.Random(seed), [], state(settled)
    records = sorted(key for keys in persons(settled).values() for key in keys)
    ids: set[str] = set(persons(settled))
    for minutes in range(1, STEPS + 1):
        if standing and chance.random() < 0.3:
            act(settled, Undo(standing.pop()), minutes)
        else:
            standing.append(act(settled, any_wish(settled, chance), minutes).act)
        held = persons(settled)
        assert sorted(key for keys in held.values() for key in keys) == records
        leads = resolves(settled)
        ids |= set(held)
        assert ids <= leads.keys()
        assert all(leads[one] == [one] for one in held)
        assert all(leads.values())
    clusters = {key: person for person, keys in persons(settled).items() for key in keys}
    assert dict(publish_grouping(settled, clusters, at=THURSDAY).counts) == {}
    for minutes, done in enumerate(reversed(standing), start=10_000):
        act(settled, Undo(done), minutes)
    assert state(settled) == before
    assert in_force(settled) == ()


def test_an_act_is_not_taken_back_from_under_another(settled: Database) -> None:
    first, second, third = sorted(persons(settled))[:3]
    under = act(settled, Merge((first, second)), 1)
    act(settled, Merge((first, third)), 2)
    with pytest.raises(ActConflict):
        act(settled, Undo(under.act), 3)
