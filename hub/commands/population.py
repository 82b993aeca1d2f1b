"""`hub population`: the demo's made-up people as files, for measuring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.demo.population import DEFAULT_PERSONS, DEFAULT_SEED, write_population
from hub.errors import InvalidOutput


def population(
    directory: Annotated[Path, typer.Argument(help="Where to write; it must be new or empty.")],
    persons: Annotated[int, typer.Option(min=50, help="People in the population.")] = DEFAULT_PERSONS,
    seed: Annotated[int, typer.Option(help="Another seed is another population.")] = DEFAULT_SEED,
) -> None:
    """Write six departments' files of made-up people, and in `truth/` who is who, who lives where and the strata."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise InvalidOutput(f"{directory}: is not an empty directory. Nothing was written.")
    written = write_population(directory, persons=persons, seed=seed)
    for source, path in written.files.items():
        typer.echo(f"{path}: {written.records[source]:,} good rows, {written.bad_rows[source]:,} spoilt")
    for path in written.truth.values():
        typer.echo(str(path))
