"""What operations keep to: all rows or nothing, agreed numbers of rows, texts of a size, and totals that give nothing away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from auth.policy import RowScope
from tests.graph.regroup.hamlet import person_of, settle
from tests.graph.stewardship.office import ONE
from tests.resolvers.operations.conftest import SOMCHAI
from tests.resolvers.operations.test_explain import HOW, WHY, steward
from tests.resolvers.operations.test_explain import ONE as FIRST
from tests.resolvers.operations.test_explain import TWO as SECOND
from tests.resolvers.operations.test_reviews import QUEUE
from tests.resolvers.operations.test_source_records import MALEE, SEND, registrar
from tests.resolvers.operations.test_stewardship import PIN, merging
from tests.resolvers.views import DENIED, REDACTED, view

if TYPE_CHECKING:
    from auth.policy import View
    from graph.driver import Database
    from tests.resolvers.conftest import Asking

ON = """query O($on: DateTime!) { personOn(source: "dop_allowance", recordId: "1", on: $on) { id } }"""
HISTORY = "query H($id: ID!) { personHistory(id: $id) { records { record { recordId } } } }"
ASSIGN = """mutation A($to: String!) { assignReviews(ids: ["R1"], to: $to) {
  __typename ... on Refusal { code } ... on ReviewsChanged { ids } } }"""


@pytest.fixture
def hamlet(db: Database) -> Database:
    settle(db)
    return db


@pytest.fixture
def town(take_in: Asking) -> Asking:
    """Somchai by two records of two agencies."""
    for agency, source, record_id in (("DOP", "dop_allowance", "1"), ("OPS", "ops_logbook", "2")):
        take_in(SEND, registrar(agency), source=source, records=[{"recordId": record_id, **SOMCHAI}])
    return take_in


def _somchai(town: Asking) -> str:
    [person] = town("{ persons(first: 9) { nodes { id } } }", view())["persons"]["nodes"]
    return person["id"]


def _served(seen: View) -> View:
    """The same with all records, but only those persons whom the agency serves."""
    person = replace(seen.entities["Person"], row_scope=RowScope.SERVED)
    return replace(seen, key="served", entities={**seen.entities, "Person": person})


def test_who_sees_all_records_but_not_all_persons_decides_nothing(ask: Asking, hamlet: Database) -> None:
    seen = _served(steward(agency="DWF"))
    assert merging(ask, hamlet, seen, preview=True)["code"] == "FORBIDDEN"
    assert ask(QUEUE, seen, first=5)["reviews"]["code"] == "FORBIDDEN"


def test_when_a_record_changed_hands_is_not_found_by_trying_instants(town: Asking) -> None:
    for name in ("since", "until"):
        seen = steward(fields={f"Identification.{name}": DENIED})
        said = [town.whole(ON, seen, on=f"{year}-01-01T00:00:00Z") for year in (2020, 2035)]
        assert said[0] == said[1]
        assert said[0]["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize("rule", [DENIED, REDACTED])
def test_a_total_holds_nothing_that_is_withheld(town: Asking, rule: Any) -> None:
    whole = town(WHY, steward(), l=FIRST, r=SECOND)["why"]
    phone = next(each for each in whole["reasons"] if each["comparison"] == "phone")
    seen = steward(fields={"SourceRecord.phone": rule})
    said = town(WHY, seen, l=FIRST, r=SECOND)["why"]
    assert phone["weight"] > 1
    assert said["weight"] <= whole["weight"] - phone["weight"] - phone["frequencyWeight"] + 1e-9
    assert said["probability"] < whole["probability"]
    [step] = town(HOW, seen, id=_somchai(town))["how"]["steps"]
    assert (step["odds"], step["weight"]) == (None, None)


def test_a_rule_that_looks_at_a_denied_field_is_not_told(town: Asking) -> None:
    other = {**SOMCHAI, "givenName": "มาลี", "familyName": "สุขสันต์", "birthDate": "1/2/2500"}
    town(SEND, registrar(), source="dop_allowance", records=[{"recordId": "9", **other}])
    nine = {"source": "dop_allowance", "recordId": "9"}
    assert town(WHY, steward(), l=FIRST, r=nine)["why"]["rule"]
    seen = steward(fields={"SourceRecord.citizenId": DENIED})
    assert town(WHY, seen, l=FIRST, r=nine)["why"]["rule"] is None


def test_a_computed_query_gives_no_more_rows_than_agreed(town: Asking) -> None:
    person = _somchai(town)
    assert len(town(HISTORY, steward(max_rows=2), id=person)["personHistory"]["records"]) == 2
    said = town.whole(HISTORY, steward(max_rows=1), id=person)
    assert said["errors"][0]["extensions"]["code"] == "BUDGET_EXCEEDED"


def test_a_mutation_is_done_and_shows_no_more_rows_than_agreed(town: Asking) -> None:
    records = [{"recordId": "1", **SOMCHAI}, {"recordId": "5", **MALEE}]
    said = town(SEND, registrar(max_rows=1), source="dop_allowance", records=records)["upsertSourceRecords"]
    assert said["accepted"] == 2
    assert sum(each["person"] is not None for each in said["results"]) == 1


@pytest.mark.parametrize("text", ["x" * 3_000, "a\x00b", "a\x1b[31mb"])
def test_texts_have_a_size_and_no_control_characters(ask: Asking, hamlet: Database, text: str) -> None:
    codes = {"VALUE_TOO_LONG", "CONTROL_CHARACTER", "REASON_NEEDED"}
    person = person_of(hamlet, ONE)
    assert ask(PIN, steward(), person=person, field="NICKNAME", value=text)["pin"]["code"] in codes
    assert merging(ask, hamlet, reason=text)["code"] in codes
    assert ask(ASSIGN, steward(), to=text)["assignReviews"]["code"] in codes
