"""Cluster files read for evaluation: truth and result, joined on source and record id."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.errors import DuplicateRows, MissingColumn, UnreadableFeed
from identity.errors import InsufficientData
from identity.evaluate import Evaluation, evaluate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labels:
    """A file of `record_id,cluster_id[,source]`: cluster by (source, record id); source is empty where not given."""

    by_record: dict[tuple[str, str], str]
    has_source: bool

    @property
    def by_key(self) -> dict[str, str]:
        """Cluster by record key (`source/record_id`)."""
        return {f"{source}/{record_id}": cluster for (source, record_id), cluster in self.by_record.items()}


@dataclass(frozen=True, slots=True)
class Grade:
    """An evaluation and what did not join: records of the truth without a cluster count as alone."""

    evaluation: Evaluation
    without_cluster: int
    without_truth: int


def read_labels(path: Path) -> Labels:
    """Read a truth or clusters file, or a households file, whose `household_cluster_id` is taken for the cluster.

    A row without a cluster says nothing about its record. A missing column, a row without a record and a
    repeated record are refused.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            place = _columns(path, [name.strip() for name in next(reader, [])])
            rows = [(cells, reader.line_num) for cells in reader if any(cell.strip() for cell in cells)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFeed(f"{path}: cannot be read as UTF-8 CSV.") from error
    by_record: dict[tuple[str, str], str] = {}
    for cells, line in rows:
        record = (_cell(cells, place.get("source")), _cell(cells, place["record_id"]))
        if not record[1]:
            raise UnreadableFeed(f"{path}: line {line} names no record.")
        if record in by_record:
            raise DuplicateRows(f"{path}: line {line} repeats a record of an earlier line.")
        by_record[record] = _cell(cells, place["cluster_id"])
    known = {record: cluster for record, cluster in by_record.items() if cluster}
    return Labels(known, "source" in place)


def _columns(path: Path, names: Sequence[str]) -> dict[str, int]:
    place = {name: index for index, name in enumerate(names)}
    if "cluster_id" not in place and "household_cluster_id" in place:
        place["cluster_id"] = place["household_cluster_id"]
    missing = [name for name in ("record_id", "cluster_id") if name not in place]
    if missing:
        raise MissingColumn(
            f"{path}: no column {', '.join(missing)}; record_id,cluster_id[,source] is expected."
        )
    return place


def _cell(cells: Sequence[str], index: int | None) -> str:
    return cells[index].strip() if index is not None and index < len(cells) else ""


def grade(truth: Labels, clusters: Labels) -> Grade:
    """Evaluate clusters against the truth over the records of the truth."""
    if truth.has_source != clusters.has_source:
        truth, clusters = _without_source(truth), _without_source(clusters)
    expected, found = truth.by_key, clusters.by_key
    if not expected.keys() & found.keys():
        raise InsufficientData(
            "no record of the truth is in the clusters: do the record ids and the sources agree?"
        )
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
