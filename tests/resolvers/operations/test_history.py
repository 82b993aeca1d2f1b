"""Who this was on a day, and over time: of what the caller may see, and as if there were nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from auth.policy import RowScope
from resolvers.ids import global_id
from tests.resolvers.views import DENIED, view
from tests.resolvers.world import WHEN, village

if TYPE_CHECKING:
    from auth.policy import View
    from graph.driver import Database
    from tests.resolvers.conftest import Asking

ON = """query O($source: String!, $id: String!, $on: DateTime!) {
  personOn(source: $source, recordId: $id, on: $on) { id givenName } }"""
HISTORY = """query H($id: ID!) { personHistory(id: $id) { person { givenName }
  records { record { source recordId } since until decidedBy under } retired { id became at reason } } }"""


def steward(**more: Any) -> View:
    return view(**({"role": "steward", "purpose": "stewardship"} | more))


def _on(ask: Asking, seen: View, source: str = "dop_allowance", number: str = "1", days: int = 1) -> Any:
    on = (WHEN + timedelta(days=days)).isoformat()
    return ask(ON, seen, source=source, id=number, on=on)["personOn"]


def test_the_person_of_a_record_on_a_day_is_shown_as_known_today(ask_village: Asking) -> None:
    assert _on(ask_village, steward()) == {"id": global_id("Person", "P1"), "givenName": "สมชาย"}
    assert _on(ask_village, steward(), days=-1) is None


def test_a_person_of_then_who_is_retired_is_whom_they_became(ask_village: Asking, db: Database) -> None:
    db.execute(
        "MATCH (r:SourceRecord {key: 'dop_allowance/2'}), (m:Person {id: 'M1'}) "
        "CREATE (r)-[:IDENTIFIES {since: $since, until: $until, decidedBy: 'model:0'}]->(m)",
        since=WHEN - timedelta(days=9),
        until=WHEN,
    )
    assert _on(ask_village, steward(), number="2", days=-3) == {
        "id": global_id("Person", "P1"),
        "givenName": "สมชาย",
    }


@pytest.mark.parametrize(
    ("seen", "source", "number"),
    [
        (steward(), "dwf_shelter", "3"),
        (steward(), "nothing", "1"),
        (steward(scope=RowScope.SERVED), "dcy_child_grant", "7"),
        (steward(scope=RowScope.SERVED, agency="DEP"), "dep_disability", "6"),
        (steward(scope=RowScope.AREA, areas=("51",)), "dop_allowance", "1"),
        (steward(without=("SourceRecord",), fields={}), "dop_allowance", "1"),
    ],
)
def test_a_record_that_is_not_the_callers_to_see_is_nobody(
    ask_village: Asking, seen: View, source: str, number: str
) -> None:
    answer = ask_village.whole(ON, seen, source=source, id=number, on=WHEN.isoformat())
    assert answer["data"] == {"personOn": None}


def test_who_may_not_search_by_record_id_may_not_ask(ask_village: Asking) -> None:
    seen = steward(fields={"Person.crosswalk": DENIED})
    said = ask_village.whole(ON, seen, source="dop_allowance", id="1", on=WHEN.isoformat())
    assert said["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_an_instant_without_an_offset_is_refused(ask_village: Asking) -> None:
    said = ask_village.whole(ON, steward(), source="dop_allowance", id="1", on="2026-11-01T00:00:00")
    assert said["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def _history(ask: Asking, seen: View, person: str = "P1") -> Any:
    return ask(HISTORY, seen, id=person)["personHistory"]


def test_the_history_tells_which_records_were_held_to_be_the_person_and_which_ids_became_it(
    ask_village: Asking, db: Database
) -> None:
    db.execute("MATCH (:Person {id: 'M1'})-[b:BECAME]->(:Person {id: 'P1'}) SET b.at = $at", at=WHEN)
    said = _history(ask_village, steward())
    held = [
        (each["record"]["source"], each["record"]["recordId"], each["until"] is None)
        for each in said["records"]
    ]
    assert held == [
        ("dcy_child_grant", "7", True),
        ("dop_allowance", "1", True),
        ("dop_allowance", "2", False),
    ]
    assert {each["under"] for each in said["records"]} == {global_id("Person", "P1")}
    retired = {(each["id"], each["became"]) for each in said["retired"]}
    assert (global_id("Person", "M1"), global_id("Person", "P1")) in retired
    assert said["person"] == {"givenName": "สมชาย"}


def test_a_history_holds_what_the_caller_may_see_and_nothing_of_the_rest(ask_village: Asking) -> None:
    inside = _history(ask_village, steward(compartments=("shelter",)))
    outside = _history(ask_village, steward())
    served = _history(ask_village, steward(scope=RowScope.SERVED))
    assert len(inside["records"]) == len(outside["records"]) + 1
    assert {global_id("Person", "X9")} == {each["id"] for each in inside["retired"]} - {
        each["id"] for each in outside["retired"]
    }
    assert {each["record"]["source"] for each in served["records"]} == {"dop_allowance"}
    assert _history(ask_village, steward(scope=RowScope.SERVED), "P2") is None
    assert _history(ask_village, steward(), "P9") is None


def test_fields_that_are_not_granted_are_null_and_tell_no_number(ask_village: Asking) -> None:
    seen = steward(fields={"Person.formerIds": DENIED, "Identification.since": DENIED})
    said = ask_village.whole(HISTORY, seen, id="P1")
    assert said["data"]["personHistory"]["retired"] == []
    assert {each["since"] for each in said["data"]["personHistory"]["records"]} == {None}
    assert {each["under"] for each in said["data"]["personHistory"]["records"]} == {None}
    assert {"Person.formerIds", "Identification.since"} <= set(said["extensions"]["access"]["denied"])


def test_what_a_shelter_knows_changes_no_byte_of_a_history(ask: Asking, db: Database) -> None:
    seen = steward()
    answers: list[bytes] = []
    for sealed in (True, False):
        village().write(db)
        if not sealed:
            db.execute("MATCH (n) WHERE n.compartment = 'shelter' DETACH DELETE n")
        answers += [ask.answer(HISTORY, seen, id=each).body for each in ("P1", "M1", "S1", "P9", "X9")]
    assert answers[:5] == answers[5:]
