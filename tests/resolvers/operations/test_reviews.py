"""The stewards' queue over GraphQL: leased to one, answered with effect, blind where it must be, shut to others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from auth.policy import RowScope
from graph.people import assignment, publish
from graph.reviews import drop_settled, open_reviews, opinions
from identity.doubt import Doubt, DoubtKind
from identity.resolution import OPEN
from identity.reviewing import is_control, review_id
from tests.graph.small_world import (
    MONDAY,
    SHELTER,
    TUESDAY,
    WEDNESDAY,
    declare_departments,
    deliver,
    person,
    record,
    resolution,
)
from tests.resolvers.views import DENIED, LAST_4, REDACTED, view

if TYPE_CHECKING:
    from auth.policy import View
    from graph.driver import Database
    from tests.resolvers.conftest import Asking

PARTS = """id kind left { id givenName } right { id } records { id } weight reason status verdict leasedBy
  leasedUntil value disputed"""
QUEUE = f"""query Q($first: Int!, $after: ID) {{ reviews(first: $first, after: $after) {{ __typename
  ... on Refusal {{ code }} ... on Reviews {{ reviews {{ {PARTS} }} }} }} }}"""
LEASE = f"""mutation L($count: Int!, $blind: Boolean) {{ leaseReviews(count: $count, blind: $blind) {{ __typename
  ... on Refusal {{ code }} ... on Reviews {{ reviews {{ {PARTS} }} }} }} }}"""
ANSWER = """mutation A($id: ID!, $verdict: Verdict!, $reason: String!, $groups: [[RecordName!]!]) {
  answerReview(id: $id, verdict: $verdict, reason: $reason, groups: $groups) { __typename
    ... on Refusal { code } ... on ReviewAnswered { verdict review { id } } } }"""
CLOSED = """query C($first: Int!) { reviews(first: $first, status: DROPPED) {
  ... on Reviews { reviews { id closing closedAt leasedBy } } } }"""
RELEASE = "mutation R($id: ID!) { releaseReview(id: $id) { __typename } }"
REPORT = "{ reviewReport { ... on ReviewReport { waiting { kind open leased } questions rate kappa pairs { stewards } } } }"
NUMBERS = range(1, 9)


def steward(**more: Any) -> View:
    return view(**({"agency": "OPS", "role": "steward", "purpose": "stewardship"} | more))


def key(number: int) -> str:
    return f"ops_logbook/{number}"


def doubt(left: int, right: int, kind: DoubtKind = DoubtKind.PAIR) -> Doubt:
    pair = (key(left), key(right))
    return Doubt(kind, *pair, pair, 0.5, "kept as two persons, by a narrow margin")


def plain(*, control: bool = False) -> Doubt:
    """A doubt about two persons whose question is a control, or is none."""
    pairs = [(one, other) for one in NUMBERS for other in NUMBERS if one < other]
    kinds = (DoubtKind.PAIR, DoubtKind.REFUSED_JOIN, DoubtKind.DRIFT)
    doubts = (doubt(*pair, kind) for kind in kinds for pair in pairs)
    return next(one for one in doubts if is_control(review_id(one)) is control)


@pytest.fixture
def town(db: Database) -> Database:
    """Eight persons of one record each, and one of three records; a sealed record of its own."""
    declare_departments(db)
    trio = [record(f"dop_allowance/{number}", family_name="ใจดี") for number in (1, 2, 3)]
    deliver(db, *(record(key(number)) for number in NUMBERS), *trio, record("dwf_shelter/1"))
    persons = [person(f"P{number}", key(number)) for number in NUMBERS]
    persons.append(person("PT", *(one.key for one in trio)))
    publish(db, resolution(*persons, person("PS", "dwf_shelter/1", compartment=SHELTER)), at=MONDAY)
    return db


def raise_doubts(db: Database, *doubts: Doubt) -> None:
    db.work(lambda tx: open_reviews(tx, doubts, at=MONDAY))


def lease(ask: Asking, seen: View, count: int = 10, *, blind: bool = False) -> list[dict[str, Any]]:
    return ask(LEASE, seen, count=count, blind=blind)["leaseReviews"]["reviews"]


def answered(ask: Asking, review: str, verdict: str, **more: Any) -> dict[str, Any]:
    given = {"id": review, "verdict": verdict, "reason": "Telephoned both."} | more
    return ask(ANSWER, steward(), **given)["answerReview"]


def test_a_steward_takes_a_question_answers_it_and_the_two_become_one(ask: Asking, town: Database) -> None:
    raise_doubts(town, one := plain())
    [held] = lease(ask, steward())
    assert (held["kind"], held["weight"], held["status"]) == (one.kind, 0.5, "OPEN")
    assert held["left"]["givenName"] == "สมชาย"
    assert held["leasedBy"]
    assert answered(ask, held["id"], "SAME")["verdict"] == "SAME"
    now = assignment(town).previous
    assert now[one.left] == now[one.right]
    assert ask(QUEUE, steward(), first=10)["reviews"]["reviews"] == []


def test_a_question_that_needs_no_answer_any_more_is_closed_and_says_why(ask: Asking, town: Database) -> None:
    raise_doubts(town, one := plain())
    [held] = lease(ask, steward())
    deliver(town, record(one.left, phone="0812345678"), at=TUESDAY)
    town.work(lambda tx: drop_settled(tx, at=WEDNESDAY))
    refused = answered(ask, held["id"], "SAME")
    assert (refused["__typename"], refused["code"]) == ("Conflict", "STALE_QUESTION")
    assert ask(QUEUE, steward(), first=10)["reviews"]["reviews"] == []
    [kept] = ask(CLOSED, steward(), first=10)["reviews"]["reviews"]
    assert (kept["id"], kept["closing"], kept["leasedBy"]) == (held["id"], "RECORD_CHANGED", held["leasedBy"])
    assert datetime.fromisoformat(kept["closedAt"]) == WEDNESDAY


def test_the_queue_is_paged_by_what_answers_are_worth(ask: Asking, town: Database) -> None:
    raise_doubts(town, doubt(1, 2, DoubtKind.DRIFT), doubt(3, 4), doubt(5, 6, DoubtKind.BROKEN))
    [first] = ask(QUEUE, steward(), first=1)["reviews"]["reviews"]
    rest = ask(QUEUE, steward(), first=5, after=first["id"])["reviews"]["reviews"]
    assert [one["kind"] for one in (first, *rest)] == ["BROKEN", "PAIR", "DRIFT"]


def test_a_blind_lease_hides_the_score_and_why_it_is_asked(ask: Asking, town: Database) -> None:
    raise_doubts(town, plain())
    [held] = lease(ask, steward(), blind=True)
    assert (held["weight"], held["reason"], held["value"]) == (None, None, None)
    [seen] = ask(QUEUE, steward(), first=10)["reviews"]["reviews"]
    assert seen["value"] is None
    [seen] = replace(ask, human="boon")(QUEUE, steward(), first=10)["reviews"]["reviews"]
    assert seen["value"] > 0


def test_who_is_denied_a_field_that_is_compared_answers_blind(ask: Asking, town: Database) -> None:
    raise_doubts(town, plain())
    for rule in (DENIED, REDACTED):
        narrow = steward(fields={"SourceRecord.citizenId": rule})
        [seen] = ask(QUEUE, narrow, first=10)["reviews"]["reviews"]
        [held] = lease(ask, narrow)
        for one in (seen, held):
            assert (one["weight"], one["reason"], one["value"]) == (None, None, None)
    masked, other = steward(fields={"SourceRecord.citizenId": LAST_4}), replace(ask, human="boon")
    [seen] = other(QUEUE, masked, first=9)["reviews"]["reviews"]
    assert seen["weight"] == 0.5
    given = {"id": held["id"], "verdict": "SAME", "reason": "Telephoned both."}
    ask(ANSWER, narrow, **given)
    assert [one.blind for one in opinions(town, compartments={OPEN})] == [True]


def test_the_order_of_the_queue_tells_no_weight_to_whom_weights_are_withheld(
    ask: Asking, town: Database
) -> None:
    narrow = steward(fields={"SourceRecord.phone": DENIED})
    orders: dict[bool, set[str]] = {True: set(), False: set()}
    for weights in ((0.0, 3.0), (3.0, 0.0)):
        raise_doubts(town, replace(doubt(1, 2), weight=weights[0]), replace(doubt(3, 4), weight=weights[1]))
        for withheld, seen in ((True, narrow), (False, steward())):
            told = ask(QUEUE, seen, first=9)["reviews"]["reviews"]
            orders[withheld].add(" ".join(one["id"] for one in told))
    assert {withheld: len(found) for withheld, found in orders.items()} == {True: 1, False: 2}


def test_one_human_is_one_steward_through_whichever_client(ask: Asking, town: Database) -> None:
    raise_doubts(town, plain(control=True))
    office, home = (replace(ask, client=name) for name in ("office", "home"))
    [held] = lease(office, steward())
    assert [one["leasedBy"] for one in lease(home, steward())] == ["anong"]
    assert answered(home, held["id"], "SAME")["verdict"] is None
    assert lease(office, steward()) == lease(home, steward()) == []
    other = replace(home, human="boon")
    [held] = lease(other, steward())
    assert answered(other, held["id"], "SAME")["verdict"] == "SAME"
    [told] = ask(REPORT, steward())["reviewReport"]["pairs"]
    assert told["stewards"] == ["anong", "boon"]


def test_a_client_that_acts_for_itself_answers_no_question(ask: Asking, town: Database) -> None:
    raise_doubts(town, one := plain())
    alone = replace(ask, human=None)
    assert alone(LEASE, steward(), count=1)["leaseReviews"]["code"] == "FORBIDDEN"
    assert answered(alone, review_id(one), "SAME")["code"] == "FORBIDDEN"
    assert len(alone(QUEUE, steward(), first=10)["reviews"]["reviews"]) == 1


def test_that_an_answer_cannot_be_carried_out_does_not_tell_what_the_first_steward_said(
    ask: Asking, town: Database
) -> None:
    keys = tuple(f"dop_allowance/{number}" for number in (1, 2, 3))
    pairs = [(kind, *pair) for kind in DoubtKind for pair in pairwise(keys)]
    one = next(found for each in pairs if is_control(review_id(found := Doubt(*each, keys, -9.0, "broken"))))
    apart = [[{"source": "dop_allowance", "recordId": one.left.partition("/")[2]}]]
    codes: list[str] = []
    for first, groups in (("SAME", None), ("DIFFERENT", apart)):
        town.execute("MATCH (o:Opinion) DETACH DELETE o")
        raise_doubts(town, one)
        [held] = lease(ask, steward())
        assert answered(ask, held["id"], first, groups=groups)["verdict"] is None
        second = replace(ask, human="boon")
        lease(second, steward())
        codes.append(answered(second, held["id"], "DIFFERENT")["code"])
        second(RELEASE, steward(), id=held["id"])
    assert codes == ["NEEDS_GROUPS"] * 2


def test_groups_part_the_two_records_that_were_asked_about(ask: Asking, town: Database) -> None:
    keys = tuple(f"dop_allowance/{number}" for number in (1, 2, 3))
    kinds = (DoubtKind.BROKEN, DoubtKind.CONTESTED_ID)
    found = (Doubt(kind, *keys[:2], keys, -9.0, "broken") for kind in kinds)
    raise_doubts(town, one := next(each for each in found if not is_control(review_id(each))))
    [held] = lease(ask, steward())
    before = assignment(town).previous
    for source, number in (("dop_allowance", "3"), ("ops_logbook", "1")):
        elsewhere = [[{"source": source, "recordId": number}]]
        said = answered(ask, held["id"], "DIFFERENT", groups=elsewhere)
        assert (said["__typename"], said["code"]) == ("Conflict", "INVALID_WISH")
    assert assignment(town).previous == before
    assert ask(QUEUE, steward(), first=9)["reviews"]["reviews"][0]["id"] == review_id(one)


def test_a_control_is_blind_for_everybody_and_waits_for_a_second_answer(ask: Asking, town: Database) -> None:
    raise_doubts(town, one := plain(control=True))
    [held] = lease(ask, steward())
    assert (held["weight"], held["reason"], held["value"]) == (None, None, None)
    assert answered(ask, held["id"], "SAME")["verdict"] is None
    [shown] = ask(QUEUE, steward(), first=10)["reviews"]["reviews"]
    assert (shown["weight"], shown["disputed"], shown["status"]) == (None, False, "OPEN")
    now = assignment(town).previous
    assert now[one.left] != now[one.right]


def test_nobody_answers_what_they_do_not_hold(ask: Asking, town: Database) -> None:
    raise_doubts(town, one := plain())
    assert answered(ask, review_id(one), "SAME")["code"] == "REVIEW_NOT_HELD"
    assert answered(ask, "R000000000000", "SAME")["code"] == "FORBIDDEN"


def test_an_answer_needs_a_reason(ask: Asking, town: Database) -> None:
    raise_doubts(town, plain())
    [held] = lease(ask, steward())
    assert answered(ask, held["id"], "SAME", reason="  ")["code"] == "REASON_NEEDED"


def test_parting_a_person_of_many_records_says_which_belong_together(ask: Asking, town: Database) -> None:
    keys = tuple(f"dop_allowance/{number}" for number in (1, 2, 3))
    kinds = (kind for kind in DoubtKind if kind in (DoubtKind.BROKEN, DoubtKind.CONTESTED_ID))
    pairs = [(kind, left, right) for kind in kinds for left in keys for right in keys if left < right]
    one = next(
        found
        for kind, left, right in pairs
        if not is_control(review_id(found := Doubt(kind, left, right, keys, -9.0, "no longer one piece")))
    )
    raise_doubts(town, one)
    [held] = lease(ask, steward())
    assert answered(ask, held["id"], "DIFFERENT")["code"] == "NEEDS_GROUPS"
    source, _, record_id = one.left.partition("/")
    apart = answered(ask, held["id"], "DIFFERENT", groups=[[{"source": source, "recordId": record_id}]])
    assert apart["verdict"] == "DIFFERENT"
    now = assignment(town).previous
    left, right, third = one.left, one.right, next(key for key in keys if key not in one.pair)
    assert now[left] != now[right] == now[third]


def test_the_report_counts_what_waits(ask: Asking, town: Database) -> None:
    raise_doubts(town, doubt(1, 2), doubt(3, 4), doubt(5, 6, DoubtKind.BROKEN))
    lease(ask, steward(), count=1)
    told = ask(REPORT, steward())["reviewReport"]
    assert told["waiting"] == [
        {"kind": "BROKEN", "open": 1, "leased": 1},
        {"kind": "PAIR", "open": 2, "leased": 0},
    ]
    assert (told["questions"], told["rate"], told["kappa"], told["pairs"]) == (0, None, None, [])


def test_the_queue_is_shut_to_other_roles_and_to_those_who_see_only_some_records(
    ask: Asking, town: Database
) -> None:
    raise_doubts(town, plain())
    some = steward(scope=RowScope.SERVED)
    assert ask(QUEUE, some, first=10)["reviews"]["code"] == "FORBIDDEN"
    assert ask(LEASE, some, count=1)["leaseReviews"]["code"] == "FORBIDDEN"
    caseworker = steward(role="caseworker")
    assert ask(QUEUE, caseworker, first=10)["reviews"]["code"] == "FORBIDDEN"


def test_a_sealed_question_changes_no_byte_for_anybody_outside(ask: Asking, town: Database) -> None:
    raise_doubts(town, plain())
    before = [ask.answer(QUEUE, steward(), first=10).body, ask.answer(REPORT, steward()).body]
    sealed = Doubt(DoubtKind.PAIR, "dwf_shelter/1", key(1), ("dwf_shelter/1", key(1)), 0.0, "narrow")
    raise_doubts(town, sealed)
    assert [ask.answer(QUEUE, steward(), first=10).body, ask.answer(REPORT, steward()).body] == before
    inside = ask(QUEUE, steward(compartments=(SHELTER,)), first=10)["reviews"]["reviews"]
    assert review_id(sealed, compartment=SHELTER) in [one["id"] for one in inside]
