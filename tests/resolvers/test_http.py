"""GraphQL over HTTP: methods, media types and status codes as the specification's draft has them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from graph.driver import AsyncDatabase
from resolvers.endpoint import FIELDS_AT_ONCE, GraphQLService
from resolvers.http import Answer, HttpRequest
from tests.resolvers.conftest import CURSOR_KEY
from tests.resolvers.views import caller, view

if TYPE_CHECKING:
    from tests.resolvers.conftest import Asking

JSON, GRAPHQL = "application/json", "application/graphql-response+json"
ROLE = b'{"query": "{ viewer { role } }"}'


def _send(ask: Asking, body: bytes = ROLE, method: str = "POST", **headers: str | None) -> Answer:
    return ask.runner.run(ask.service.answer(HttpRequest(method, body, **headers), caller(view())))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_only_post_asks(ask: Asking, method: str) -> None:
    answer = _send(ask, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON}, {GRAPHQL};q=0.9", JSON),
        (f"{JSON}; charset=utf-8", JSON),
        (f"text/html, {GRAPHQL}", GRAPHQL),
    ],
)
def test_the_answer_has_the_media_type_that_is_preferred(
    ask: Asking, accept: str | None, expected: str
) -> None:
    answer = _send(ask, accept=accept)
    assert (answer.status, answer.content_type) == (200, f"{expected}; charset=utf-8")
    assert orjson.loads(answer.body)["data"] == {"viewer": {"role": "caseworker"}}


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0", "application/json;q=x"])
def test_an_answer_nobody_would_take_is_not_made(ask: Asking, accept: str) -> None:
    assert _send(ask, accept=accept).status == 406


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/graphql", "multipart/form-data", f"{JSON}; charset=latin1"],
)
def test_a_body_of_another_type_is_refused(ask: Asking, content_type: str | None) -> None:
    assert _send(ask, content_type=content_type).status == 415


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", '; charset="UTF-8"'])
def test_json_in_utf_8_is_taken(ask: Asking, charset: str) -> None:
    assert _send(ask, content_type=JSON + charset).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"[" + ROLE + b"]", b'"x"', b"{}", b'{"query": 1}', b'{"query": null}',
        b'{"query": "{ viewer { role } }", "variables": []}', b'{"query": "{ viewer { role } }", "extensions": 1}',
        b'{"query": "{ viewer { role } }", "operationName": {}}', b"\xff\xfe",
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
def test_what_is_no_graphql_request_is_a_bad_one_in_every_media_type(
    ask: Asking, body: bytes, accept: str
) -> None:
    answer = _send(ask, body, accept=accept)
    said = orjson.loads(answer.body)
    assert answer.status == 400
    assert said["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "data" not in said


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { a }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { a }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { viewer { role } } query B { viewer { role } }", "BAD_REQUEST"),
        ("query A($x: ID!) { person(id: $x) { id } }", "BAD_REQUEST"),
        ("{ __schema { types { name } } }", "INTROSPECTION_REFUSED"),
        ('{ __type(name: "Person") { name } }', "INTROSPECTION_REFUSED"),
    ],
)
def test_a_refused_document_has_no_data_and_400_in_the_newer_media_type(
    ask: Asking, query: str, code: str
) -> None:
    for accept, status in ((GRAPHQL, 400), (JSON, 200)):
        answer = _send(ask, orjson.dumps({"query": query}), accept=accept)
        said = orjson.loads(answer.body)
        assert answer.status == status
        assert said.keys() == {"errors"}
        assert said["errors"][0]["extensions"].keys() == {"code", "correlationId"}
        assert said["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize(
    "query",
    [
        "query Q($x: Int = 5) { persons(first: $x) { nodes { id } } }",
        'query Q($x: ID = "P1") { person(id: $x) { id } }',
        'query Q($x: String = "a") { searchPersons(name: $x, first: 1) { nodes { score } } }',
    ],
)
def test_a_null_where_the_schema_needs_a_value_is_a_bad_request(ask: Asking, query: str) -> None:
    assert ask.code(query, view(), x=None) == "BAD_REQUEST"
    assert "errors" not in ask.whole(query, view())


def test_null_members_are_as_good_as_absent_ones(ask: Asking) -> None:
    body = b'{"query": "{ viewer { role } }", "variables": null, "operationName": null, "extensions": null}'
    assert _send(ask, body).status == 200


def test_the_operation_is_chosen_by_its_name(ask: Asking) -> None:
    query = "query A { viewer { role } } query B { viewer { agency } }"
    answer = _send(ask, orjson.dumps({"query": query, "operationName": "B"}))
    assert orjson.loads(answer.body)["data"] == {"viewer": {"agency": "DOP"}}


def test_a_body_that_is_too_big_is_not_read(ask: Asking) -> None:
    assert _send(ask, b'{"query": "' + b" " * 100_000 + b'"}').status == 413


def test_developers_may_read_the_schema(ask: Asking) -> None:
    query = 'query Q($deprecated: Boolean) { __type(name: "Kin") { ...T } __typename viewer { role } } '
    query += "fragment T on __Type { fields(includeDeprecated: $deprecated) { name } }"
    said = ask(query, view(role="developer"), deprecated=True)
    assert said["__type"] == {"fields": [{"name": name} for name in ("relation", "person", "records")]}
    assert (said["__typename"], said["viewer"]) == ("Query", {"role": "developer"})


def test_explaining_is_for_developers_alone(ask: Asking) -> None:
    (told,) = ask.service.explain('{ a: person(id: "P1") { id } }', {}, view(role="developer"))
    assert (told.key, len(told.statements)) == ("a", 1)
    assert "P1" not in str(told)
    with pytest.raises(Exception, match="developers"):
        ask.service.explain('{ person(id: "P1") { id } }', {}, view())


def test_a_graph_that_is_away_is_told_as_such_without_a_trace(ask: Asking) -> None:
    async def answer() -> Answer:
        async with AsyncDatabase.connect("bolt://127.0.0.1:1", user="a", password="b") as nowhere:
            service = GraphQLService(nowhere, cursor_key=CURSOR_KEY)
            body: dict[str, Any] = {
                "query": '{ person(id: "P1") { id } programmes(first: 1) { nodes { id } } }'
            }
            return await service.answer(
                HttpRequest("POST", orjson.dumps(body)), replace(caller(view()), correlation="c-1")
            )

    said = ask.runner.run(answer())
    whole = orjson.loads(said.body)
    assert said.status == 503
    assert whole["data"] is None
    assert whole["errors"][0] == {
        "message": "The graph cannot be asked at the moment.",
        "path": ["person"],
        "extensions": {"code": "UNAVAILABLE", "correlationId": "c-1"},
    }


def test_a_defect_is_told_as_internal_and_logged_without_its_message(
    ask: Asking, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("สมชาย ใจดี")

    monkeypatch.setattr("resolvers.compiler.lasting_ids.ById.answer", broken)
    said = _send(ask, b'{"query": "{ household(id: \\"H1\\") { id } viewer { role } }"}')
    whole = orjson.loads(said.body)
    assert whole["data"] == {"household": None, "viewer": {"role": "caseworker"}}
    assert whole["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "ValueError at test_http.py" in caplog.text
    assert "สมชาย" not in caplog.text + said.body.decode()


def test_a_defect_of_the_compiler_is_told_and_logged_the_same_way(
    ask: Asking, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("สมชาย ใจดี")

    monkeypatch.setattr("resolvers.compiler.plan.Compiler.plan", broken)
    said = _send(ask)
    (error,) = orjson.loads(said.body)["errors"]
    assert (said.status, error["extensions"]["code"]) == (500, "INTERNAL")
    assert "ValueError at test_http.py" in caplog.text
    assert "สมชาย" not in caplog.text + said.body.decode()


def test_one_request_reads_few_of_its_root_fields_at_once(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, most = 0, 0

    async def slow(*_: object) -> None:
        nonlocal reading, most
        reading += 1
        most = max(most, reading)
        await asyncio.sleep(0.01)
        reading -= 1

    monkeypatch.setattr("resolvers.compiler.lasting_ids.ById.answer", slow)
    fields = " ".join(f'p{number}: person(id: "P1") {{ id }}' for number in range(20))
    assert len(ask(f"{{ {fields} }}", view())) == 20
    assert most == FIELDS_AT_ONCE
