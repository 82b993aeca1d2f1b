"""The figures of comparisons of two models: publishing asks for them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from hub.errors import DamagedHistory, ModelNotCompared, TooManyChanges
from hub.models import model_path, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from hub.model_card import ModelCard
    from hub.settings import Settings
    from identity.comparing_models import Changes

MOST_CHANGED = 0.02
"""A new model corrects few persons. Where it would change more than one in fifty, something else has changed as well,
and somebody should have looked at who they are."""
LEAST_COMPARED = 0.5
"""A comparison on fewer records than this share of those that either model was learnt from says little of the others."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """On how many records two models were compared, and which share of the persons changed."""

    records: int
    changed_share: float


def keep_comparison(
    settings: Settings, versions: tuple[str, str], changes: Changes, *, origin: str, at: datetime
) -> Path | None:
    """Keep the figures of a comparison of two versions in place of an earlier one, unless that one was made on more
    records: then None, and what is kept stays."""
    path = _comparison_path(settings, *versions)
    if path.exists() and _records(path) > changes.records:
        return None
    plain = {
        "before": versions[0],
        "after": versions[1],
        "compared_at": at.isoformat(timespec="seconds"),
        "origin": origin,
        **changes.as_dict(),
    }
    replace_file(path, orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode())
    return path


def _comparison_path(settings: Settings, before: str, after: str) -> Path:
    return model_path(settings).parent / "comparisons" / f"{before}-{after}.json"


def _records(path: Path) -> int:
    """On how many records a kept comparison was made; 0 of one that cannot be read, which stands in nobody's way."""
    try:
        return _read(path).records
    except DamagedHistory:
        return 0


def kept_comparison(settings: Settings, before: str, after: str) -> Comparison:
    """What a kept comparison found. Raises ModelNotCompared when there is none, DamagedHistory when it cannot be read."""
    path = _comparison_path(settings, before, after)
    if not path.exists():
        raise ModelNotCompared(
            f"Model {after} was not compared with {before}, which is in force; do so with"
            f" `hub model compare {before} {after}`."
        )
    return _read(path)


def _read(path: Path) -> Comparison:
    try:
        found: dict[str, Any] = orjson.loads(path.read_bytes())
        return Comparison(int(found["records"]), float(found["changed_share"]))
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedHistory(f"{path}: is no comparison of two models; compare them again.") from error


def require_harmless(version: str, compared: Comparison, cards: Iterable[ModelCard | None]) -> None:
    """Raise ModelNotCompared where a version was compared on few of the records that the models of these cards were learnt
    from, TooManyChanges where it changes very many persons."""
    learnt_from = max((card.records for card in cards if card is not None), default=0)
    if compared.records < LEAST_COMPARED * learnt_from:
        raise ModelNotCompared(
            f"Model {version} was compared with the one in force on {compared.records:,} records, and these models were learnt"
            f" from up to {learnt_from:,}; compare them on more, or say --yes if that will do."
        )
    if compared.changed_share > MOST_CHANGED:
        raise TooManyChanges(
            f"Model {version} changes {compared.changed_share:.1%} of the persons, more than {MOST_CHANGED:.0%}; look at the"
            " comparison, and say --yes if that is wanted."
        )


def write_changes(path: Path, changes: Changes) -> None:
    """Write one row a record of a change; the rows of one change have one number. A cluster goes by the key of one of
    its records."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # It may name records of sealed sources.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("change", "kind", "source", "record_id", "cluster_before", "cluster_after"))
        for number, change in enumerate(changes.changes, start=1):
            for key, before, after in change.records:
                source, _, record_id = key.partition("/")
                writer.writerow((number, change.kind, source, record_id, before, after))
