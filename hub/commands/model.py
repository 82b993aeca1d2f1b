"""`hub model`: the models that are kept, and which one is in force."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from hub.errors import UnknownModel
from hub.known_records import known_records
from hub.linkage import require_writable
from hub.logs import configure_logs
from hub.model_comparisons import keep_comparison, write_changes
from hub.model_history import history, model_in_force
from hub.model_history import publish as publish_version
from hub.model_history import rollback as roll_back
from hub.model_keys import KeysTwice, give_keys, has_graph
from hub.models import kept_versions, load_model, read_version
from hub.settings import Settings
from identity.comparing_models import ChangeKind, Changes, compare_clusterings
from identity.errors import ModelMismatch
from identity.linking import Model

model = typer.Typer(no_args_is_help=True, help="The models that are kept, and which one is in force.")
Keys = Annotated[
    bool,
    typer.Option(help="Give the records of the graph the match keys of the model, so that each is found."),
]
Version = Annotated[str, typer.Argument(help="Twelve hexadecimal digits, or `current` for the one in force.")]


@model.command("list")
def list_models() -> None:
    """Every model that is kept: from when and from what it is, and which one is in force."""
    settings = Settings.from_environment()
    current = model_in_force(settings)
    table = Table("version", "trained", "from", "records", "links", "clusters", "in force")
    for version in kept_versions(settings):
        mark = "yes" if current is not None and current.version == version else ""
        table.add_row(version, *_told(settings, version), mark)
    console = Console()
    console.print(table)
    for entry in history(settings):
        console.print(f"{entry.at:%Y-%m-%d %H:%M}  {entry.action} {entry.version}")


def _told(settings: Settings, version: str) -> list[str]:
    try:
        _, card = read_version(settings, version)
    except ModelMismatch:
        return ["", "cannot be read by this version of the engine", "", "", ""]
    if card is None:
        return [""] * 5
    origin = card.origin if card.origin.count(",") < 2 else f"{card.origin.count(',') + 1} files"
    counts = (f"{count:,}" for count in (card.records, card.links, card.clusters))
    return [f"{card.trained_at:%Y-%m-%d %H:%M}", origin, *counts]


@model.command()
def show(
    version: Version,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """What a model was learnt from, how that linked, and what each level of agreement weighs."""
    settings = Settings.from_environment()
    shown, card = read_version(settings, _resolve(settings, version))
    if as_json:
        plain = orjson.loads(shown.to_json())
        typer.echo(orjson.dumps({**plain, "card": card.as_dict() if card else None}))
        return
    console = Console()
    if card is not None:
        console.print(
            f"Model {shown.version}, trained {card.trained_at:%Y-%m-%d %H:%M} from {card.origin}: {card.records:,} records,"
            f" {card.links:,} links, {card.clusters:,} clusters, {card.conflicts:,} contradictions."
        )
    table = Table("comparison", "level", "bits")
    for comparison in shown.comparisons:
        for level in comparison.levels:
            if not level.missing:
                table.add_row(comparison.name, level.label, f"{level.weight:+.2f}")
    console.print(table)


@model.command()
def compare(
    before: Version,
    after: Version,
    files: Annotated[
        list[Path] | None, typer.Argument(help="CSV or Parquet files; none: the records of the graph.")
    ] = None,
    mapping: Annotated[
        list[Path] | None, typer.Option(help="Mapping of the columns; once for all files, or once a file.")
    ] = None,
    changes: Annotated[
        Path | None, typer.Option(help="Where to write the records of every change, as CSV.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Link the same records with two models: which persons join, which part, and how far the two agree."""
    if bool(files) != bool(mapping):
        raise typer.BadParameter("files need a --mapping, and the graph needs none")
    settings = Settings.from_environment()
    configure_logs(settings)
    require_writable([changes], inputs=[*(files or []), *(mapping or [])])
    one, other = (read_version(settings, _resolve(settings, each))[0] for each in (before, after))
    known = known_records(settings, files or [], mapping or [])
    found = compare_clusterings(known.link(one).clusters, known.link(other).clusters)
    versions = one.version, other.version
    kept = keep_comparison(settings, versions, found, origin=known.origin, at=datetime.now(UTC))
    if changes:
        write_changes(changes, found)
    if as_json:
        typer.echo(orjson.dumps({"before": versions[0], "after": versions[1], **found.as_dict()}))
        return
    _show_changes(found)
    told = kept or "no, for a comparison on more records is kept already"
    Console(stderr=True).print(f"Kept for publishing: {told}")


def _show_changes(found: Changes) -> None:
    table = Table("what", "figure")
    table.add_row("records", f"{found.records:,}")
    table.add_row("persons before", f"{found.clusters_before:,}")
    table.add_row("persons after", f"{found.clusters_after:,}")
    for kind in ChangeKind:
        table.add_row(f"persons {kind}", f"{found.clusters(kind):,}")
    table.add_row("share of persons changed", f"{found.changed_share:.4f}")
    table.add_row("agreement, pair F1", f"{found.agreement:.4f}")
    Console().print(table)


@model.command()
def publish(
    version: Version,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Even if it changes very many persons, or was compared on few records."),
    ] = False,
    keys: Keys = True,
) -> None:
    """Put a model in force: what is resolved from now on is resolved with it. It must have been compared before."""
    settings = Settings.from_environment()
    chosen, given = _resolve(settings, version), _keys(settings, wanted=keys)
    entry = publish_version(settings, chosen, at=datetime.now(UTC), knowingly=yes, prepare=given.before)
    typer.echo(f"Model {chosen} is in force." if entry else f"Model {chosen} was in force already.")
    given.after(read_version(settings, chosen)[0])
    _say_keys(settings, given, wanted=keys)


@model.command()
def rollback(keys: Keys = True) -> None:
    """Put the model in force that was so before the present one."""
    settings = Settings.from_environment()
    given = _keys(settings, wanted=keys)
    entry = roll_back(settings, at=datetime.now(UTC), prepare=given.before)
    typer.echo(
        f"Model {entry.version} is in force; that another was being published is taken back."
        if entry.before == entry.version
        else f"Model {entry.version} is in force again, {entry.before} no longer."
    )
    given.after(read_version(settings, entry.version)[0])
    _say_keys(settings, given, wanted=keys)


def _keys(settings: Settings, *, wanted: bool) -> KeysTwice:
    return KeysTwice(lambda model: give_keys(settings, model) if wanted else 0)


def _say_keys(settings: Settings, given: KeysTwice, *, wanted: bool) -> None:
    if wanted and has_graph(settings):
        typer.echo(
            f"{given.records:,} records got its match keys. A running server uses it from its next record on;"
            " persons are looked at anew by `hub resolve`."
        )
    else:
        typer.echo("Match keys were left as they are; `hub resolve` or `hub ingest` sees to them.")


def _resolve(settings: Settings, version: str) -> str:
    if version != "current":
        return version
    current: Model | None = load_model(settings)
    if current is None:
        raise UnknownModel("No model is in force yet; `hub train` learns one.")
    return current.version
