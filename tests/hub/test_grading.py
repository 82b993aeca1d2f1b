"""Truth and clusters are joined on source and record id; what does not join is told, not counted silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.errors import DuplicateRows, MissingColumn, UnreadableFeed
from hub.grading import grade, read_labels
from identity.errors import InsufficientData

if TYPE_CHECKING:
    from pathlib import Path

    from hub.grading import Labels


def labels(directory: Path, text: str) -> Labels:
    path = directory / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return read_labels(path)


def test_a_households_file_is_graded_by_its_household(tmp_path: Path) -> None:
    read = labels(tmp_path, "record_id,household_cluster_id,source\n1,h,s\n")
    assert read.by_record == {("s", "1"): "h"}


def test_a_record_without_a_cluster_counts_as_alone(tmp_path: Path) -> None:
    truth = labels(tmp_path, "record_id,cluster_id\n1,a\n2,a\n3,\n")
    found = labels(tmp_path, "record_id,cluster_id\n 1 ,x\n2\n3,y\n")
    result = grade(truth, found)
    assert result.evaluation.records == 2
    assert (result.evaluation.pair_recall, result.without_cluster, result.without_truth) == (0.0, 1, 1)


def test_files_that_share_no_record_are_not_graded(tmp_path: Path) -> None:
    truth = labels(tmp_path, "record_id,cluster_id,source\n1,a,roll\n")
    with pytest.raises(InsufficientData, match="do the record ids and the sources agree"):
        grade(truth, labels(tmp_path, "record_id,cluster_id,source\n1,a,list\n"))


@pytest.mark.parametrize(
    ("text", "refusal", "told"),
    [
        ("record_id,cluster\n1,a\n", MissingColumn, "no column cluster_id"),
        ("record_id,cluster_id\n1,a\n1,b\n", DuplicateRows, "line 3"),
        ("record_id,cluster_id\n1,a\n,b\n", UnreadableFeed, "line 3 names no record"),
        ('record_id,cluster_id\n1,"a"b\n', UnreadableFeed, "cannot be read"),
        ("", MissingColumn, "record_id, cluster_id"),
    ],
)
def test_a_file_that_is_no_clustering_is_refused(
    tmp_path: Path, text: str, refusal: type[Exception], told: str
) -> None:
    with pytest.raises(refusal, match=told):
        labels(tmp_path, text)
