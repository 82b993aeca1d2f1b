"""The figures of comparisons of two models: publishing asks for them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import orjson

from hub.errors import DamagedHistory, ModelNotCompared
from hub.models import model_path, replace_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hub.settings import Settings
    from identity.comparing_models import Changes


def keep_comparison(
    settings: Settings, versions: tuple[str, str], changes: Changes, *, origin: str, at: datetime
) -> Path:
    """Keep the figures of a comparison of two versions, the later one over the earlier."""
    path = _comparison_path(settings, *versions)
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


def changed_share(settings: Settings, before: str, after: str) -> float:
    """The share of persons that change, as a kept comparison found it. Raises ModelNotCompared when there is none."""
    path = _comparison_path(settings, before, after)
    if not path.exists():
        raise ModelNotCompared(
            f"Model {after} was not compared with {before}, which is in force; do so with"
            f" `hub model compare {before} {after}`."
        )
    try:
        found: dict[str, Any] = orjson.loads(path.read_bytes())
        return float(found["changed_share"])
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedHistory(f"{path}: is no comparison of two models; compare them again.") from error


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
