"""`hub schema`: the GraphQL schema."""

from __future__ import annotations

import typer

from resolvers.schema import schema_text


def schema() -> None:
    """Print the GraphQL schema."""
    typer.echo(schema_text(), nl=False)
