"""Cluster files read for evaluation: truth and result, joined on source and record id."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.errors import DuplicateRows, MissingColumn, UnreadableFeed
from identity.evaluate import Evaluation, evaluate

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labels:
    """A file of `record_id,cluster_id[,source]`: cluster by (source, record id); source is empty where not given."""

    by_record: dict[tuple[str, str], str]
    has_source: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """An evaluation and what did not join: records of the truth without a cluster count as alone."""

    evaluation: Evaluation
    without_cluster: int
    without_truth: int


def read_labels(path: Path) -> Labels:
    """Read a truth or clusters file; a missing column or a repeated record is refused with its name."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or []
            missing = [name for name in ("record_id", "cluster_id") if name not in columns]
            if missing:
                raise MissingColumn(
                    f"{path}: no column {', '.join(missing)}; record_id,cluster_id[,source] is expected."
                )
            rows = [(row.get("source") or "", row["record_id"], row["cluster_id"]) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFeed(f"{path}: cannot be read as UTF-8 CSV.") from error
    by_record = {(source, record_id): cluster for source, record_id, cluster in rows}
    if len(by_record) < len(rows):
        raise DuplicateRows(f"{path}: {len(rows) - len(by_record):,} rows repeat an earlier record.")
    return Labels(by_record, "source" in columns)


def grade(truth: Labels, clusters: Labels) -> Grade:
    """Evaluate clusters against the truth over the records of the truth."""
    if truth.has_source != clusters.has_source:
        truth, clusters = _without_source(truth), _without_source(clusters)
    expected = {f"{source}/{record}": cluster for (source, record), cluster in truth.by_record.items()}
    found = {f"{source}/{record}": cluster for (source, record), cluster in clusters.by_record.items()}
    alone = {key: found.get(key, f"\0{key}") for key in expected}
    return Grade(
        evaluation=evaluate(expected, alone),
        without_cluster=sum(key not in found for key in expected),
        without_truth=sum(key not in expected for key in found),
    )


def _without_source(labels: Labels) -> Labels:
    stripped = {("", record): cluster for (_, record), cluster in labels.by_record.items()}
    if len(stripped) < len(labels.by_record):
        raise DuplicateRows(
            "One file names sources and the other does not, and record ids repeat across sources."
        )
    return Labels(stripped, has_source=False)
