"""What is done for a caller: mutations and computed queries, from their arguments to what is shown of their results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from auth import operations as rules
from auth.policy import RowScope
from graph.errors import Unreachable
from resolvers import schema
from resolvers.compiler import references
from resolvers.compiler.references import Fetch
from resolvers.operations import wiring
from tests.resolvers import sample_operations as sample
from tests.resolvers.views import DENIED, INITIALS, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.resolvers.conftest import Asking

STEWARD = {"role": "steward", "purpose": "stewardship"}
RULE = {"roles": ["steward"], "purposes": ["stewardship"]}
NOTE = """mutation N($text: String!, $colour: Colour = BLUE, $about: [String!]) {
  takeNote(note: {text: $text, colour: $colour, about: $about}) { __typename
    ... on Noted { text colour number givenName person { id givenName } persons { givenName }
      home { members(first: 9) { nodes { person { givenName } } } } record { source givenName } }
    ... on Refusal { code message } ... on ValidationFailed { field } } }"""


@pytest.fixture(scope="module", autouse=True)
def _offered() -> Iterator[None]:
    """The sample operations, in place of none, for as long as this module's tests run."""
    known = dict(rules.operation_rules())
    text = "operations: " + str({"takeNote": RULE, "who": RULE}).replace("'", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "operation_rules", lambda: known | dict(rules.parse_operations(text)))
        patch.setattr(schema, "MUTATIONS", (*wiring.MUTATIONS, sample.take_note))
        patch.setattr(schema, "QUERIES", (*wiring.QUERIES, sample.who))
        patch.setattr(wiring, "MUTATIONS", schema.MUTATIONS)
        patch.setattr(wiring, "QUERIES", schema.QUERIES)
        _forget()
        yield
    _forget()


def _forget() -> None:
    for each in (schema.strawberry_schema, schema.graphql_schema, wiring.operations):
        each.cache_clear()


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    sample.DONE.clear()


def _note(ask: Asking, seen: Any = None, **given: Any) -> dict[str, Any]:
    return ask(NOTE, seen or view(**STEWARD), **({"text": "a"} | given))["takeNote"]


def test_arguments_reach_the_handler_as_its_own_types_with_their_defaults(ask_village: Asking) -> None:
    assert _note(ask_village)["colour"] == "BLUE"
    assert _note(ask_village, colour="RED") | {"number": 0} == _note(ask_village, colour=None) | {"number": 0}
    whole = "mutation N($note: NoteInput!) { takeNote(note: $note) { ... on Noted { text colour } } }"
    said = ask_village(whole, view(**STEWARD), note={"text": "x"})
    assert said == {"takeNote": {"text": "x", "colour": "RED"}}


@pytest.mark.parametrize(
    "note", [None, "x", {}, {"text": None}, {"text": 1}, {"text": "x", "secret": 1}, {"text": "x", "colour": "secret"},
             {"text": "x", "about": [None]}, {"text": "x", "about": [{}]}],
)  # fmt: skip
def test_a_variable_that_does_not_fit_is_refused_before_anything_is_done(ask: Asking, note: Any) -> None:
    query = "mutation N($note: NoteInput!) { takeNote(note: $note) { __typename } }"
    said = ask.whole(query, view(**STEWARD), note=note)
    assert said["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "secret" not in str(said)
    assert sample.DONE == []


def test_a_variable_inside_a_literal_must_not_be_null_where_the_schema_says_so(ask: Asking) -> None:
    query = 'mutation N($text: String = "x") { takeNote(note: {text: $text}) { __typename } }'
    assert ask.code(query, view(**STEWARD), text=None) == "BAD_REQUEST"


def test_references_are_fetched_with_the_callers_masks_and_row_policy(ask_village: Asking) -> None:
    seen = view(scope=RowScope.SERVED, fields={"Person.givenName": INITIALS}, **STEWARD)
    said = _note(ask_village, seen, about=["P2", "P1", "P9", "P77", "P4"])
    assert said["person"] is None
    assert said["persons"] == [{"givenName": "ส."}, {"givenName": "ส."}]
    assert said["home"] == {"members": {"nodes": [{"person": {"givenName": "ส."}}]}}
    assert said["record"] == {"source": "dop_allowance", "givenName": "สมชาย"}


def test_not_to_be_seen_and_not_to_exist_are_the_same_in_a_result(ask_village: Asking) -> None:
    seen = view(scope=RowScope.SERVED, **STEWARD)
    hidden, absent = (_note(ask_village, seen, about=[each]) | {"number": 0} for each in ("P9", "P77"))
    assert hidden == absent


def test_a_reference_to_a_retired_id_is_the_person_it_became(ask_village: Asking) -> None:
    ids = [
        each["id"]
        for each in ask_village("{ persons(first: 5) { nodes { id } } }", view())["persons"]["nodes"]
    ]
    assert _note(ask_village, about=["M1"])["person"] == {"id": ids[0], "givenName": "สมชาย"}
    split = _note(ask_village, about=["S1"])["person"]
    assert split["givenName"] is None
    assert split["id"] not in ids


def test_a_record_is_reached_by_reference_only_through_a_person_the_caller_may_see(
    ask_village: Asking,
) -> None:
    assert _note(ask_village, view(**STEWARD))["record"] is not None
    # DEP serves only P3; the record is about P1, and its rows are open to DEP.
    elsewhere = view(scope=RowScope.AREA, areas=("51",), agency="DOP", **STEWARD)
    assert _note(ask_village, elsewhere)["record"] is None


def test_values_in_results_are_masked_and_what_may_be_withheld_is_told_once(ask_village: Asking) -> None:
    masked = ask_village.whole(NOTE, view(fields={"SourceRecord.givenName": INITIALS}, **STEWARD), text="a")
    assert masked["data"]["takeNote"]["givenName"] == "ส."
    assert masked["extensions"]["access"]["masked"] == {"SourceRecord.givenName": "initials"}
    denied = ask_village.whole(NOTE, view(fields={"SourceRecord.givenName": DENIED}, **STEWARD), text="a")
    assert denied["data"]["takeNote"]["givenName"] is None
    assert denied["extensions"]["access"]["denied"] == ["SourceRecord.givenName"]
    elsewhere = view(scope=RowScope.AREA, areas=("51",), **STEWARD)
    assert _note(ask_village, elsewhere)["givenName"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "",
            {
                "__typename": "ValidationFailed",
                "code": "EMPTY",
                "message": "A note has a text.",
                "field": "text",
            },
        ),
        ("conflict", {"__typename": "Conflict", "code": "TAKEN", "message": "Somebody else was first."}),
    ],
)
def test_what_is_expected_to_go_wrong_is_a_member_of_the_result(
    ask_village: Asking, text: str, expected: dict[str, str]
) -> None:
    assert _note(ask_village, text=text) == expected


def test_an_unexpected_error_is_told_with_a_correlation_and_without_a_value(ask_village: Asking) -> None:
    said = ask_village.whole(NOTE, view(**STEWARD), text="fail")
    assert said["data"] == {"takeNote": None}
    assert said["errors"][0]["extensions"] == {"code": "INTERNAL", "correlationId": "test"}
    assert "secret" not in str(said)


def test_an_operation_is_not_tried_again_when_the_graph_goes_away_and_the_caller_is_told(
    ask_village: Asking,
) -> None:
    answer = ask_village.answer(NOTE, view(**STEWARD), text="away")
    assert (answer.status, sample.DONE) == (503, ["away"])
    assert b'"UNAVAILABLE"' in answer.body


def test_when_what_was_done_cannot_be_read_the_caller_is_told_that_it_was_done(
    ask_village: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any, **__: Any) -> Any:
        raise Unreachable("The connection was lost.")

    monkeypatch.setattr(Fetch, "rows", away)
    answer = ask_village.whole(NOTE, view(**STEWARD), text="a")
    assert sample.DONE == ["a"]
    assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == ({"takeNote": None}, "RESULT_LOST")


def test_many_references_are_fetched_in_parts(ask_village: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "AT_ONCE", 2)
    said = _note(ask_village, about=["P3", "P1", "P77", "P2", "P4", "P5"])
    assert [each["givenName"] for each in said["persons"]] == ["มานี", "สมชาย", "สมหญิง", "สมชัย", "สมไชย"]


def test_a_refusal_within_an_operation_is_told_with_its_code_at_its_field(ask_village: Asking) -> None:
    said = ask_village.whole(NOTE, view(**STEWARD), text="bad id")
    assert (said["errors"][0]["path"], said["errors"][0]["extensions"]["code"]) == (["takeNote"], "BAD_ID")


def test_mutations_are_performed_one_after_another_and_each_tells_its_own_outcome(
    ask_village: Asking,
) -> None:
    query = """mutation { a: takeNote(note: {text: "1"}) { ...T } b: takeNote(note: {text: "fail"}) { ...T }
      c: takeNote(note: {text: "3"}) { ...T } __typename }
      fragment T on Note { ... on Noted { text number } }"""
    said = ask_village.whole(query, view(**STEWARD))
    assert sample.DONE == ["1", "3"]
    assert said["data"] == {
        "a": {"text": "1", "number": 0}, "b": None, "c": {"text": "3", "number": 1}, "__typename": "Mutation",
    }  # fmt: skip


def test_who_may_not_is_told_so_in_the_result_and_nothing_is_done(ask_village: Asking) -> None:
    for other in ({"role": "caseworker"}, {"purpose": "allowance"}):
        said = _note(ask_village, view(**STEWARD | other))
        assert (said["__typename"], said["code"]) == ("Forbidden", "FORBIDDEN")
    assert sample.DONE == []


def test_an_operation_whose_result_cannot_say_forbidden_fails_with_that_code(ask_village: Asking) -> None:
    said = ask_village.whole('{ who(ids: ["P1"]) { id } viewer { role } }', view())
    assert said["data"] == {"who": None, "viewer": {"role": "caseworker"}}
    assert said["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_only_ids_the_caller_may_see_are_visible(ask_village: Asking) -> None:
    query = '{ who(ids: ["P1", "P2", "P9", "X", "M1"]) { givenName } }'
    said = ask_village(query, view(scope=RowScope.SERVED, **STEWARD))
    assert said == {"who": [{"givenName": "สมชาย"}]}


def test_an_entity_that_is_not_granted_is_null_in_results_and_told(ask_village: Asking) -> None:
    said = ask_village.whole(NOTE, view(without=("Person", "Household"), **STEWARD), text="a", about=["P1"])
    assert said["data"]["takeNote"]["person"] is None
    assert said["data"]["takeNote"]["persons"] == []
    assert {"Person", "Household"} <= set(said["extensions"]["access"]["denied"])


def test_an_operation_costs_its_results_with_all_the_rows_they_refer_to(ask_village: Asking) -> None:
    said = ask_village.whole(NOTE, view(**STEWARD), text="a", about=["P1", "P2"])
    # Three results, each with itself, three persons or records, and a household of nine members and their persons.
    assert said["extensions"]["cost"]["rows"] == 3 * (1 + 1 + 1 + 10 + 1)
    many = [str(number) for number in range(2_000)]
    assert ask_village.code(NOTE, view(**STEWARD), text="a", about=many) == "BUDGET_EXCEEDED"
    assert sample.DONE == ["a"]


MANY = {
    "whatIf": ('whatIf(persons: ["P1"]) { __typename }', 2),
    "how": ('how(person: "P1") { __typename }', 3),
    "matchPerson": ('matchPerson(record: {recordId: "1", givenName: "x"}, first: 1) { __typename }', 9),
    "reviewReport": ("reviewReport { __typename }", 9),
    "merge": ('merge(persons: ["P1", "P2"], reason: "r", preview: true) { __typename }', 9),
    "undo": ('undo(act: "A", reason: "r") { __typename }', 9),
    "answerReview": ('answerReview(id: "R", verdict: SAME, reason: "r") { __typename }', 9),
}


@pytest.mark.parametrize("name", MANY)
def test_of_what_is_computed_one_request_asks_for_a_few(ask: Asking, name: str) -> None:
    text, most = MANY[name]
    kind = "query" if name in {each.name for each in wiring.QUERIES} else "mutation"

    def several(times: int) -> str:
        return f"{kind} {{ " + " ".join(f"a{number}: {text}" for number in range(times)) + " }"

    caseworker = view()
    assert "data" in ask.whole(several(most), caseworker)
    assert ask.code(several(most + 1), caseworker) == "BUDGET_EXCEEDED"


def test_what_is_computed_counts_beside_the_rows_that_are_read(ask: Asking) -> None:
    query = """query Q($n: Int!) { how(person: "P1") { __typename }
      persons(first: 1) { nodes { kin(first: $n) { nodes { relation } } } } }"""
    said = ask.whole(query, view(), n=9)
    assert said["extensions"]["cost"]["rows"] == 5_000 + 20 + 1 + 1 + 9


def test_a_full_call_of_records_fits_into_one_request_and_two_do_not(ask: Asking) -> None:
    query = """mutation S($r: [SourceRecordInput!]!) {
      a: upsertSourceRecords(source: "x", records: $r) { __typename ... on SentRecords { results {
        ... on AcceptedRecord { person { id } } } } }
      b: upsertSourceRecords(source: "x", records: $r) { __typename } }"""
    full = [{"recordId": str(number)} for number in range(500)]
    assert ask.code(query, view(), r=full) == "BUDGET_EXCEEDED"
    assert "data" in ask.whole(query, view(), r=full[:250])


def test_the_plan_of_a_mutation_is_kept_but_what_it_does_is_done_each_time(ask_village: Asking) -> None:
    assert [_note(ask_village, text=each)["number"] for each in ("a", "a")] == [0, 1]


def test_limits_hold_for_mutations_as_for_queries(ask: Asking) -> None:
    many = " ".join(f'a{number}: takeNote(note: {{text: "x"}}) {{ __typename }}' for number in range(21))
    assert ask.code(f"mutation {{ {many} }}", view(**STEWARD)) == "BUDGET_EXCEEDED"
    twice = (
        'mutation { takeNote(note: {text: "x"}) { __typename } takeNote(note: {text: "y"}) { __typename } }'
    )
    assert ask.code(twice, view(**STEWARD)) == "GRAPHQL_VALIDATION_FAILED"
    assert sample.DONE == []
