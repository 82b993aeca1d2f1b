"""Places where somebody once was said to live, when others come to live there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from graph.people import assignment
from tests.graph.live.village import START, resolver, take_in
from tests.graph.regroup.hamlet import publish_grouping
from tests.graph.rules.town import changed, town

if TYPE_CHECKING:
    from graph.driver import Database


def test_whoever_moves_into_a_house_takes_it_from_those_who_only_once_were_said_to_live_there(
    db: Database,
) -> None:
    live, told = resolver(db), town()[9]
    copied = changed(town()[8], building_number="100", recorded_on="2026-04-01")
    take_in(live, [told, copied, town()[2]])
    published = publish_grouping(db, dict(assignment(db).previous), at=START + timedelta(days=9))
    assert dict(published.counts) == {}
