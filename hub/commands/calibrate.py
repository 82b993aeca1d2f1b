"""`hub calibrate`: do weights near the threshold say what stewards say?"""

from __future__ import annotations

from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.migrate import migrate
from graph.reviews import opinions
from hub.database import open_database
from hub.errors import UnknownModel
from hub.logs import configure_logs
from hub.models import keep_version, load_model, model_path, read_card
from hub.settings import Settings
from identity.calibration import Calibration, calibrated
from identity.calibration import calibrate as fit_offset
from identity.resolution import OPEN


def calibrate(
    keep: Annotated[
        bool,
        typer.Option(
            help="Keep a model with its threshold moved, to be compared and published with `hub model`."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare what stewards decided about doubtful pairs with the odds that the model in force gave them."""
    settings = Settings.from_environment()
    configure_logs(settings)
    model = load_model(settings)
    if model is None:
        raise UnknownModel("No model is in force yet; `hub train` learns one.")
    with open_database(settings) as db:
        migrate(db)
        # What stewards decided about sealed records may not move a threshold that everybody's records meet.
        found = fit_offset(opinions(db, compartments={OPEN}))
    moved = calibrated(model, found)
    if keep:
        keep_version(settings, moved, read_card(model_path(settings)))
    if as_json:
        told = {"decisions": found.decisions, "offset": found.offset, "error": found.error}
        typer.echo(orjson.dumps({"model": model.version, **told, "kept": moved.version if keep else None}))
        return
    _show(found)
    if keep:
        typer.echo(f"Model {moved.version} is kept; its threshold is {moved.thresholds.join:+.2f} bits.")


def _show(found: Calibration) -> None:
    console = Console()
    table = Table("weight", "decided", "one person", "expected")
    for one in found.bins:
        table.add_row(
            f"{one.low:+.0f} to {one.high:+.0f}", f"{one.decided:,}", f"{one.same:,}", f"{one.expected:,.1f}"
        )
    console.print(table)
    console.print(
        f"{found.decisions:,} decisions: weights are to be moved by {found.offset:+.2f} bits, give or take {found.error:.2f}."
    )
