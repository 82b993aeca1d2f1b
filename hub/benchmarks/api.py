"""GraphQL over HTTP against the embedded Neo4j: requests a second and latency, with clients in processes of their own."""

from __future__ import annotations

import http.client
import statistics
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import orjson

from hub.benchmarks.surroundings import populated_graph, private_settings
from hub.demo.examples import examples
from hub.serving import running_server
from hub.tokens import development_issuer

PERSONS = 10_000
SECONDS = 8.0
CLIENTS = 8

PERSON_AND_HOUSEHOLD = """query ($id: ID!) { person(id: $id) { id givenName familyName birthDate
  memberships(first: 3) { edges { node { role household { id members(first: 10) {
    edges { node { role person { id givenName familyName } } } } } } } } } }"""
PAGE_OF_FIFTY = "{ persons(first: 50) { edges { node { id givenName familyName birthYear province } } } }"


@dataclass(frozen=True, slots=True)
class _Load:
    """One kind of request, asked over and over by several clients until the time is up."""

    port: int
    body: bytes
    headers: dict[str, str]
    seconds: float


def measure_api() -> dict[str, float]:
    """For person + household and for a page of 50: requests a second with 8 clients, and p50/p95 of one client alone."""
    figures: dict[str, float] = {}
    with private_settings() as settings, populated_graph(settings, persons=PERSONS) as (connection, result):
        investigator = examples(result.resolved.resolution)[2]
        issuer = development_issuer(settings)
        with running_server(settings, connection) as port:
            for name, document in (("person_household", PERSON_AND_HOUSEHOLD), ("page_of_50", PAGE_OF_FIFTY)):
                token = issuer.issue(
                    client_id="ops-investigator",
                    role="investigator",
                    purposes=["investigation"],
                    now=time.time(),
                )
                headers = {
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "application/json",
                    **investigator.headers,
                }
                body = orjson.dumps({"query": document, "variables": dict(investigator.variables)})
                figures.update(_measure(name, _Load(port, body, headers, SECONDS)))
    return figures


def _measure(name: str, load: _Load) -> dict[str, float]:
    with ProcessPoolExecutor(1, mp_context=get_context("forkserver")) as clients:
        clients.submit(_ask_for, _Load(load.port, load.body, load.headers, 2.0), 1).result()
        alone = clients.submit(_ask_for, load, 1).result()
        together = clients.submit(_ask_for, load, CLIENTS).result()
    cuts = statistics.quantiles(alone, n=100)
    return {
        f"{name}_requests_per_second": len(together) / load.seconds,
        f"{name}_p50_ms": 1000 * cuts[49],
        f"{name}_p95_ms": 1000 * cuts[94],
    }


def _ask_for(load: _Load, clients: int) -> list[float]:
    with ThreadPoolExecutor(clients) as pool:
        return [taken for one in pool.map(_ask_in_turn, [load] * clients) for taken in one]


def _ask_in_turn(load: _Load) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=10)
    taken: list[float] = []
    until = time.perf_counter() + load.seconds
    while (started := time.perf_counter()) < until:
        connection.request("POST", "/graphql", load.body, load.headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != http.HTTPStatus.OK or b'"errors"' in content:
            raise RuntimeError(f"the benchmark's query was refused with status {answer.status}")
        taken.append(time.perf_counter() - started)
    connection.close()
    return taken
