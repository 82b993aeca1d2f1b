"""`hub demo`: the main job, and what there is to see afterwards."""

from __future__ import annotations

import shlex
from typing import Annotated

import orjson
import typer
from rich.console import Console

from hub.database import running_neo4j
from hub.demo.check import check_demo
from hub.demo.examples import Example, examples
from hub.demo.population import DEFAULT_PERSONS, DEFAULT_SEED
from hub.demo.run import DemoResult, run
from hub.logs import configure_logs
from hub.progress import shown_progress, shown_steps
from hub.serving import serve_until_stopped
from hub.settings import Settings

console = Console(highlight=False, soft_wrap=True)


def demo(
    persons: Annotated[int, typer.Option(min=50, help="People in the population.")] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="Another seed is another population.")] = DEFAULT_SEED,
    check: Annotated[
        bool, typer.Option("--check", help="Verify the result against the truth, then exit 0 or 1.")
    ] = False,
) -> None:
    """Load six departments' files into one graph, find out who is who, and serve it."""
    settings = Settings.from_environment()
    configure_logs(settings.model_copy(update={"log_level": "WARNING"}))
    with shown_progress() as on_progress, running_neo4j(settings, on_progress=on_progress) as connection:
        result = run(settings, connection, persons=persons, seed=seed, step=shown_steps(console))
        summarise(result)
        asked = examples(result.resolved.resolution)
        if check:
            problems = check_demo(settings, connection, result, asked)
            for problem in problems:
                console.print(f"FAILED  {problem}")
            console.print(
                "The demo does what it should." if not problems else f"{len(problems)} checks failed."
            )
            raise typer.Exit(1 if problems else 0)
        serve_until_stopped(
            settings, connection, on_ready=lambda port: say_what_to_open(settings, port, asked)
        )


def summarise(result: DemoResult) -> None:
    """What was done, in a few lines."""
    resolved, graded = result.resolved, result.persons
    quarantined = sum(one.quarantined for one in result.ingested)
    console.print(
        f"\n{resolved.records:,} records of {len(result.ingested)} departments' registers, {quarantined} bad rows in quarantine."
        f"\n{resolved.linkage.links.num_rows:,} links make them {len(resolved.resolution.persons):,} persons in"
        f" {len(resolved.resolution.households):,} households; {len(resolved.linkage.conflicts)} contradictions wait for a human."
        f"\nAgainst the truth: persons F1 {graded.pair_f1:.3f} (precision {graded.pair_precision:.3f}, recall"
        f" {graded.pair_recall:.3f}), households F1 {result.households.pair_f1:.3f}. All of it took {result.seconds:.0f} s.\n"
    )


def say_what_to_open(settings: Settings, port: int, asked: tuple[Example, ...]) -> None:
    """The address, and ready queries to paste into another terminal."""
    url = f"http://{settings.host}:{port}"
    console.print(f"The hub answers at {url}/graphql (alive: {url}/healthz). In another terminal:\n")
    for example in asked:
        console.print(f"# {example.title}\n{_curl(example, url)}\n{_hub_query(example, url)}\n")
    console.print("Ctrl-C stops everything; the graph is kept.")


def _token(example: Example) -> str:
    return f".venv/bin/python -m hub token --agency {example.agency} --role {example.role} --purpose {example.purpose}"


def _curl(example: Example, url: str) -> str:
    headers = "".join(f" -H {shlex.quote(f'{name}: {value}')}" for name, value in example.headers.items())
    body = orjson.dumps({"query": _one_line(example), "variables": dict(example.variables)}).decode()
    return (
        f'curl -s {url}/graphql -H "Authorization: Bearer $({_token(example)})"'
        f" -H 'Content-Type: application/json'{headers} -d {shlex.quote(body)}"
    )


def _hub_query(example: Example, url: str) -> str:
    given = {"Hub-Case": "--case", "Hub-Reason": "--reason"}
    headers = "".join(f" {given[name]} {shlex.quote(value)}" for name, value in example.headers.items())
    variables = shlex.quote(orjson.dumps(dict(example.variables)).decode())
    path = example.query.relative_to(example.query.parents[3])
    return (
        f"# or: .venv/bin/python -m hub query {path} --url {url}/graphql --variables {variables}{headers}"
        f' --token "$({_token(example)})"'
    )


def _one_line(example: Example) -> str:
    lines = example.query.read_text(encoding="utf-8").splitlines()
    return " ".join(" ".join(line for line in lines if not line.startswith("#")).split())
