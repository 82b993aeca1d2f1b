"""Nobody is shown, or can find out, what no agreement gives them."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from auth.policy import RowScope
from tests.resolvers.views import DENIED, INITIALS, LAST_4, NOT_FILTERABLE, REDACTED, YEAR, view

if TYPE_CHECKING:
    from auth.policy import View
    from tests.resolvers.conftest import Asking

BY_ID = "query Q($id: ID!) { person(id: $id) { id givenName } }"
NAMES = "{ persons(first: 50) { nodes { givenName } } }"
HOME = '{ household(id: "H1") { members(first: 9) { nodes { person { givenName } } } } }'


def _names(said: dict[str, dict[str, list[dict[str, str]]]]) -> list[str]:
    return [each["givenName"] for each in said["persons"]["nodes"]]


def test_a_caller_sees_the_persons_of_the_granted_rows_alone(ask_village: Asking) -> None:
    assert _names(ask_village(NAMES, view(scope=RowScope.SERVED))) == ["สมชาย", "สมชัย"]
    assert _names(ask_village(NAMES, view(scope=RowScope.SERVED, agency="DEP"))) == ["มานี"]
    assert _names(ask_village(NAMES, view(scope=RowScope.AREA, areas=("51",)))) == ["สมชัย", "สมไชย"]
    assert len(_names(ask_village(NAMES, view(scope=RowScope.ALL)))) == 5
    assert _names(ask_village(NAMES, view(scope=RowScope.AREA))) == []


def test_the_scope_household_of_served_adds_those_who_live_with_the_served(ask_village: Asking) -> None:
    around = view(scope=RowScope.HOUSEHOLD_OF_SERVED, agency="DEP")
    assert _names(ask_village(NAMES, around)) == ["สมชาย", "สมหญิง", "มานี"]


def test_row_scope_holds_at_every_depth(ask_village: Asking) -> None:
    deep = """{ person(id: "P1") { kin(first: 9) { nodes { relation person { givenName } } }
      family { members(first: 9) { nodes { givenName } } }
      memberships(first: 9) { nodes { household { members(first: 9) { nodes { person { givenName } } }
        families { members(first: 9) { nodes { givenName } } } } } } } }"""
    said = ask_village(deep, view(scope=RowScope.SERVED))["person"]
    only = {"nodes": [{"givenName": "สมชาย"}]}
    assert said["kin"] == {"nodes": []}
    assert said["family"] == {"members": only}
    (membership,) = said["memberships"]["nodes"]
    assert membership["household"]["members"] == {"nodes": [{"person": {"givenName": "สมชาย"}}]}
    assert membership["household"]["families"] == [{"members": only}]


def test_a_family_is_not_shown_through_members_who_are_not(ask_village: Asking) -> None:
    query = '{ household(id: "H2") { families { id } } }'
    assert ask_village(query, view())["household"]["families"] != []
    assert ask_village(query, view(scope=RowScope.SERVED))["household"]["families"] == []


def test_not_yours_and_not_there_are_the_same_to_the_byte(ask_village: Asking) -> None:
    seen = view(scope=RowScope.SERVED)
    for not_theirs in ("P2", "P9", "X9"):
        assert ask_village.answer(BY_ID, seen, id=not_theirs) == ask_village.answer(BY_ID, seen, id="P77")
    assert ask_village(BY_ID, seen, id="P1")["person"] is not None


def test_sealed_nodes_are_seen_from_inside_their_compartment_alone(ask_village: Asking) -> None:
    records = '{ person(id: "P1") { sourceRecords(first: 9) { nodes { sourceRecord { source } } } } }'
    inside = view(agency="DWF", compartments=("shelter",))
    assert ask_village(BY_ID, view(agency="DWF"), id="P9") == {"person": None}
    assert ask_village(BY_ID, inside, id="P9") != {"person": None}
    assert len(ask_village(records, view())["person"]["sourceRecords"]["nodes"]) == 2
    assert len(ask_village(records, inside)["person"]["sourceRecords"]["nodes"]) == 3
    assert ask_village(BY_ID, view(agency="DWF", compartments=("clinic",)), id="P9") == {"person": None}


def test_denied_fields_are_null_and_told_once(ask_village: Asking) -> None:
    seen = view(fields={"Person.phone": DENIED, "Person.email": DENIED, "Person.birthDate": YEAR})
    query = (
        '{ person(id: "P1") { phone birthDate again: phone kin(first: 5) { nodes { person { phone } } } } }'
    )
    said = ask_village.whole(query, seen)
    person = said["data"]["person"]
    assert (person["phone"], person["again"], person["birthDate"]) == (None, None, "1950")
    assert said["extensions"]["access"] == {
        "purpose": "allowance",
        "agreements": ["ops-dop-allowance@1"],
        "denied": ["Person.phone"],
        "masked": {"Person.birthDate": "year"},
    }


def test_a_denied_value_is_not_even_asked_of_neo4j(ask_village: Asking) -> None:
    seen = view(fields={"Person.phone": DENIED, "Person.email": REDACTED}, role="developer")
    (plan,) = ask_village.service.explain('{ person(id: "P1") { phone email title } }', {}, seen)
    assert "phone" not in plan.statements[0]
    assert "email" not in plan.statements[0]
    assert "title" in plan.statements[0]


def test_masks_are_applied_by_neo4j(ask_village: Asking) -> None:
    seen = view(fields={"Person.citizenId": LAST_4, "Person.familyName": INITIALS, "Person.title": REDACTED})
    query = '{ person(id: "P1") { citizenId familyName title } }'
    assert ask_village(query, seen)["person"] == {
        "citizenId": "*********2348",
        "familyName": "จ.",
        "title": None,
    }


@pytest.mark.parametrize(
    ("missing", "query", "denied"),
    [
        (
            "Membership",
            '{ person(id: "P1") { memberships(first: 5) { nodes { role } } } }',
            "Person.memberships",
        ),
        (
            "Household",
            '{ person(id: "P1") { memberships(first: 5) { nodes { role } } } }',
            "Person.memberships",
        ),
        ("Membership", '{ household(id: "H1") { families { id } } }', "Household.families"),
        ("Person", HOME, "Household.members"),
        ("Kin", '{ person(id: "P1") { kin(first: 5) { nodes { relation } } } }', "Person.kin"),
        (
            "SourceRecord",
            '{ person(id: "P1") { crosswalk(first: 5) { nodes { source } } } }',
            "Person.crosswalk",
        ),
    ],
)
def test_a_link_through_an_entity_that_is_not_granted_is_denied(
    ask_village: Asking, missing: str, query: str, denied: str
) -> None:
    said = ask_village.whole(query, view(without=(missing,)))
    (root,) = said["data"].values()
    assert set(root.values()) == {None}
    assert denied in said["extensions"]["access"]["denied"]


def test_an_entity_that_is_not_granted_gives_nothing_and_asks_nothing(ask_village: Asking) -> None:
    query = """{ person(id: "P1") { id } persons(first: 5) { nodes { id } pageInfo { hasNextPage endCursor } }
      programmes(first: 5) { edges { node { code } } } }"""
    said = ask_village.whole(query, view(without=("Person", "Programme")))
    assert said["data"] == {
        "person": None,
        "persons": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}},
        "programmes": {"edges": []},
    }
    assert {"Person", "Programme"} <= set(said["extensions"]["access"]["denied"])


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("Person.citizenId", '{ personByIdentifier(value: "3501200012348") { id } }'),
        ("Person.givenName", '{ searchPersons(name: "สมชาย", first: 5) { nodes { score } } }'),
        ("Person.familyName", '{ searchPersons(name: "สมชาย", first: 5) { nodes { score } } }'),
        ("Person.birthYear", '{ searchPersons(name: "ก", birthYear: 1950, first: 5) { nodes { score } } }'),
        ("Person.province", '{ searchPersons(name: "ก", province: "ก", first: 5) { nodes { score } } }'),
        ("Person.province", '{ persons(province: "ลำพูน", first: 5) { nodes { id } } }'),
        ("Person.district", '{ persons(district: "เมือง", first: 5) { nodes { id } } }'),
        ("Person.crosswalk", '{ crosswalk(source: "dop_allowance", recordId: "1") { id } }'),
    ],
)
@pytest.mark.parametrize("rule", [DENIED, NOT_FILTERABLE, REDACTED])
def test_searching_by_a_field_is_a_right_of_its_own(
    ask: Asking, field: str, query: str, rule: object
) -> None:
    assert ask.code(query, view(fields={field: rule})) == "FORBIDDEN_FIELD"  # type: ignore[dict-item]


def test_an_argument_that_is_not_given_needs_no_right(ask_village: Asking) -> None:
    query = "query Q($p: String) { persons(province: $p, first: 5) { nodes { id } } }"
    seen = view(fields={"Person.province": DENIED})
    assert len(ask_village(query, seen)["persons"]["nodes"]) == 5
    assert len(ask_village(query, seen, p=None)["persons"]["nodes"]) == 5
    assert ask_village.code(query, seen, p="ลำพูน") == "FORBIDDEN_FIELD"


def test_provenance_is_silent_about_values_the_caller_does_not_see_in_clear(ask_village: Asking) -> None:
    query = '{ person(id: "P1") { provenance { field } } }'
    seen = view(fields={"Person.citizenId": LAST_4, "Person.birthDate": DENIED})
    assert ask_village(query, seen)["person"]["provenance"] == [{"field": "givenName"}]


def test_a_relation_names_no_record_that_the_caller_may_not_see(ask_village: Asking) -> None:
    query = '{ person(id: "P1") { kin(first: 9) { nodes { relation records { source recordId } } } } }'

    def told(seen: View) -> list[list[dict[str, str | None]] | None]:
        return [each["records"] for each in ask_village(query, seen)["person"]["kin"]["nodes"]]

    everything = view()
    entities = dict(everything.entities)
    entities["SourceRecord"] = replace(entities["SourceRecord"], row_scope=RowScope.SERVED)
    own = replace(everything, key="own records", entities=entities)
    assert told(own) == [[], [{"source": "dop_allowance", "recordId": "1"}], []]
    named = told(view(fields={"SourceRecord.recordId": DENIED}))
    assert named[2] == [{"source": "dep_disability", "recordId": None}]
    assert told(view(without=("SourceRecord",))) == [None, None, None]
    inside = told(view(agency="DWF", compartments=("shelter",)))
    assert [len(each or ()) for each in (*told(everything), *inside)] == [1, 2, 1, 2, 2, 1]


def test_the_records_of_a_relation_that_is_hidden_are_hidden_too(ask_village: Asking) -> None:
    query = '{ person(id: "P1") { kin(first: 9) { nodes { records { source } } } } }'
    for rule in (DENIED, REDACTED):
        said = ask_village.whole(query, view(fields={"Kin.relation": rule}))
        assert said["data"]["person"]["kin"]["nodes"] == [{"records": None}, {"records": None}]
        assert said["extensions"]["access"]["denied"] == ["Kin.records"]


def test_ties_that_differ_only_in_a_hidden_value_are_one(ask_village: Asking) -> None:
    query = '{ person(id: "P1") { kin(first: 9) { nodes { relation person { givenName } } } } }'
    nodes = ask_village(query, view(fields={"Kin.relation": DENIED}))["person"]["kin"]["nodes"]
    assert [each["person"]["givenName"] for each in nodes] == ["สมหญิง", "มานี"]


def test_no_page_is_larger_than_the_grant_allows(ask_village: Asking) -> None:
    query = "query Q($first: Int!) { persons(first: $first) { nodes { id } } }"
    seen = view(max_rows=3)
    assert len(ask_village(query, seen, first=3)["persons"]["nodes"]) == 3
    for first in (4, 0, -1, 101):
        assert ask_village.code(query, seen, first=first) == "BUDGET_EXCEEDED"


def test_a_redacted_list_is_null_like_any_other_redacted_field(ask_village: Asking) -> None:
    lists = ("Person.formerIds", "Person.successors", "Person.crosswalk", "SourceRecord.attributes")
    seen = view(fields=dict.fromkeys(lists, REDACTED))
    query = """query Q($id: ID!) { person(id: $id) { formerIds successors { id } crosswalk(first: 9) { nodes { recordId } }
      sourceRecords(first: 9) { nodes { sourceRecord { attributes { value } } } } } }"""
    person = ask_village(query, seen, id="P1")["person"]
    assert (person["formerIds"], person["successors"], person["crosswalk"]) == (None, None, None)
    assert {each["sourceRecord"]["attributes"] for each in person["sourceRecords"]["nodes"]} == {None}
    assert ask_village(query, seen, id="S1")["person"]["successors"] is None
    assert ask_village(query, view(), id="S1")["person"]["successors"] != []


def test_ids_and_cursors_do_not_carry_an_agencys_own_record_id(ask_village: Asking) -> None:
    seen = view(fields={"SourceRecord.recordId": DENIED, "SourceRecord.source": DENIED})
    query = """{ person(id: "P1") { enrolments(first: 9) { edges { cursor node { id sourceRecord { id } } } }
      sourceRecords(first: 9) { edges { cursor node { sourceRecord { id } } } } } }"""
    person = ask_village(query, seen)["person"]
    words = [edge["cursor"] for rows in person.values() for edge in rows["edges"]]
    words += [edge["node"]["id"] for edge in person["enrolments"]["edges"]]
    words += [edge["node"]["sourceRecord"]["id"] for rows in person.values() for edge in rows["edges"]]
    # Two enrolments and two records, each with a cursor and an id; the enrolments name the same two records.
    assert len(set(words)) == 8
    assert not [word for word in words if b"dop_" in _bytes(word) or b"dcy_" in _bytes(word)]


def _bytes(word: str) -> bytes:
    return urlsafe_b64decode(word + "=" * (-len(word) % 4))
