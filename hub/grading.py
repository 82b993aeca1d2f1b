"""Cluster files read for evaluation: truth, result, strata and households, joined on source and record id."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hub.errors import DuplicateRows, MissingColumn, UnreadableFeed
from identity.errors import InsufficientData
from identity.evaluate import Evaluation, evaluate
from identity.strata import Strata, StratumMark, evaluate_households, measure_strata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labels:
    """A file of `record_id,cluster_id[,source]`: cluster by (source, record id); source is empty where not given."""

    by_record: dict[tuple[str, str], str]
    has_source: bool

    @staticmethod
    def of_keys(clusters: Mapping[str, str]) -> Labels:
        """From cluster by record key."""
        parted = ((key.partition("/"), cluster) for key, cluster in clusters.items())
        return Labels({(source, record): cluster for (source, _, record), cluster in parted}, has_source=True)

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
    strata: Mapping[str, StratumMark] = field(default_factory=dict[str, StratumMark])
    households: Evaluation | None = None

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain data."""
        plain = self.evaluation.as_dict()
        plain |= {"without_cluster": self.without_cluster, "without_truth": self.without_truth}
        if self.households is not None:
            plain["households"] = self.households.as_dict()
        if self.strata:
            plain["strata"] = {name: mark.as_dict() for name, mark in self.strata.items()}
        return plain


def read_labels(path: Path) -> Labels:
    """Read a truth or clusters file, or a households file, whose `household_cluster_id` is taken for the cluster.

    A row without a cluster says nothing about its record. A missing column, a row without a record and a
    repeated record are refused.
    """
    by_record: dict[tuple[str, str], str] = {}
    has_source = False
    for line, row in _rows(path, ("record_id", "cluster_id")):
        has_source = "source" in row
        record = (row.get("source", ""), row["record_id"])
        if record in by_record:
            raise DuplicateRows(f"{path}: line {line} repeats a record of an earlier line.")
        by_record[record] = row["cluster_id"]
    known = {record: cluster for record, cluster in by_record.items() if cluster}
    return Labels(known, has_source)


def read_strata(path: Path) -> Strata:
    """Read a strata file, `record_id,stratum[,source][,counterpart]`: a row for each stratum a record is in, and where
    the record could be taken for another person, for each such person, by the label it has in the truth."""
    rows = _rows(path, ("record_id", "stratum"))
    return Strata.of(
        (row["stratum"], f"{row.get('source', '')}/{row['record_id']}", row.get("counterpart", ""))
        for _, row in rows
        if row["stratum"]
    )


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column name; blank lines are passed over, a row that names no record is refused."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            place = _columns(path, [name.strip() for name in next(reader, [])], needed)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                row = {name: _cell(cells, index) for name, index in place.items()}
                if not row["record_id"]:
                    raise UnreadableFeed(f"{path}: line {reader.line_num} names no record.")
                yield reader.line_num, row
    except OSError as error:
        told = "no such file" if isinstance(error, FileNotFoundError) else "cannot be opened and read"
        raise UnreadableFeed(f"{path}: {told}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFeed(f"{path}: cannot be read as UTF-8 CSV.") from error


def _columns(path: Path, names: Sequence[str], needed: tuple[str, ...]) -> dict[str, int]:
    place = {name: index for index, name in enumerate(names)}
    if "cluster_id" not in place and "household_cluster_id" in place:
        place["cluster_id"] = place["household_cluster_id"]
    missing = [name for name in needed if name not in place]
    if missing:
        raise MissingColumn(
            f"{path}: no column {', '.join(missing)}; {','.join(needed)}[,source] is expected."
        )
    return place


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""


def grade(truth: Labels, clusters: Labels, *, strata: Strata | None = None) -> Grade:
    """Evaluate clusters against the truth over the records of the truth, and over each stratum of them.

    Raises DuplicateRows where only one of the two names sources and record ids repeat across them, InsufficientData
    where they have no record in common, or the strata have none in common with them.
    """
    expected, found = _by_common_keys(truth, clusters)
    if not expected.keys() & found.keys():
        raise InsufficientData(
            "no record of the truth is in the clusters: do the record ids and the sources agree?"
        )
    alone = {key: found.get(key, f"\0{key}") for key in expected}
    return Grade(
        evaluation=evaluate(expected, alone),
        without_cluster=sum(key not in found for key in expected),
        without_truth=sum(key not in expected for key in found),
        strata=_grade_strata(expected, alone, strata) if strata else {},
    )


def _grade_strata(
    truth: Mapping[str, str], clusters: Mapping[str, str], strata: Strata
) -> dict[str, StratumMark]:
    if all(key.startswith("/") for key in truth):
        strata = strata.renamed(lambda key: "/" + key.partition("/")[2])
    if all(members.isdisjoint(truth) for members in strata.members.values()):
        raise InsufficientData(
            "no record of the strata is in the truth: do the record ids and the sources agree?"
        )
    return measure_strata(truth, clusters, strata)


def grade_households(truth: Labels, true_homes: Labels, found_homes: Labels) -> Evaluation:
    """Households by pairs of different persons of the truth, from three files about the same records."""
    return evaluate_households(*_by_common_keys(truth, true_homes, found_homes))


def _by_common_keys(*labels: Labels) -> list[dict[str, str]]:
    """Each by record key; without the sources where one of them names none."""
    if len({one.has_source for one in labels}) > 1:
        return [_without_source(one).by_key for one in labels]
    return [one.by_key for one in labels]


def _without_source(labels: Labels) -> Labels:
    stripped = {("", record): cluster for (_, record), cluster in labels.by_record.items()}
    if len(stripped) < len(labels.by_record):
        raise DuplicateRows(
            "One file names sources and the other does not, and record ids repeat across sources."
        )
    return Labels(stripped, has_source=False)
