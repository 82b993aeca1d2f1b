"""Sending records: each is taken in or refused by itself, by those whose register it is, and others notice nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from auth.policy import RowScope
from graph import hold as holds
from graph.errors import QueryFailed, Unreachable
from graph.hold import hold
from graph.live.resolver import LiveResolver
from identity.records import LONGEST_VALUE
from resolvers.errors import NoModel
from resolvers.http import MAX_BODY, MAX_LARGE_BODY
from resolvers.operations.source_records import MOST_RECORDS
from tests.graph.small_world import SHELTER, declare_departments
from tests.resolvers.operations.conftest import SOMCHAI, Resolving, service
from tests.resolvers.views import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auth.policy import View
    from graph.driver import Database
    from graph.embedded import Connection
    from graph.live.outcome import Outcome
    from identity.records import RawRecord
    from tests.resolvers.conftest import Asking

SEND = """mutation S($source: String!, $records: [SourceRecordInput!]!, $feed: String) {
  upsertSourceRecords(source: $source, records: $records, feed: $feed) { __typename
    ... on Refusal { code message }
    ... on SentRecords { accepted results { __typename
      ... on AcceptedRecord { recordId version change created doubts person { id givenName } }
      ... on Refusal { code } ... on ValidationFailed { field } } } } }"""
MALEE = SOMCHAI | {
    "citizenId": "1103700123467",
    "givenName": "มาลี",
    "familyName": "สุขสันต์",
    "birthDate": "1/2/2500",
    "phone": "0898765432",
}
COUNT = "MATCH (n) WHERE n:Person OR n:SourceRecord RETURN count(n) AS n"


def registrar(agency: str = "DOP", **more: Any) -> View:
    given = {"scope": RowScope.SERVED, "role": "registrar", "purpose": "submission"}
    return view(agency=agency, **(given | more))


def _send(
    take_in: Asking, *records: dict[str, Any], seen: View | None = None, **given: Any
) -> dict[str, Any]:
    source = given.pop("source", "dop_allowance")
    return take_in(SEND, seen or registrar(), source=source, records=list(records), **given)[
        "upsertSourceRecords"
    ]


def _kinds(said: dict[str, Any]) -> list[str]:
    return [each.get("code") or each["change"] for each in said["results"]]


def test_a_record_is_taken_in_and_its_person_shown_as_the_caller_may_see_them(take_in: Asking) -> None:
    (one,) = _send(take_in, {"recordId": "1", **SOMCHAI})["results"]
    assert one.pop("person")["givenName"] == "สมชาย"
    assert one == {
        "__typename": "AcceptedRecord", "recordId": "1", "version": 1, "change": "NEW", "created": True, "doubts": 0,
    }  # fmt: skip


def test_the_same_again_changes_nothing_and_something_else_is_a_new_version(take_in: Asking) -> None:
    sent = {"recordId": "1", **SOMCHAI}
    first = _send(take_in, sent)["results"][0]
    again = _send(take_in, sent)["results"][0]
    changed = _send(take_in, sent | {"phone": "0811111111"})["results"][0]
    assert (again["change"], again["version"], again["created"]) == ("UNCHANGED", 1, False)
    assert (changed["change"], changed["version"]) == ("CHANGED", 2)
    assert first["person"]["id"] == again["person"]["id"] == changed["person"]["id"]


def test_a_record_that_was_overtaken_by_a_later_one_is_kept_and_its_sender_told(
    take_in: Asking, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _send(take_in, {"recordId": "1", **SOMCHAI})
    upsert = LiveResolver.upsert

    def overtaken(self: LiveResolver, record: RawRecord, *, feed: str, at: datetime) -> Outcome:
        later = replace(record, values={**record.values, "phone": "0822222222"})
        upsert(self, later, feed="quicker", at=datetime.now(UTC))
        return upsert(self, record, feed=feed, at=at)

    monkeypatch.setattr(LiveResolver, "upsert", overtaken)
    said = _send(take_in, {"recordId": "1", **SOMCHAI, "phone": "0811111111"})
    assert said["accepted"] == 1
    assert (said["results"][0]["change"], said["results"][0]["version"]) == ("PAST", 2)
    rows = db.execute("MATCH (r:SourceRecord) RETURN r.phone AS phone, r.current AS now ORDER BY r.version")
    assert [(row["phone"], row["now"]) for row in rows][1:] == [("0822222222", True), ("0811111111", False)]


def test_records_of_one_person_from_two_agencies_meet(take_in: Asking) -> None:
    first = _send(take_in, {"recordId": "1", **SOMCHAI})["results"][0]
    other = _send(take_in, {"recordId": "x", **SOMCHAI}, source="ops_logbook", seen=registrar("OPS"))[
        "results"
    ][0]
    assert (other["person"]["id"], other["created"]) == (first["person"]["id"], False)


def test_each_record_is_refused_by_itself_and_results_keep_the_order(take_in: Asking, db: Database) -> None:
    said = _send(
        take_in,
        {"recordId": "1", **SOMCHAI},
        {"recordId": " ", **SOMCHAI},
        {"recordId": "2", "givenName": "ก" * 2001},
        {"recordId": "3", "givenName": "a\x00b"},
        {"recordId": "4", **SOMCHAI, "attributes": [{"name": "salary", "value": "1"}]},
        {"recordId": "5"},
        {"recordId": "6", "givenName": "  ", "attributes": [{"name": "bank", "value": "KTB"}] * 2},
        {"recordId": "x" * 201, **SOMCHAI},
        {"recordId": "7", **MALEE, "attributes": [{"name": "bank", "value": "KTB"}]},
    )
    assert _kinds(said) == [
        "NEW", "RECORD_ID_MISSING", "VALUE_TOO_LONG", "CONTROL_CHARACTER", "ATTRIBUTE_UNKNOWN", "NOTHING_SAID",
        "ATTRIBUTE_REPEATED", "VALUE_TOO_LONG", "NEW",
    ]  # fmt: skip
    assert said["accepted"] == 2
    assert [each.get("field") for each in said["results"]][1:5] == [
        "recordId",
        "givenName",
        "givenName",
        "attributes",
    ]
    (kept,) = db.execute("MATCH (r:SourceRecord {recordId: '7'}) RETURN r.attr_bank AS bank, r.feed AS feed")
    assert kept == {"bank": "KTB", "feed": "api dop-registrar"}


def test_one_id_with_two_contents_in_one_delivery_is_refused_however_often_it_is_sent(
    take_in: Asking, db: Database
) -> None:
    twice = ({"recordId": "1", **SOMCHAI}, {"recordId": "1", **MALEE}, {"recordId": "1", **SOMCHAI})
    kinds = [
        _kinds(_send(take_in, *twice, {"recordId": "2", **MALEE}, {"recordId": "2", **MALEE}))
        for _ in range(2)
    ]
    assert kinds[0] == ["RECORD_ID_REPEATED"] * 3 + ["NEW", "NEW"]
    assert kinds[1] == ["RECORD_ID_REPEATED"] * 3 + ["UNCHANGED", "UNCHANGED"]
    assert db.execute(COUNT) == [{"n": 2}]


def test_a_record_that_the_graph_refuses_keeps_no_other_out(
    take_in: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    upsert = LiveResolver.upsert

    def refusing(self: LiveResolver, record: RawRecord, **told: Any) -> Outcome:
        if record.record_id == "2":
            raise QueryFailed("An entry is too large for its index.")
        return upsert(self, record, **told)

    monkeypatch.setattr(LiveResolver, "upsert", refusing)
    said = _send(
        take_in, {"recordId": "1", **SOMCHAI}, {"recordId": "2", **MALEE}, {"recordId": "3", **MALEE}
    )
    assert _kinds(said) == ["NEW", "NOT_STORED", "NEW"]


def test_values_as_long_as_they_may_be_fit_into_every_index(take_in: Asking) -> None:
    parts = (
        *SOMCHAI,
        "nickname",
        "buildingNumber",
        "subDistrict",
        "district",
        "province",
        "householdId",
        "houseCode",
    )
    said = _send(take_in, {"recordId": "1", **dict.fromkeys(parts, "ท" * LONGEST_VALUE)})
    assert _kinds(said) == ["NEW"]


@pytest.mark.parametrize(
    ("seen", "source"),
    [
        (registrar("OPS"), "dop_allowance"),
        (registrar(), "no_such_register"),
        (registrar(), "dwf_shelter"),
        (registrar("DWF"), "dwf_shelter"),
        (registrar("DWF", compartments=("clinic",)), "dwf_shelter"),
    ],
)
def test_a_register_that_is_not_the_callers_and_none_at_all_are_the_same_to_the_byte(
    take_in: Asking, db: Database, seen: View, source: str
) -> None:
    records = [{"recordId": "1", **SOMCHAI}]
    theirs = take_in.answer(SEND, seen, source=source, records=records)
    absent = take_in.answer(SEND, seen, source="nothing", records=records)
    assert theirs == absent
    assert b'"Forbidden"' in theirs.body
    assert db.execute(COUNT) == [{"n": 0}]


def test_a_sealed_register_is_written_from_inside_its_compartment(take_in: Asking) -> None:
    inside = registrar("DWF", compartments=(SHELTER,))
    said = _send(take_in, {"recordId": "1", **SOMCHAI}, source="dwf_shelter", seen=inside)
    assert _kinds(said) == ["NEW"]


def test_what_a_shelter_knows_changes_nothing_that_a_register_is_told(take_in: Asking, db: Database) -> None:
    told: list[list[dict[str, Any]]] = []
    inside = registrar("DWF", compartments=(SHELTER,))
    for sealed in (False, True):
        db.execute(
            "MATCH (n) WHERE n:Person OR n:SourceRecord OR n:MatchKey OR n:Review OR n:Change DETACH DELETE n"
        )
        if sealed:
            _send(
                take_in,
                {"recordId": "s", **SOMCHAI},
                {"recordId": "t", **MALEE},
                source="dwf_shelter",
                seen=inside,
            )
        sent = (
            {"recordId": "1", **SOMCHAI},
            {"recordId": "2", **SOMCHAI | {"citizenId": None, "phone": None}},
        )
        told.append(_send(take_in, *sent)["results"])
    for said in told:
        for each in said:
            each["person"].pop("id")
    assert told[0] == told[1]


def test_a_person_the_caller_may_not_see_is_null_and_so_is_whether_they_are_new(take_in: Asking) -> None:
    for seen in (registrar(without=("Person",)), registrar(scope=RowScope.AREA, areas=("10",))):
        said = _send(take_in, {"recordId": "1", **SOMCHAI}, seen=seen)
        assert {name: said["results"][0][name] for name in ("person", "created", "doubts")} == {
            "person": None, "created": None, "doubts": None,
        }  # fmt: skip


def test_only_a_registrar_for_submission_may_send(take_in: Asking, db: Database) -> None:
    for seen in (registrar(role="application"), registrar(purpose="allowance")):
        assert _send(take_in, {"recordId": "1", **SOMCHAI}, seen=seen)["__typename"] == "Forbidden"
    assert db.execute(COUNT) == [{"n": 0}]


@pytest.mark.parametrize("count", [0, MOST_RECORDS + 1])
def test_more_records_than_a_call_may_bring_are_refused_whole(
    take_in: Asking, db: Database, count: int
) -> None:
    said = _send(take_in, *[{"recordId": str(number), "givenName": "ก"} for number in range(count)])
    assert (said["__typename"], said["code"]) == ("ValidationFailed", "TOO_MANY_RECORDS")
    assert db.execute(COUNT) == [{"n": 0}]


def test_a_field_that_no_record_has_is_refused_with_the_whole_request(take_in: Asking) -> None:
    sent = [{"recordId": "1", "salary": "secret"}]
    said = take_in.whole(SEND, registrar(), source="dop_allowance", records=sent)
    assert said["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "secret" not in str(said)


def test_when_the_graph_goes_away_the_rest_is_told_to_come_again(
    take_in: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = LiveResolver.upsert

    def upsert(self: LiveResolver, record: Any, **delivery: Any) -> Any:
        if record.record_id == "2":
            raise Unreachable("The connection was lost.")
        return whole(self, record, **delivery)

    monkeypatch.setattr(LiveResolver, "upsert", upsert)
    sent = [{"recordId": "1", **SOMCHAI}, {"recordId": "2", **MALEE}, {"recordId": "3", **MALEE}]
    assert _kinds(_send(take_in, *sent)) == ["NEW", "UNAVAILABLE", "UNAVAILABLE"]
    monkeypatch.undo()
    assert _kinds(_send(take_in, *sent)) == ["UNCHANGED", "NEW", "NEW"]


def test_while_all_records_are_resolved_anew_who_sends_some_is_told_to_come_again(
    take_in: Asking, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "PATIENCE", 0.0)
    monkeypatch.setattr(holds, "LOOK", 0.0)
    sent = [{"recordId": "1", **SOMCHAI}, {"recordId": "2", **MALEE}]
    with hold(db, seconds=60):
        assert _kinds(_send(take_in, *sent)) == ["UNAVAILABLE", "UNAVAILABLE"]
    assert _kinds(_send(take_in, *sent)) == ["NEW", "NEW"]


def test_a_body_of_more_than_a_query_may_have_is_for_those_alone_who_may_send_records(
    take_in: Asking,
) -> None:
    sent = [{"recordId": str(number), "givenName": "ก" * 1500} for number in range(30)]
    assert MAX_BODY < len(orjson.dumps(sent)) < MAX_LARGE_BODY
    assert len(_send(take_in, *sent[:1])["results"]) == 1
    given = {"source": "nothing", "records": sent}
    assert take_in.answer(SEND, registrar(), **given).status == 200
    assert take_in.answer(SEND, registrar(role="caseworker"), **given).status == 413
    assert take_in.answer("{ viewer { role } }", registrar(), **given).status == 413
    assert take_in.answer(SEND, registrar(), source="nothing", records=sent * 12).status == 413


def test_before_a_model_is_trained_records_are_told_to_come_later(
    ask: Asking, neo4j_server: Connection, db: Database
) -> None:
    class Untrained(Resolving):
        @contextmanager
        def lend(self) -> Iterator[LiveResolver]:
            raise NoModel("No model was trained yet.")
            yield

    declare_departments(db)
    with service(ask, neo4j_server, db, Untrained(db)) as asking:
        said = _send(asking, {"recordId": "1", **SOMCHAI})
    assert (said["__typename"], said["code"]) == ("Conflict", "NO_MODEL")
    assert db.execute(COUNT) == [{"n": 0}]
