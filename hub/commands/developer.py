"""`hub token`, `query`, `schema` and `bench`: what a developer of an agency application needs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import orjson
import typer

from hub.benchmarks import BENCHMARKS, run_benchmark
from hub.client import ask
from hub.errors import HubError
from hub.settings import Settings
from hub.tokens import development_issuer
from resolvers.schema import schema_text


class BadVariables(HubError):
    """`--variables` is not a JSON object."""

    code = "BAD_VARIABLES"


def token(
    agency: Annotated[str, typer.Option(help="Code of the agency, e.g. DOP.")],
    role: Annotated[str, typer.Option(help="caseworker, application, steward or investigator.")],
    purpose: Annotated[list[str], typer.Option(help="Purpose the token allows; may be repeated.")],
    client: Annotated[str | None, typer.Option(help="Client id; absent: <agency>-<role>.")] = None,
    compartment: Annotated[
        list[str] | None, typer.Option(help="Sealed compartment to open; may be repeated.")
    ] = None,
) -> None:
    """Print a development token, good for ten minutes (HUB_ENV=dev on a loopback address only)."""
    issuer = development_issuer(Settings.from_environment())
    typer.echo(
        issuer.issue(
            client_id=client or f"{agency}-{role}".lower(),
            role=role,
            purposes=purpose,
            compartments=compartment or (),
            now=time.time(),
        )
    )


def query(
    file: Annotated[Path, typer.Argument(help="A GraphQL document.", exists=True, dir_okay=False)],
    bearer: Annotated[str | None, typer.Option("--token", help="Bearer token; absent: HUB_TOKEN.")] = None,
    purpose: Annotated[
        str | None, typer.Option(help="Declared purpose, where the token allows several.")
    ] = None,
    variables: Annotated[str, typer.Option(help="A JSON object.")] = "{}",
    case: Annotated[str | None, typer.Option(help="Case number, where the purpose asks for one.")] = None,
    reason: Annotated[str | None, typer.Option(help="Reason, where the purpose asks for one.")] = None,
    url: Annotated[
        str | None, typer.Option(help="Address of the hub; absent: the one HUB_HOST and HUB_PORT name.")
    ] = None,
) -> None:
    """Send a query to a running hub and print the answer; exit 1 when it has errors."""
    settings = Settings.from_environment()
    answer = ask(
        url or f"http://{settings.host}:{settings.port}/graphql",
        file.read_text(encoding="utf-8"),
        token=bearer or settings.token.get_secret_value(),
        purpose=purpose,
        variables=_object(variables),
        headers={name: value for name, value in (("Hub-Case", case), ("Hub-Reason", reason)) if value},
    )
    typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    if answer.get("errors"):
        raise typer.Exit(1)


def schema() -> None:
    """Print the GraphQL schema."""
    typer.echo(schema_text(), nl=False)


def bench(
    name: Annotated[str, typer.Argument(help=f"all, {', '.join(BENCHMARKS)}.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure a figure of docs/benchmarks.md on this machine."""
    run_benchmark(name, as_json=as_json)


def _object(text: str) -> dict[str, object]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadVariables("--variables is not JSON.") from error
    if not isinstance(value, dict):
        raise BadVariables("--variables is not a JSON object.")
    return value
