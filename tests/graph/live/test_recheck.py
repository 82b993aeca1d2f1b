"""Persons on a key that stops are looked at again with all that is known of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.live.recheck import recheck
from graph.live.scoring import LiveScorer
from tests.graph.live.village import resolver, scorer, take_in
from tests.graph.rules.town import changed, town
from tests.graph.small_world import record

if TYPE_CHECKING:
    from graph.driver import Database
    from identity.doubt import Doubt

PHONE = "0819027364"


def test_a_number_that_others_contest_does_not_hold_a_person_together(db: Database) -> None:
    contested, own = (one.values["citizen_id"] for one in town()[-3::2])
    names = {name: town()[0].values[name] for name in ("given_name", "family_name")}
    for place, number in enumerate((contested, own)):
        told = {"given_name": names["given_name"], "phone": PHONE, "sex": "หญิง", "citizen_id": number}
        full = record(f"ops_logbook/90{place}", **(told | names))
        take_in(resolver(db), [full, record(f"dop_allowance/90{place}", **told)], day=place)
    assert _rechecked(db) == []
    strangers = [one for one in town()[::2] if one.values["given_name"] != names["given_name"]]
    contesting = [changed(one, sex="ชาย", citizen_id=contested) for one in strangers[:3]]
    take_in(resolver(db), contesting, day=2)
    assert [doubt.records for doubt in _rechecked(db)] == [("dop_allowance/900", "ops_logbook/900")]


def _rechecked(db: Database) -> list[Doubt]:
    """The doubts once half of all records have the phone."""
    common = LiveScorer.over(scorer()).knowing({"phone": {PHONE: 0.5}})
    return db.work(lambda tx: list(recheck(tx, [f"open|phone|{PHONE}"], compartment="open", scorer=common)))
