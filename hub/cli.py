"""The command line: every command of the hub, each in a file of `hub/commands`."""

from __future__ import annotations

import sys

import typer

from auth.errors import AuthError
from graph.errors import GraphError
from hub.commands import batch, demo, developer, engine, server
from hub.errors import HubError
from identity.errors import IdentityError

REFUSED = 2
"""Exit status when the input, the settings or the surroundings are at fault; 1 says a check was not passed."""

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="The master-data hub."
)
app.command()(demo.demo)
app.command()(server.serve)
app.command()(server.migrate)
app.command()(batch.ingest)
app.command()(batch.resolve)
app.command()(engine.link)
app.command()(engine.evaluate)
app.command()(developer.token)
app.command()(developer.query)
app.command()(developer.schema)
app.command()(developer.bench)


def main() -> None:
    """Run the command line; an error of ours ends it with one sentence instead of a stack trace."""
    try:
        app()
    except (HubError, IdentityError, GraphError, AuthError) as error:
        sys.stderr.write(f"hub: {error} [{error.code}]\n")
        sys.exit(REFUSED)
