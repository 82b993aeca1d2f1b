"""`hub token`: a development token."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from hub.settings import Settings
from hub.tokens import development_issuer


def token(
    agency: Annotated[str, typer.Option(help="Code of the agency, e.g. DOP.")],
    role: Annotated[str, typer.Option(help="caseworker, application, registrar, steward or investigator.")],
    purpose: Annotated[list[str], typer.Option(help="Purpose the token allows; may be repeated.")],
    client: Annotated[str | None, typer.Option(help="Client id; absent: <agency>-<role>.")] = None,
    human: Annotated[
        str | None,
        typer.Option(help="Who is behind the client; absent: nobody, and no question is answered."),
    ] = None,
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
            subject=human,
            now=time.time(),
        )
    )
