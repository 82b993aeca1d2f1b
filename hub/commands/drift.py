"""`hub drift`: do records still look as they did when the model in force was trained?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from hub.errors import NoBaseline, UnknownModel
from hub.known_records import known_records
from hub.logs import configure_logs
from hub.models import load_model, model_path, read_card
from hub.settings import Settings
from identity.drift import Drift, Stability, has_drifted
from identity.drift import drift as measure_drift
from identity.profile import profile

ALARMED = 3
"""Exit status for a scheduler: neither a failure (2) nor a check that was not passed (1), but something to look at."""


class Alarm(StrEnum):
    """From where on a scheduler wants to be told."""

    MOVED = "moved"
    CHANGED = "changed"

    @property
    def stability(self) -> Stability:
        """The same as a stability."""
        return Stability(self.value)


def drift(
    files: Annotated[
        list[Path] | None, typer.Argument(help="CSV or Parquet files; none: the records of the graph.")
    ] = None,
    mapping: Annotated[
        list[Path] | None, typer.Option(help="Mapping of the columns; once for all files, or once a file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what is as it was.")] = False,
    alarm: Annotated[
        Alarm | None,
        typer.Option(
            help=f"End with status {ALARMED} when an item has gone so far, or sources came or went."
        ),
    ] = None,
) -> None:
    """Compare links, clusters, blocking keys and fill rates, source by source, with those of the training."""
    if bool(files) != bool(mapping):
        raise typer.BadParameter("files need a --mapping, and the graph needs none")
    settings = Settings.from_environment()
    configure_logs(settings)
    current = load_model(settings)
    if current is None:
        raise UnknownModel("No model is in force yet; `hub train` learns one.")
    card = read_card(model_path(settings))
    if card is None:
        raise NoBaseline(
            f"Of model {current.version} it was not kept how its records looked; train it anew with `hub train`."
        )
    known = known_records(settings, files or [], mapping or [])
    found = measure_drift(card.profile, profile(known.table, known.link(current)))
    if as_json:
        typer.echo(orjson.dumps({"model": current.version, **found.as_dict()}))
    else:
        _show(found, everything=everything)
    if alarm is not None and has_drifted(found, alarm.stability):
        raise typer.Exit(ALARMED)


def _show(found: Drift, *, everything: bool) -> None:
    console = Console()
    table = Table("item", "source", "index", "by chance", "")
    shown = [one for one in found.shifts if everything or one.stability is not Stability.STEADY]
    for one in shown:
        figures = f"{one.index:.3f}", f"{one.by_chance:.3f}", str(one.stability)
        table.add_row(one.item, one.source or "all", *figures)
    if shown:
        console.print(table)
    for meaning in dict.fromkeys(one.meaning for one in shown):
        console.print(f"- {meaning}")
    for name in found.new_sources:
        console.print(f"- {name} was not there when the model was trained: no weight was learnt from it.")
    for name in found.lost_sources:
        console.print(f"- {name} was there when the model was trained and has no record now.")
    console.print(
        f"{len(found.shifts):,} items looked at, {len(found.shifts) - _steady(found):,} have moved."
    )


def _steady(found: Drift) -> int:
    return sum(shift.stability is Stability.STEADY for shift in found.shifts)
