"""`hub query`: one query to a running hub."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from hub.client import ask
from hub.errors import HubError
from hub.settings import Settings


class BadVariables(HubError):
    """`--variables` is not a JSON object."""

    code = "BAD_VARIABLES"


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


def _object(text: str) -> dict[str, object]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadVariables("--variables is not JSON.") from error
    if not isinstance(value, dict):
        raise BadVariables("--variables is not a JSON object.")
    return value
