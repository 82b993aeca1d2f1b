"""Explanations and matching: what the hub holds and why, within the caller's rights, and as if nothing else existed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from auth.policy import RowScope
from graph import judgements
from graph.live.scoring import LiveScorer
from graph.reviews import open_reviews
from identity.doubt import Doubt, DoubtKind
from identity.judgement import Judgement, Verdict
from tests.graph.live.village import resolver
from tests.graph.live.village import scorer as village_scorer
from tests.graph.live.village import take_in as take_in_all
from tests.graph.rules.town import changed
from tests.graph.rules.town import town as town_of
from tests.graph.small_world import MONDAY, SHELTER
from tests.resolvers.operations.conftest import SOMCHAI, Resolving, service
from tests.resolvers.operations.test_reviews import LEASE
from tests.resolvers.operations.test_source_records import MALEE, SEND, registrar
from tests.resolvers.views import DENIED, LAST_4, REDACTED, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auth.policy import View
    from graph.driver import Database
    from graph.embedded import Connection
    from identity.linking.scorer import Prepared
    from tests.resolvers.conftest import Asking

WHY = """query W($l: RecordName!, $r: RecordName!) { why(left: $l, right: $r) { __typename
  ... on Refusal { code } ... on WhyExplained { left { recordId } right { recordId } weight probability prior rule verdict
    reasons { comparison level weight frequencyWeight values { column left right } } } } }"""
HOW = """query H($id: ID!) { how(person: $id) { __typename ... on Refusal { code } ... on HowExplained {
  steps { left { recordId } right { recordId } odds asked pair { recordId } weight } groups { records { recordId } }
  apart { rule } weakest { odds } } } }"""
IF = """query I($ids: [ID!]!, $records: [RecordName!], $links: [RecordPair!], $different: [RecordPair!], $judged: [ID!]) {
  whatIf(persons: $ids, withoutRecords: $records, withoutLinks: $links, different: $different,
    withoutJudgements: $judged) { __typename ... on Refusal { code }
    ... on WhatIfExplained { changes now { records { recordId } } then { records { recordId } } } } }"""
MATCH = """query M($record: SourceRecordInput!, $first: Int) { matchPerson(record: $record, first: $first) { __typename
  ... on Refusal { code } ... on PersonMatches { ignored matches {
    person { givenName } source recordId weight probability reasons { comparison level weight } } } } }"""
ONE = {"source": "dop_allowance", "recordId": "1"}
TWO = {"source": "ops_logbook", "recordId": "2"}
OTHER = {"source": "dop_allowance", "recordId": "3"}


def steward(**more: Any) -> View:
    return view(**({"role": "steward", "purpose": "stewardship"} | more))


def _send(take_in: Asking, seen: View, source: str, *records: dict[str, Any]) -> list[dict[str, Any]]:
    return take_in(SEND, seen, source=source, records=list(records))["upsertSourceRecords"]["results"]


@pytest.fixture
def town(take_in: Asking) -> Asking:
    """Somchai by two records of two agencies, and Malee."""
    _send(take_in, registrar(), "dop_allowance", {"recordId": "1", **SOMCHAI}, {"recordId": "3", **MALEE})
    _send(take_in, registrar("OPS"), "ops_logbook", {"recordId": "2", **SOMCHAI, "title": None})
    return take_in


def _person(town: Asking, name: str = "สมชาย") -> str:
    found = town("{ persons(first: 9) { nodes { id givenName } } }", view())["persons"]["nodes"]
    return next(each["id"] for each in found if each["givenName"] == name)


def _why(town: Asking, seen: View, left: Any = ONE, right: Any = TWO) -> Any:
    return town(WHY, seen, l=left, r=right)["why"]


def test_why_tells_every_comparison_and_they_add_up(town: Asking) -> None:
    said = _why(town, steward())
    assert (said["left"]["recordId"], said["right"]["recordId"]) == ("1", "2")
    total = said["prior"] + sum(each["weight"] + each["frequencyWeight"] for each in said["reasons"])
    assert said["weight"] == pytest.approx(total)
    given = next(each for each in said["reasons"] if each["comparison"] == "given")
    assert given["level"] == "equal"
    assert {"column": "given_name", "left": "สมชาย", "right": "สมชาย"} in given["values"]
    assert _why(town, steward(), TWO, ONE) == said


def test_values_are_masked_and_of_denied_fields_not_even_the_level_is_told(town: Asking) -> None:
    masked = _why(town, steward(fields={"SourceRecord.phone": LAST_4}))
    (phone,) = [each for each in masked["reasons"] if each["comparison"] == "phone"]
    assert phone["level"] == "equal"
    assert phone["values"] == [{"column": "phone", "left": "******5678", "right": "******5678"}]
    for rule in (DENIED, REDACTED):
        hidden = _why(town, steward(fields={"SourceRecord.phone": rule}))
        (phone,) = [each for each in hidden["reasons"] if each["comparison"] == "phone"]
        assert (phone["level"], phone["weight"], phone["frequencyWeight"]) == (None, None, None)
        assert phone["values"] == [{"column": "phone", "left": None, "right": None}]


def test_what_is_made_of_a_masked_field_is_not_shown_under_the_mask_of_the_field(town: Asking) -> None:
    def shown(seen: View) -> dict[str, str | None]:
        reasons = _why(town, seen)["reasons"]
        return {value["column"]: value["left"] for each in reasons for value in each["values"]}

    clear, masked = shown(steward()), shown(steward(fields={"SourceRecord.birthDate": LAST_4}))
    made = dict.fromkeys(("birth_day", "birth_month", "birth_year"))
    assert all(clear[column] for column in made)
    assert masked == clear | made | {"birth_date": "******4-13"}


def test_what_is_withheld_is_told_once_and_never_depends_on_the_records(town: Asking) -> None:
    seen = steward(fields={"SourceRecord.email": DENIED, "SourceRecord.phone": LAST_4})
    told = [
        town.whole(WHY, seen, l=left, r=right)["extensions"]["access"]
        for left, right in ((ONE, TWO), (ONE, OTHER), (ONE, {"source": "x", "recordId": "y"}))
    ]
    assert told[0] == told[1] == told[2]
    assert told[0]["denied"] == ["SourceRecord.email"]
    assert told[0]["masked"]["SourceRecord.phone"] == "partial"


def test_why_tells_what_a_human_decided(town: Asking, db: Database) -> None:
    judgements.append(
        db, Judgement("dop_allowance/1", "ops_logbook/2", Verdict.SAME, id="j", by="s", at=MONDAY, reason="r")
    )
    assert _why(town, steward())["verdict"] == "SAME"


def _ask_about(db: Database, kind: DoubtKind, pair: tuple[str, str], *, control: bool = False) -> None:
    """The only open question."""
    db.execute("MATCH (review:Review) DETACH DELETE review")
    doubt = Doubt(kind, *pair, pair, 0.5, "by a narrow margin")
    db.work(lambda tx: open_reviews(tx, [doubt], at=MONDAY))
    db.execute("MATCH (review:Review) SET review.control = $control", control=control)


@pytest.mark.parametrize("control", [True, False], ids=["control", "leased blind"])
def test_why_tells_no_weight_of_two_records_that_the_caller_is_to_judge_blind(
    town: Asking, db: Database, control: bool
) -> None:
    _ask_about(db, DoubtKind.PAIR, ("dop_allowance/1", "dop_allowance/3"), control=control)
    before = _why(town, steward(), ONE, OTHER)
    town(LEASE, steward(), count=1, blind=True)
    said = _why(town, steward(), ONE, OTHER)
    assert (said["weight"], said["rule"]) == (said["prior"], None)
    assert {each[name] for each in said["reasons"] for name in ("level", "weight", "frequencyWeight")} == {
        None
    }
    values = [each["values"] for each in said["reasons"]]
    assert values == [each["values"] for each in before["reasons"]]
    told = [_why(replace(town, human="boon"), steward(), ONE, OTHER), _why(town, steward(), TWO, OTHER)]
    assert [each["weight"] == each["prior"] for each in told] == [control, False]


def test_how_tells_no_weight_of_a_person_whom_the_caller_is_to_judge_blind(
    town: Asking, db: Database
) -> None:
    _ask_about(db, DoubtKind.BROKEN, ("dop_allowance/1", "ops_logbook/2"))
    town(LEASE, steward(), count=1, blind=True)
    asked = {"id": _person(town)}
    said, told = (replace(town, human=name)(HOW, steward(), **asked)["how"] for name in ("anong", "boon"))
    assert (said["steps"][0]["odds"], said["steps"][0]["weight"], said["weakest"]) == (None, None, None)
    assert said["groups"] == told["groups"]
    assert told["weakest"]["odds"] is not None


def test_why_weighs_a_phone_that_everybody_gives_as_the_live_path_did(
    ask: Asking, neo4j_server: Connection, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = [changed(each, phone="0812345678") for each in town_of()]
    newcomer, *others = sorted(everybody[:20], key=lambda each: each.key)
    weighed, weigh = dict[tuple[str, str], float](), LiveScorer.weights
    take_in_all(resolver(db), others)

    def watched(self: LiveScorer, one: Prepared, others: Sequence[Prepared]) -> list[float]:
        found = weigh(self, one, others)
        weighed.update({(one.key, each.key): weight for each, weight in zip(others, found, strict=True)})
        return found

    monkeypatch.setattr(LiveScorer, "weights", watched)
    take_in_all(resolver(db), [newcomer], day=1)
    monkeypatch.undo()
    partner = f"ops_logbook/{newcomer.record_id}"
    with service(ask, neo4j_server, db, Resolving(db, village_scorer)) as town:
        left, right = (
            {"source": key.split("/")[0], "recordId": newcomer.record_id} for key in (newcomer.key, partner)
        )
        said = _why(town, steward(), left, right)
    (phone,) = [each for each in said["reasons"] if each["comparison"] == "phone"]
    assert phone["frequencyWeight"] < -1
    assert said["weight"] == weighed[newcomer.key, partner]


@pytest.mark.parametrize(
    "name", [{"source": "dwf_shelter", "recordId": "s"}, {"source": "no", "recordId": "1"}, ONE]
)
def test_a_record_that_is_not_the_callers_and_none_at_all_are_the_same(town: Asking, name: Any) -> None:
    inside = registrar("DWF", compartments=(SHELTER,))
    _send(town, inside, "dwf_shelter", {"recordId": "s", **SOMCHAI})
    assert _why(town, steward(), ONE, name) == {"__typename": "Forbidden", "code": "FORBIDDEN"}


def test_how_tells_the_steps_by_which_records_became_one(town: Asking) -> None:
    said = town(HOW, steward(), id=_person(town))["how"]
    (step,) = said["steps"]
    assert [step["left"], step["right"]] == [[{"recordId": "1"}], [{"recordId": "2"}]]
    assert said["groups"] == [{"records": [{"recordId": "1"}, {"recordId": "2"}]}]
    assert said["weakest"]["odds"] == step["odds"]


def test_what_if_tells_what_would_part_and_changes_nothing(town: Asking) -> None:
    person = _person(town)
    apart = [{"left": ONE, "right": TWO}]
    for supposed in ({"different": apart}, {"links": apart}):
        said = town(IF, steward(), ids=[person], **supposed)["whatIf"]
        assert said["changes"] is True
        assert said["now"] == [{"records": [{"recordId": "1"}, {"recordId": "2"}]}]
        assert said["then"] == [{"records": [{"recordId": "1"}]}, {"records": [{"recordId": "2"}]}]
    assert town(IF, steward(), ids=[person])["whatIf"]["changes"] is False
    assert len(town("{ persons(first: 9) { nodes { id } } }", view())["persons"]["nodes"]) == 2


def test_what_if_is_asked_of_the_persons_own_records_alone(town: Asking) -> None:
    ids = [_person(town)]
    assert town(IF, steward(), ids=ids, records=[OTHER])["whatIf"]["code"] == "FORBIDDEN"
    assert town(IF, steward(), ids=["nobody"])["whatIf"]["code"] == "FORBIDDEN"
    assert town(IF, steward(), ids=[])["whatIf"]["code"] == "OUT_OF_RANGE"


def _match(town: Asking, seen: View, **record: Any) -> Any:
    return town(MATCH, seen, record={"recordId": "?", **record})["matchPerson"]


def test_match_person_finds_whom_a_record_would_be_about_and_stores_nothing(
    town: Asking, db: Database
) -> None:
    before = db.execute("MATCH (n) RETURN count(n) AS n")
    said = _match(town, steward(), **SOMCHAI)
    assert [each["person"]["givenName"] for each in said["matches"]] == ["สมชาย"]
    assert said["matches"][0]["probability"] > 0.99
    assert said["ignored"] == []
    assert db.execute("MATCH (n) RETURN count(n) AS n") == before


def test_a_value_the_caller_does_not_see_in_clear_is_not_guessed_at(town: Asking) -> None:
    seen = steward(fields={"SourceRecord.phone": LAST_4, "SourceRecord.citizenId": DENIED})
    right = _match(
        town, seen, givenName="สมชาย", familyName="ใจดี", birthDate="13/04/2493", phone="0812345678"
    )
    wrong = _match(
        town, seen, givenName="สมชาย", familyName="ใจดี", birthDate="13/04/2493", phone="0899999999"
    )
    assert right == wrong
    assert right["ignored"] == ["phone"]
    assert len(right["matches"]) == 1


def test_who_does_not_see_all_records_may_not_compare(town: Asking) -> None:
    for seen in (steward(scope=RowScope.SERVED), steward(without=("SourceRecord",))):
        for said in (
            _why(town, seen),
            town(HOW, seen, id=_person(town))["how"],
            town(IF, seen, ids=[_person(town)])["whatIf"],
            _match(town, seen, **SOMCHAI),
        ):
            assert said == {"__typename": "Forbidden", "code": "FORBIDDEN"}


def test_what_a_shelter_knows_changes_no_byte_of_an_explanation(town: Asking) -> None:
    """Its records resemble both persons and hang on one of them."""
    asked: list[tuple[str, dict[str, Any]]] = [
        (WHY, {"l": ONE, "r": TWO}),
        (WHY, {"l": ONE, "r": {"source": "dwf_shelter", "recordId": "s"}}),
        (HOW, {"id": _person(town)}),
        (IF, {"ids": [_person(town)], "links": [{"left": ONE, "right": TWO}]}),
        (MATCH, {"record": {"recordId": "?", **SOMCHAI}}),
        (MATCH, {"record": {"recordId": "?", **MALEE, "phone": "0877777777"}}),
    ]
    before = [town.answer(query, steward(), **given).body for query, given in asked]
    inside = registrar("DWF", compartments=(SHELTER,))
    sealed = [
        {"recordId": "s", **SOMCHAI},
        {"recordId": "t", **MALEE},
        {"recordId": "u", **MALEE, "phone": "0877777777"},
    ]
    _send(town, inside, "dwf_shelter", *sealed)
    assert [town.answer(query, steward(), **given).body for query, given in asked] == before
    seen = steward(compartments=(SHELTER,))
    assert [town.answer(query, seen, **given).body for query, given in asked] != before
