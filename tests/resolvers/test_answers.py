"""What the API answers about a village, from real Neo4j."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolvers.ids import global_id
from tests.resolvers.views import view

if TYPE_CHECKING:
    from tests.resolvers.conftest import Asking

AROUND = """
query Around($id: ID!) {
  person(id: $id) {
    __typename id title givenName formerNames birthDate
    memberships(first: 5) { nodes { role livesHere household { houseCode house { houseCode }
      members(first: 5) { nodes { role person { givenName } household { id } } }
      families { members(first: 9) { nodes { givenName } } } } } }
    family { id households(first: 5) { nodes { houseCode } } }
    kin(first: 5) { nodes { relation person { givenName } } }
  }
}
"""
SERVICES = """
{ person(id: "P1") { enrolments(first: 5) { nodes {
  amount status agency programme { code nameEn } sourceRecord { source recordId } } } } }
"""
RECORDS = """
{ person(id: "P1") {
  sourceRecords(first: 5) { nodes { since until decidedBy sourceRecord {
    source birthDate receivedAt attributes { name value } } } }
  provenance { field rule supports { source } contradicts { source } }
  crosswalk(first: 5) { nodes { source recordId since } } } }
"""

KIN = """
{ person(id: "P1") { kin(first: 5) { nodes { relation records { source recordId receivedAt } } } } }
"""
WHEN = "2026-11-01T08:00:00Z"


def test_one_query_follows_a_person_to_home_and_family(ask_village: Asking) -> None:
    person = ask_village(AROUND, view(), id="P1")["person"]
    home = {"id": global_id("Household", "H1")}
    members = [
        {"role": "head", "person": {"givenName": "สมชาย"}, "household": home},
        {"role": "spouse", "person": {"givenName": "สมหญิง"}, "household": home},
        {"role": "child", "person": {"givenName": "มานี"}, "household": home},
    ]
    family = {"members": {"nodes": [member["person"] for member in members]}}
    household = {
        "houseCode": "50010000011",
        "house": {"houseCode": "50010000011"},
        "members": {"nodes": members},
        "families": [family],
    }
    assert person == {
        "__typename": "Person",
        "id": global_id("Person", "P1"),
        "title": "นาย",
        "givenName": "สมชาย",
        "formerNames": ["สมชาย ใจร้าย"],
        "birthDate": "1950-04-13",
        "memberships": {"nodes": [{"role": "head", "livesHere": True, "household": household}]},
        "family": {
            "id": global_id("Family", "F1"),
            "households": {"nodes": [{"houseCode": "50010000011"}]},
        },
        "kin": {
            "nodes": [
                {"relation": "spouse", "person": {"givenName": "สมหญิง"}},
                {"relation": "child", "person": {"givenName": "มานี"}},
                {"relation": "ward", "person": {"givenName": "มานี"}},
            ]
        },
    }


def test_the_answer_keeps_the_order_in_which_the_fields_were_asked(ask_village: Asking) -> None:
    query = (
        '{ person(id: "P1") { title b: birthYear a: sex familyName givenName z: id } viewer { role agency } }'
    )
    said = ask_village(query, view())
    assert list(said) == ["person", "viewer"]
    assert list(said["person"]) == ["title", "b", "a", "familyName", "givenName", "z"]
    assert said["viewer"] == {"role": "caseworker", "agency": "DOP"}


def test_services_lead_to_their_programme_and_to_the_record_that_reported_them(ask_village: Asking) -> None:
    child_grant, allowance = ask_village(SERVICES, view())["person"]["enrolments"]["nodes"]
    assert child_grant["programme"] == {"code": "CSG", "nameEn": "Child grant"}
    assert allowance == {
        "amount": 600.0,
        "status": "active",
        "agency": "DOP",
        "programme": {"code": "OAA", "nameEn": "Old age allowance"},
        "sourceRecord": {"source": "dop_allowance", "recordId": "1"},
    }


def test_records_are_shown_as_they_were_sent_with_their_further_columns(ask_village: Asking) -> None:
    said = ask_village(RECORDS, view())["person"]
    *_, allowance = said["sourceRecords"]["nodes"]
    assert allowance == {
        "since": "2026-11-01T08:00:00Z",
        "until": None,
        "decidedBy": "model:1",
        "sourceRecord": {
            "source": "dop_allowance",
            "birthDate": "13/04/2493",
            "receivedAt": "2026-11-01T08:00:00Z",
            "attributes": [{"name": "account", "value": "123"}, {"name": "bank", "value": "KTB"}],
        },
    }
    assert [entry["recordId"] for entry in said["crosswalk"]["nodes"]] == ["7", "1"]


def test_golden_values_tell_their_rule_and_the_records_on_either_side(ask_village: Asking) -> None:
    born, number, given = ask_village(RECORDS, view())["person"]["provenance"]
    assert born == {
        "field": "birthDate",
        "rule": "most_precise",
        "supports": [{"source": "dop_allowance"}],
        "contradicts": [{"source": "dcy_child_grant"}],
    }
    assert (number["field"], given["field"]) == ("citizenId", "givenName")


def test_a_relation_tells_the_records_that_say_so(ask_village: Asking) -> None:
    married, child, ward = ask_village(KIN, view())["person"]["kin"]["nodes"]
    assert married["records"] == [{"source": "dcy_child_grant", "recordId": "7", "receivedAt": WHEN}]
    assert [each["source"] for each in child["records"]] == ["dep_disability", "dop_allowance"]
    assert [each["recordId"] for each in ward["records"]] == ["5"]


def test_what_was_held_earlier_is_shown_only_when_history_is_asked(ask_village: Asking) -> None:
    query = """query Q($h: Boolean!) { person(id: "P1") {
      crosswalk(first: 9, history: $h) { nodes { recordId until } } } }"""
    now = ask_village(query, view(), h=False)["person"]["crosswalk"]["nodes"]
    ever = ask_village(query, view(), h=True)["person"]["crosswalk"]["nodes"]
    assert [each["recordId"] for each in now] == ["7", "1"]
    assert [each["recordId"] for each in ever] == ["7", "1", "2"]
    assert ever[-1]["until"] == "2026-11-01T08:00:00Z"


def test_a_person_is_found_by_citizen_id_however_it_is_written(ask_village: Asking) -> None:
    query = "query Q($value: String!) { personByIdentifier(value: $value) { givenName } }"
    for written in ("3501200012348", "3-5012-00012-34-8", "๓๕๐๑๒๐๐๐๑๒๓๔๘"):
        assert ask_village(query, view(), value=written) == {"personByIdentifier": {"givenName": "สมชาย"}}
    for other in ("3501200012340", "1100200300408", ""):
        assert ask_village(query, view(), value=other) == {"personByIdentifier": None}


def test_a_person_is_found_by_the_record_id_of_an_agency(ask_village: Asking) -> None:
    query = "query Q($s: String!, $r: String!) { crosswalk(source: $s, recordId: $r) { givenName } }"
    assert ask_village(query, view(), s="dep_disability", r="5") == {"crosswalk": {"givenName": "มานี"}}
    assert ask_village(query, view(), s="dop_allowance", r="2") == {"crosswalk": None}


def test_global_ids_lead_back_to_what_they_name_and_plain_ones_do_as_well(ask_village: Asking) -> None:
    query = """query Q($id: ID!) { node(id: $id) { __typename id
      ... on Person { givenName } ... on Household { houseCode } ... on Programme { nameEn } } }"""
    for kind, plain, told in (
        ("Person", "P3", {"givenName": "มานี"}),
        ("Household", "H1", {"houseCode": "50010000011"}),
        ("Programme", "OAA", {"nameEn": "Old age allowance"}),
    ):
        word = global_id(kind, plain)
        assert ask_village(query, view(), id=word) == {"node": {"__typename": kind, "id": word, **told}}
    by_id = "query Q($id: ID!) { person(id: $id) { givenName } }"
    assert ask_village(by_id, view(), id=global_id("Person", "P3")) == ask_village(by_id, view(), id="P3")


def test_an_id_of_another_type_is_refused(ask_village: Asking) -> None:
    query = "query Q($id: ID!) { person(id: $id) { id } }"
    assert ask_village.code(query, view(), id=global_id("Household", "H1")) == "BAD_ID"
    assert ask_village.code("query Q($id: ID!) { node(id: $id) { id } }", view(), id="P1") == "BAD_ID"


def test_fragments_directives_and_aliases_do_what_the_specification_says(ask_village: Asking) -> None:
    query = """
      query Q($no: Boolean!, $id: ID = "P1") {
        one: person(id: $id) { ...Name ... on Node { id @skip(if: true) } ... @include(if: $no) { sex } title }
        two: person(id: "P2") { ...Name }
      }
      fragment Name on Person { given: givenName ... on Addressed { province } }"""
    assert ask_village(query, view(), no=False) == {
        "one": {"given": "สมชาย", "province": "เชียงใหม่", "title": "นาย"},
        "two": {"given": "สมหญิง", "province": "เชียงใหม่"},
    }
    assert ask_village(query, view(), no=True)["one"]["sex"] == "male"


def test_the_viewer_is_told_what_they_may_see(ask_village: Asking) -> None:
    seen = view(without=("SourceRecord",), scope=view().entities["Programme"].row_scope)
    fields = ask_village("{ viewer { fields { entity field mask filterable } } }", seen)["viewer"]["fields"]
    assert {"entity": "Person", "field": "givenName", "mask": "clear", "filterable": True} in fields
    assert not [each for each in fields if each["entity"] == "SourceRecord"]
