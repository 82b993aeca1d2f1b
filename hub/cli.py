"""The command line. Only the command that was asked for is imported: a token should not wait for Splink."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from auth.errors import AuthError
from graph.errors import GraphError
from hub.errors import HubError
from identity.errors import IdentityError

COMMANDS = (
    "demo",
    "serve",
    "migrate",
    "ingest",
    "resolve",
    "link",
    "evaluate",
    "population",
    "train",
    "model",
    "drift",
    "calibrate",
    "token",
    "query",
    "schema",
    "bench",
)
"""Each is the function, or the group of commands, of its own name in the module of its own name in `hub/commands`."""

REFUSED = 2
"""Exit status when the input, the settings or the surroundings are at fault; 1 says a check was not passed."""


def command_line(words: list[str]) -> typer.Typer:
    """The application with the command that `words` begin with, or with all of them where help is asked for."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback(help="The master-data hub.")(lambda: None)
    for name in words[:1] if words[:1] and words[0] in COMMANDS else COMMANDS:
        found = getattr(import_module(f"hub.commands.{name}"), name)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command()(found)
    return app


def main() -> None:
    """Run the command line; an error of ours ends it with one sentence instead of a stack trace."""
    try:
        command_line(sys.argv[1:])()
    except (HubError, IdentityError, GraphError, AuthError) as error:
        sys.stderr.write(f"hub: {error} [{error.code}]\n")
        sys.exit(REFUSED)
