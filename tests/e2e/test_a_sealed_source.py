"""Rule 5 on the whole road: a shelter's sealed register changes no byte of what anybody outside is answered.

A shelter for victims of violence delivers its register: new names and addresses of people whom the open registers
know, somebody whom they do not know, wrong numbers and a crowd at a known address. Three worlds are loaded by the
road every feed takes, each with a model of its own: without the shelter, with it coming later, and with it
there from the beginning. Last, in each of them, the survey meets the stranger of the shelter for the first time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2
import orjson
import pytest

from graph.driver import Database
from hub.serving import running_server
from hub.settings import Settings
from tests.conftest import EMPTY
from tests.e2e.sealed_world import INSIDER, SHELTER, STRANGER, Caller, Loading, sharing, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.embedded import Connection

EVERYBODY = """
query ($after: String) { persons(first: 50, after: $after) { edges { cursor node { ...P } } pageInfo { hasNextPage endCursor } } }
fragment P on Person {
  id title givenName middleName familyName nickname formerNames sex birthDate birthYear birthPrecision deathDate citizenId
  phone email houseCode buildingNumber townshipNumber lane streetName subDistrict district province postcode formerIds
  successors { id }
  memberships(first: 5) { edges { cursor node { role since until livesHere registeredHere household { id houseCode province
    house { id houseCode province } families { id }
    members(first: 15) { edges { cursor node { role person { id } } } pageInfo { hasNextPage endCursor } } } } } }
  kin(first: 10) { edges { cursor node { relation person { id } } } pageInfo { hasNextPage } }
  family { id members(first: 20) { nodes { id } } households(first: 5) { nodes { id } } }
  enrolments(first: 10) { edges { cursor node { id since until amount status agency programme { code } } } }
  sourceRecords(first: 5, history: true) { edges { cursor node { since until decidedBy sourceRecord { id source version } } } }
  crosswalk(first: 5, history: true) { edges { cursor node { source recordId since until } } }
}"""
WHY = """query ($after: String) { persons(first: 50, after: $after) { nodes { id provenance { field rule
  supports { id } contradicts { id } } kin(first: 5) { nodes { relation records { id source } } } } pageInfo { hasNextPage endCursor } } }"""
OTHERS = (
    "{ programmes(first: 50) { edges { cursor node { id code } } pageInfo { hasNextPage } } viewer { agency fields { entity field } } }",
    '{ a: crosswalk(source: "dv_shelter", recordId: "1") { id } b: crosswalk(source: "dv_shelter", recordId: "4") { id } }',
    '{ personByIdentifier(value: "3500900123451") { id familyName } }',
    ('{ a: searchPersons(name: "วิภาวดี พงษ์พิพัฒน์กุล", first: 50) { edges { cursor node { score reasons person { id } } } } '
    'b: searchPersons(name: "ลับแล ปิดบังใจ", first: 5) { nodes { score person { id } } pageInfo { hasNextPage } } '
    'c: searchPersons(name: "เปลี่ยนแล้ว", first: 5) { nodes { score person { id } } pageInfo { hasNextPage } } }'),
)  # fmt: skip
OUTSIDERS = [
    client for client in sharing()["clients"] if client != INSIDER and "application" not in client["roles"]
]
"""Applications see what the caseworkers of their agency see."""
KNOWN = "query ($id: ID!) { person(id: $id) { id givenName familyName sourceRecords(first: 9) { nodes { sourceRecord { source familyName } } } } }"


@dataclass(frozen=True)
class World:
    """What was answered in one world: to each outsider before and after the late survey, and to the shelter."""

    before: dict[str, list[bytes]]
    after: dict[str, list[bytes]]
    inside: dict[str, bytes]


def _walk(caller: Caller, document: str) -> list[bytes]:
    """Every page of a list, as it was answered."""
    pages = [_told(caller(document))]
    while (said := orjson.loads(pages[-1])["data"]) and said["persons"]["pageInfo"]["hasNextPage"]:
        pages.append(_told(caller(document, after=said["persons"]["pageInfo"]["endCursor"])))
    return pages


def _told(answer: bytes) -> bytes:
    """The answer without the number of the request, which is another each time."""
    return re.sub(rb'(?<="correlationId":")[0-9a-f]+', b"", answer)


def _answers(settings: Settings, connection: Connection, hidden: list[str]) -> dict[str, list[bytes]]:
    """All that every outsider is told; of `hidden` persons too, whose ids somebody may have come to know."""
    answers: dict[str, list[bytes]] = {}
    with running_server(settings, connection) as port, httpx2.Client(timeout=60) as http:
        for client in OUTSIDERS:
            caller = Caller(http, f"http://127.0.0.1:{port}/graphql", settings, client)
            answers[client["id"]] = [*_walk(caller, EVERYBODY), *_walk(caller, WHY)]
            answers[client["id"]] += [_told(caller(document)) for document in OTHERS]
            told = {caller(KNOWN, id=person) for person in (*hidden, "P000000000000")}
            assert len(told) <= 1 or not hidden, f"{client['id']} can tell a sealed person from nobody"
    return answers


def _inside(settings: Settings, connection: Connection, ids: dict[str, str]) -> dict[str, bytes]:
    with running_server(settings, connection) as port, httpx2.Client(timeout=60) as http:
        caller = Caller(http, f"http://127.0.0.1:{port}/graphql", settings, INSIDER)
        return {key: caller(KNOWN, id=person) for key, person in ids.items()}


@pytest.fixture(scope="module")
def worlds(neo4j_server: Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, World]]:
    directory = tmp_path_factory.mktemp("sealed")
    settings = Settings(data_dir=directory / "var", port=0, log_level="ERROR", processes=1)
    files = write_files(settings, directory)
    register = (SHELTER, files.sealed)
    made: dict[str, World] = {}
    with Database.connect(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password) as db:
        for name in ("without", "later", "from the beginning"):
            db.execute(EMPTY)
            shelter = name != "without"
            loading = Loading(db, settings, files, files.catalogue if shelter else files.without_shelter)
            loading.take([*files.open.items(), *([register] if name == "from the beginning" else [])], day=0)
            if name == "later":
                loading.take([register], day=1)
            stranger = [loading.person_of(f"{SHELTER}/4")] if shelter else []
            before = _answers(settings, neo4j_server, stranger) if name != "from the beginning" else {}
            ids = {number: loading.person_of(f"{SHELTER}/{number}") for number in ("1", "4") if shelter}
            inside = _inside(settings, neo4j_server, ids)
            loading.take([("ops_logbook", files.later)], day=2)
            made[name] = World(before, _answers(settings, neo4j_server, []), inside)
        yield made
        db.execute(EMPTY)


@pytest.mark.parametrize("client", [client["id"] for client in OUTSIDERS])
def test_nobody_outside_is_told_anything_else(worlds: dict[str, World], client: str) -> None:
    assert worlds["later"].before[client] == worlds["without"].before[client]


@pytest.mark.parametrize("client", [client["id"] for client in OUTSIDERS])
@pytest.mark.parametrize("name", ["later", "from the beginning"])
def test_neither_is_it_seen_when_an_open_record_finds_a_person_the_shelter_knew_first(
    worlds: dict[str, World], name: str, client: str
) -> None:
    assert worlds[name].after[client] == worlds["without"].after[client]


def test_the_answers_that_were_compared_hold_persons_and_the_late_survey_changed_them(
    worlds: dict[str, World],
) -> None:
    without = worlds["without"]
    assert STRANGER["first"].encode() in b"".join(without.after["ops-investigator"])
    assert STRANGER["first"].encode() not in b"".join(without.before["ops-investigator"])
    assert b'"records":[{' in b"".join(without.after["ops-investigator"])
    for client in OUTSIDERS:
        told = [orjson.loads(page) for page in without.before[client["id"]]]
        assert not [
            page["errors"] for page in told if "errors" in page and "FORBIDDEN_FIELD" not in str(page)
        ]
        assert sum(
            len(page["data"]["persons"].get("edges", ()))
            for page in told
            if "persons" in (page.get("data") or {})
        )


def test_the_shelter_sees_its_own_records_and_whom_it_alone_knows(worlds: dict[str, World]) -> None:
    for name in ("later", "from the beginning"):
        known, stranger = (orjson.loads(worlds[name].inside[key])["data"]["person"] for key in ("1", "4"))
        assert (
            known["familyName"] == "พงษ์พิพัฒน์กุล"
        )  # What the open records say: a sealed one adds nothing to it.
        records = [each["sourceRecord"] for each in known["sourceRecords"]["nodes"]]
        assert {"source": SHELTER, "familyName": "เปลี่ยนแล้ว"} in records
        assert len(records) > 1
        assert stranger["givenName"] == STRANGER["first"]
        assert stranger["sourceRecords"]["nodes"] == [
            {"sourceRecord": {"source": SHELTER, "familyName": STRANGER["last"]}}
        ]
