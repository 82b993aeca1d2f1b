"""The HTTP surface: who is let in, what is told to whom is not, and how the hub says that it is well."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import httpx2
import pytest

from auth.errors import PolicyInvalid
from graph import agreements, sources
from graph.errors import Unreachable
from hub.app import MigrationsPending
from hub.catalogue import load_catalogue
from hub.demo.run import demo_sharing
from hub.policy import PolicyStale, PolicyWatch
from hub.serving import AddressTaken, listening_socket, running_server
from hub.tokens import development_issuer
from resolvers.http import MAX_BODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.driver import Database
    from graph.embedded import Connection
    from hub.settings import Settings

QUERY = {"query": "{ viewer { agency } }"}
SCHEMA_WORDS = ("Person", "query", "schema", "field", "GraphQL", "viewer")


@pytest.fixture
def url(db: Database, settings: Settings, neo4j_server: Connection) -> Iterator[str]:
    catalogue = load_catalogue(settings.sources_dir)
    sources.declare(db, agencies=catalogue.agencies, programmes=catalogue.programmes)
    agreements.seed(db, demo_sharing())
    with running_server(settings, neo4j_server) as port:
        yield f"http://127.0.0.1:{port}"


def token_of(settings: Settings, client: str, role: str, *purposes: str) -> str:
    return development_issuer(settings).issue(client_id=client, role=role, purposes=purposes, now=time.time())


def post(url: str, token: str | None, body: Any = QUERY, **headers: str) -> httpx2.Response:
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx2.post(f"{url}/graphql", json=body, headers={**bearer, **headers}, timeout=20)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_without_a_token_every_method_is_401_and_says_nothing_about_the_schema(url: str, method: str) -> None:
    answer = httpx2.request(method, f"{url}/graphql", timeout=20)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert not any(word in answer.text for word in SCHEMA_WORDS)


def test_a_token_of_another_key_is_refused(url: str, settings: Settings) -> None:
    stranger = settings.model_copy(update={"data_dir": settings.data_dir / "elsewhere"})
    answer = post(url, token_of(stranger, "dop-caseworker", "caseworker", "allowance"))
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"].startswith("TOKEN_")


def test_a_known_caller_is_answered_for_its_own_purpose(url: str, settings: Settings) -> None:
    answer = post(url, token_of(settings, "dop-caseworker", "caseworker", "allowance"))
    assert answer.status_code == 200
    assert answer.json()["data"] == {"viewer": {"agency": "DOP"}}
    assert answer.json()["extensions"]["access"]["purpose"] == "allowance"


@pytest.mark.parametrize(
    ("client", "role", "purpose", "code"),
    [
        ("dop-caseworker", "caseworker", "child_grant", "PURPOSE_NOT_ALLOWED"),
        ("dop-caseworker", "steward", "allowance", "ROLE_NOT_ALLOWED"),
        ("nobody", "caseworker", "allowance", "CLIENT_UNKNOWN"),
        ("ops-investigator", "investigator", "investigation", "CASE_REQUIRED"),
    ],
)
def test_who_may_not_is_forbidden_with_a_stable_code(
    url: str, settings: Settings, client: str, role: str, purpose: str, code: str
) -> None:
    answer = post(url, token_of(settings, client, role, purpose))
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == code


def test_an_investigator_with_case_and_reason_is_let_in(url: str, settings: Settings) -> None:
    token = token_of(settings, "ops-investigator", "investigator", "investigation")
    answer = post(url, token, **{"Hub-Case": "2569/17", "Hub-Reason": "a reason"})
    assert answer.json()["data"] == {"viewer": {"agency": "OPS"}}


def test_a_registrar_may_send_records_of_its_own_register_and_of_no_other(
    url: str, db: Database, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    declared = {"agency": "DOP", "compartment": "open", "title": "t", "trust": 50, "format": "csv"}
    sources.declare(db, sources=[{"name": "dop_allowance", **declared}])
    send = """mutation S($source: String!) {
      upsertSourceRecords(source: $source, records: [{recordId: "1", givenName: "x"}]) { __typename
        ... on Refusal { code } } }"""
    told: list[str] = []
    for agency in ("dop", "dcy"):
        token = token_of(settings, f"{agency}-registrar", "registrar", "submission")
        answer = post(url, token, {"query": send, "variables": {"source": "dop_allowance"}}).json()
        told.append(answer["data"]["upsertSourceRecords"]["code"])
    # The hub of this test has no model yet: who may send is told so, and who may not is not.
    assert told == ["NO_MODEL", "FORBIDDEN"]
    logged = [vars(each)["fields"] for each in caplog.records if each.getMessage() == "request"]
    assert [each["operation"] for each in logged] == ["upsertSourceRecords"] * 2


def test_a_body_too_large_is_refused_before_it_is_parsed(url: str, settings: Settings) -> None:
    token = token_of(settings, "dop-caseworker", "caseworker", "allowance")
    answer = post(url, token, {"query": "#" + "x" * MAX_BODY})
    assert answer.status_code == 413


def raw(url: str, *lines: str, body: bytes = b"", wait: float = 5.0) -> bytes:
    """Send a request as it stands, and read until the hub closes or `wait` seconds are over."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=wait) as connection:
        connection.sendall("\r\n".join([*lines, "Host: hub", "", ""]).encode() + body)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer


def test_every_answer_is_private_and_nothing_tells_what_serves_it(url: str, settings: Settings) -> None:
    token = token_of(settings, "dop-caseworker", "caseworker", "allowance")
    for answer in (post(url, token), post(url, None), post(url, token, **{"Hub-Purpose": "x"})):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers


@pytest.mark.parametrize("name", ["Authorization", "Hub-Purpose", "Hub-Case", "Hub-Reason"])
def test_a_header_that_decides_about_access_is_taken_once_only(
    url: str, settings: Settings, name: str
) -> None:
    token = token_of(settings, "dop-caseworker", "caseworker", "allowance")
    bearer = f"Authorization: Bearer {token}"
    twice = [bearer] if name == "Authorization" else [f"{name}: allowance", f"{name}: allowance"]
    answer = raw(url, "POST /graphql HTTP/1.1", bearer, *twice, "Content-Length: 0", "Connection: close")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"HEADER_REPEATED" in answer


def test_a_reason_in_thai_counts_its_letters_and_not_its_bytes(url: str, settings: Settings) -> None:
    token = token_of(settings, "ops-investigator", "investigator", "investigation")
    headers = {
        "Authorization": f"Bearer {token}",
        "Hub-Case": b"2569/17",
        "Hub-Reason": ("ก" * 400).encode(),
    }
    assert httpx2.post(f"{url}/graphql", json=QUERY, headers=headers, timeout=20).status_code == 200


def test_nobody_is_waited_for_before_the_token_or_longer_than_a_body_may_take(
    url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.graphql.BODY_SECONDS", 0.3)
    promised = ("POST /graphql HTTP/1.1", "Content-Type: application/json", "Content-Length: 5000")
    assert raw(url, *promised, "Connection: close").startswith(b"HTTP/1.1 401 ")
    token = token_of(settings, "dop-caseworker", "caseworker", "allowance")
    slow = raw(url, *promised, f"Authorization: Bearer {token}", body=b'{"query":')
    assert slow.startswith(b"HTTP/1.1 408 ")
    assert b"BODY_TIMEOUT" in slow


def test_a_hub_with_as_many_requests_as_it_can_answer_says_so_at_once(
    url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.graphql.MOST_AT_ONCE", 0)
    answer = post(url, token_of(settings, "dop-caseworker", "caseworker", "allowance"))
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "OVERLOADED")
    monkeypatch.undo()
    assert post(url, token_of(settings, "dop-caseworker", "caseworker", "allowance")).status_code == 200


def test_readiness_asks_the_graph_once_for_all_who_ask_within_a_second(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr("hub.health.pending", lambda _: asked.append(1) or [])
    for _ in range(5):
        assert httpx2.get(f"{url}/readyz", timeout=20).status_code == 200
    assert len(asked) == 1


def test_the_policy_is_read_also_when_all_common_threads_are_taken() -> None:
    async def scenario() -> None:
        common = anyio.to_thread.current_default_thread_limiter()
        common.total_tokens = 1
        watch = PolicyWatch(demo_sharing)
        async with anyio.create_task_group() as tasks:
            await common.acquire()
            tasks.start_soon(watch.watch)
            with anyio.fail_after(5):
                while watch._snapshot is None:
                    await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()

    anyio.run(scenario)


def test_a_policy_that_cannot_be_read_for_whatever_reason_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hub.policy.POLL_SECONDS", 0.01)
    failures: list[Exception] = [KeyError("code"), Unreachable("away"), PolicyInvalid(("wrong",))]

    def load() -> dict[str, Any]:
        if failures:
            raise failures.pop()
        return demo_sharing()

    async def scenario() -> None:
        watch = PolicyWatch(load)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch.watch)
            with anyio.fail_after(5):
                while watch._snapshot is None:
                    await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()

    anyio.run(scenario)


def test_a_suspended_agreement_holds_within_two_seconds(url: str, settings: Settings, db: Database) -> None:
    token = token_of(settings, "dop-caseworker", "caseworker", "allowance")
    search = {"query": '{ searchPersons(name: "สมศรี ใจดี", first: 1) { edges { node { score } } } }'}
    before = post(url, token, search).json()["extensions"]["access"]
    assert (before["agreements"], before["denied"]) == (["ops-dop-allowance@1"], [])
    db.execute("MATCH (a:Agreement {code: 'ops-dop-allowance'}) SET a.status = 'SUSPENDED'")
    until = time.monotonic() + 2.0
    after = post(url, token, search).json()
    while after["extensions"]["access"]["agreements"] and time.monotonic() < until:
        time.sleep(0.1)
        after = post(url, token, search).json()
    assert after["data"] == {"searchPersons": {"edges": []}}
    assert (after["extensions"]["access"]["agreements"], after["extensions"]["access"]["denied"]) == (
        [],
        ["Person"],
    )


def test_alive_and_ready_are_told_without_a_token(url: str) -> None:
    assert httpx2.get(f"{url}/healthz", timeout=20).json() == {"status": "alive"}
    ready = httpx2.get(f"{url}/readyz", timeout=20)
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "neo4j": "ok", "migrations": "ok", "policy": "ok"}


def test_a_pending_migration_makes_the_hub_not_ready_and_keeps_another_from_starting(
    url: str, db: Database, settings: Settings, neo4j_server: Connection
) -> None:
    last = db.execute("MATCH (m:Migration) RETURN m ORDER BY m.number DESC LIMIT 1")[0]["m"]
    db.execute("MATCH (m:Migration {number: $number}) DELETE m", number=last["number"])
    try:
        answer = httpx2.get(f"{url}/readyz", timeout=20)
        with pytest.raises(MigrationsPending, match="run `python -m hub migrate`"):
            running_server(settings, neo4j_server).__enter__()
    finally:
        db.execute("CREATE (m:Migration) SET m = $properties", properties=dict(last))
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 pending"


def test_a_policy_that_was_not_read_for_ten_seconds_releases_nothing() -> None:
    now = [0.0]
    watch = PolicyWatch(lambda: demo_sharing(), clock=lambda: now[0])
    with pytest.raises(PolicyStale):
        watch.current()
    watch.refresh()
    now[0] = 9.9
    assert watch.current().hash
    now[0] = 10.1
    with pytest.raises(PolicyStale):
        watch.current()


def test_a_taken_port_is_one_clear_sentence(settings: Settings) -> None:
    with listening_socket(settings) as first:
        port = first.getsockname()[1]
        first.listen()
        with pytest.raises(
            AddressTaken, match=f"127.0.0.1:{port} cannot be listened on .*choose another HUB_PORT"
        ):
            listening_socket(settings.model_copy(update={"port": port}))
