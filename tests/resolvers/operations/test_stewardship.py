"""A steward's acts over GraphQL: looked at first, carried out at once, masked, undone, and shut to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from auth.policy import RowScope
from graph import hold as holds
from graph.hold import hold
from resolvers.ids import global_id
from tests.graph.regroup.hamlet import person_of, settle, state
from tests.graph.stewardship.office import ONE
from tests.resolvers.views import DENIED, view

if TYPE_CHECKING:
    from auth.policy import View
    from graph.driver import Database
    from tests.resolvers.conftest import Asking

OTHER = "ops_logbook/11"
"""Of another person, who is enrolled."""
ACT = """__typename ... on Refusal { code } ... on StewardAct { act token judgements pins
  persons { id created retired restored became person { givenName } values { field before after } }
  enrolments { left joined enrolment { id } } households { id before after household { id } } }"""
MERGE = f"""mutation M($persons: [ID!]!, $reason: String!, $preview: Boolean! = false, $token: String) {{
  merge(persons: $persons, reason: $reason, preview: $preview, token: $token) {{ {ACT} }} }}"""
UNDO = f"""mutation U($act: ID!) {{ undo(act: $act, reason: "It was not so.") {{ {ACT} }} }}"""
PIN = f"""mutation P($person: ID!, $field: PinField!, $value: String) {{
  pin(person: $person, field: $field, value: $value, reason: "On the card.") {{ {ACT} }} }}"""
UNPIN = f"""mutation P($pin: ID!) {{ unpin(pin: $pin, reason: "A wrong card.") {{ {ACT} }} }}"""
UNMERGE = f"""mutation G($groups: [[RecordName!]!]!) {{ unmerge(groups: $groups, reason: "Two cards.") {{ {ACT} }} }}"""
JUDGE = f"""mutation J($left: RecordName!, $right: RecordName!, $verdict: Verdict!) {{
  judge(left: $left, right: $right, verdict: $verdict, reason: "Asked both.") {{ {ACT} }} }}"""
LODGE = f"""mutation L($persons: [ID!]!, $beside: ID, $since: String) {{
  lodge(persons: $persons, beside: $beside, since: $since, reason: "Seen there.") {{ {ACT} }} }}"""
WITHDRAW = (
    f"""mutation W($id: ID!) {{ withdrawJudgement(judgement: $id, reason: "Too soon.") {{ {ACT} }} }}"""
)


def steward(**more: Any) -> View:
    asked: dict[str, Any] = {"agency": "OPS", "role": "steward", "purpose": "stewardship", **more}
    return view(**asked)


def name(key: str) -> dict[str, str]:
    source, _, record_id = key.partition("/")
    return {"source": source, "recordId": record_id}


@pytest.fixture
def hamlet(db: Database) -> Database:
    settle(db)
    return db


def merging(ask: Asking, db: Database, seen: View | None = None, **more: Any) -> dict[str, Any]:
    persons = [global_id("Person", person_of(db, ONE)), person_of(db, OTHER)]
    given = {"persons": persons, "reason": "One card."} | more
    return ask(MERGE, seen or steward(), **given)["merge"]


def test_a_merge_is_looked_at_carried_out_with_the_token_and_undone(ask: Asking, hamlet: Database) -> None:
    before = state(hamlet)
    seen = merging(ask, hamlet, preview=True)
    assert seen["act"] is None
    assert state(hamlet) == before
    done = merging(ask, hamlet, token=seen["token"])
    assert done["act"]
    [gone] = [one for one in done["persons"] if one["retired"]]
    [moved] = done["enrolments"]
    assert (moved["left"], moved["joined"]) == (gone["id"], gone["became"][0])
    assert moved["enrolment"]
    assert any(gone["id"] in home["before"] for home in done["households"])
    assert gone["person"] == {"givenName": ask_name(hamlet, done)}
    undone = ask(UNDO, steward(), act=done["act"])["undo"]
    assert [one["id"] for one in undone["persons"] if one["restored"]] == [gone["id"]]
    assert state(hamlet) == before


def ask_name(db: Database, done: dict[str, Any]) -> str:
    """The given name of the person that was kept: to that the retired id leads."""
    [row] = db.execute("MATCH (p:Person {id: $id}) RETURN p.givenName AS name", id=person_of(db, ONE))
    assert done["persons"]
    return row["name"]


def test_a_stale_token_is_a_conflict(ask: Asking, hamlet: Database) -> None:
    assert merging(ask, hamlet, token="made up")["code"] == "STALE_PREVIEW"


def test_an_act_is_refused_while_all_records_are_resolved_anew_and_may_be_sent_again(
    ask: Asking, hamlet: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "PATIENCE", 0.0)
    monkeypatch.setattr(holds, "LOOK", 0.0)
    before = state(hamlet)
    with hold(hamlet, seconds=60):
        refused = merging(ask, hamlet)
    assert (refused["__typename"], refused["code"]) == ("Conflict", "HELD")
    assert state(hamlet) == before
    assert merging(ask, hamlet)["act"]


def test_a_pin_shows_the_value_as_the_caller_may_see_it_and_is_taken_back(
    ask: Asking, hamlet: Database
) -> None:
    person = person_of(hamlet, ONE)
    asked = {"person": person, "field": "PHONE", "value": "081-234-5678"}
    pinned = ask(PIN, steward(fields={"Person.phone": DENIED}), **asked)["pin"]
    assert [one["values"] for one in pinned["persons"]] == [[]]
    taken = ask(UNPIN, steward(), pin=pinned["pins"][0])["unpin"]
    [value] = taken["persons"][0]["values"]
    assert value == {"field": "phone", "before": "0812345678", "after": None}
    assert ask(PIN, steward(), person=person, field="CITIZEN_ID", value="12")["pin"]["code"] == "INVALID_WISH"


def test_records_are_parted_and_judged(ask: Asking, hamlet: Database) -> None:
    done = ask(UNMERGE, steward(), groups=[[name(ONE)]])["unmerge"]
    assert [one["created"] for one in done["persons"]].count(True) == 1
    assert ask(WITHDRAW, steward(), id=done["judgements"][0])["withdrawJudgement"]["persons"] == []
    judged = ask(JUDGE, steward(), left=name(ONE), right=name("dop_allowance/00"), verdict="SAME")["judge"]
    assert person_of(hamlet, ONE) == person_of(hamlet, "dop_allowance/00")
    assert len(judged["judgements"]) == 1


def test_a_member_is_lodged_in_another_household(ask: Asking, hamlet: Database) -> None:
    mover, host = (
        person_of(hamlet, "ops_logbook/23"),
        global_id("Person", person_of(hamlet, "ops_logbook/50")),
    )
    done = ask(LODGE, steward(), persons=[mover], beside=host, since="2026-10-01")["lodge"]
    [reached] = [home for home in done["households"] if global_id("Person", mover) in home["after"]]
    assert host in reached["after"]
    said = ask(LODGE, steward(), persons=[mover], since="some day")["lodge"]
    assert said["code"] == "INVALID_WISH"


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize(
    ("entity", "rows"), [("Enrolment", "enrolments"), ("Household", "households")], ids=str
)
def test_an_act_does_not_count_what_no_agreement_opens(
    ask: Asking, hamlet: Database, entity: str, rows: str, preview: bool
) -> None:
    assert merging(ask, hamlet, preview=True)[rows]
    narrow = merging(ask, hamlet, steward(without=(entity,)), preview=preview)
    assert narrow["persons"]
    assert narrow[rows] == []


@pytest.mark.parametrize(
    "seen",
    [steward(scope=RowScope.SERVED), steward(without=("SourceRecord",), fields={})],
)
def test_who_does_not_see_every_record_decides_nothing(ask: Asking, hamlet: Database, seen: View) -> None:
    assert merging(ask, hamlet, seen)["code"] == "FORBIDDEN"


def test_what_is_not_there_and_what_is_sealed_are_refused_alike(ask: Asking, hamlet: Database) -> None:
    for other in ("dwf_shelter/21", "ops_logbook/none"):
        said = ask(JUDGE, steward(), left=name("ops_logbook/21"), right=name(other), verdict="DIFFERENT")[
            "judge"
        ]
        assert said == {"__typename": "Forbidden", "code": "FORBIDDEN"}
    assert ask(UNDO, steward(), act="A000000000000")["undo"]["code"] == "FORBIDDEN"


def test_an_act_needs_a_reason(ask: Asking, hamlet: Database) -> None:
    assert merging(ask, hamlet, reason=" ")["code"] == "REASON_NEEDED"
