"""Truth and clusters are joined on source and record id; what does not join is told, not counted silently."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from hub.errors import DuplicateRows, MissingColumn, UnreadableFeed
from hub.grading import grade, grade_households, read_labels, read_strata
from identity.errors import InsufficientData
from identity.strata import Share

if TYPE_CHECKING:
    from pathlib import Path

    from hub.grading import Labels


NUMBERS = count()


def labels(directory: Path, text: str) -> Labels:
    path = directory / f"{next(NUMBERS)}.csv"
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


def test_a_file_that_is_not_there_or_none_is_not_taken_for_one_that_is_no_csv(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFeed, match=r"none\.csv: no such file"):
        read_labels(tmp_path / "none.csv")
    with pytest.raises(UnreadableFeed, match="cannot be opened and read"):
        read_strata(tmp_path)


def strata(directory: Path, text: str) -> Path:
    path = directory / "strata.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_strata_are_graded_beside_the_whole(tmp_path: Path) -> None:
    truth = labels(tmp_path, "record_id,cluster_id,source\n1,ann,s\n2,bea,s\n3,ann,t\n")
    found = labels(tmp_path, "record_id,cluster_id,source\n1,x,s\n2,x,s\n")
    twins = strata(tmp_path, "record_id,stratum,source,counterpart\n1,twin,s,bea\n2,twin,s,ann\n")
    mark = grade(truth, found, strata=read_strata(twins)).strata["twin"]
    assert mark.merged_persons == Share(1, 1)
    assert mark.held == Share(0, 1), "a record that was not clustered counts as alone"


def test_strata_follow_where_the_sources_are_dropped(tmp_path: Path) -> None:
    truth = labels(tmp_path, "record_id,cluster_id,source\n1,ann,s\n2,ann,s\n")
    found = labels(tmp_path, "record_id,cluster_id\n1,x\n2,x\n")
    named = read_strata(strata(tmp_path, "record_id,stratum,source\n1,some,s\n"))
    assert grade(truth, found, strata=named).strata["some"].recall_across == Share(1, 1)


def test_strata_of_other_records_are_refused(tmp_path: Path) -> None:
    truth = labels(tmp_path, "record_id,cluster_id,source\n1,ann,s\n")
    with pytest.raises(InsufficientData, match="no record of the strata"):
        grade(truth, truth, strata=read_strata(strata(tmp_path, "record_id,stratum,source\n1,some,other\n")))


def test_a_file_without_strata_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match="no column stratum"):
        read_strata(strata(tmp_path, "record_id,source\n1,s\n"))


def test_households_are_graded_by_pairs_of_persons(tmp_path: Path) -> None:
    truth = labels(tmp_path, "record_id,cluster_id,source\n1,ann,s\n2,ann,s\n3,bea,s\n")
    homes = labels(tmp_path, "record_id,household_cluster_id,source\n1,h,s\n2,h,s\n3,h,s\n")
    found = labels(tmp_path, "record_id,household_cluster_id\n1,k\n2,k\n3,k\n")
    mark = grade_households(truth, homes, found)
    assert (mark.records, mark.found_pairs, mark.pair_f1) == (2, 1, 1.0)
