"""Feeds that look wrong as a whole are refused before anything is written, with the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.errors import (
    DuplicateRows,
    InvalidMapping,
    MissingColumn,
    TooManyRowsOfOnePerson,
    UnreadableFeed,
    WrongEncoding,
)
from hub.feeds import load_mapping
from tests.hub.feeds.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hub.feeds import Feed


def test_utf8_declared_as_cp874_is_refused(make_feed: Callable[..., Feed]) -> None:
    with pytest.raises(WrongEncoding, match="declares cp874, but all 3 lines with Thai are valid UTF-8"):
        make_feed(encoding="cp874")


def test_cp874_declared_as_utf8_is_refused(make_feed: Callable[..., Feed]) -> None:
    with pytest.raises(WrongEncoding, match="3 of 3 lines"):
        make_feed(encoding="utf-8", written="cp874")


def test_utf8_once_saved_as_cp874_is_refused_as_mojibake(make_feed: Callable[..., Feed]) -> None:
    broken = tuple(row.encode("utf-8").decode("cp874", errors="ignore") for row in GOOD * 3)
    with pytest.raises(WrongEncoding, match="mistaken for CP874"):
        make_feed(broken)


def test_utf16_and_latin1_are_not_taken_for_thai(make_feed: Callable[..., Feed]) -> None:
    with pytest.raises(WrongEncoding, match="UTF-16"):
        make_feed(written="utf-16")
    with pytest.raises(WrongEncoding, match="neither UTF-8"):
        make_feed(tuple(f"{n},,Mr,José Müller,Gonçalves," for n in range(5)), written="latin-1")


def test_a_missing_column_is_named_beside_those_there_are(make_feed: Callable[..., Feed]) -> None:
    with pytest.raises(MissingColumn, match=r"no column dob; the file has birth, fname"):
        make_feed(header="running_no,pid,prefix,fname,lname,birth")


def test_an_empty_file_is_refused(make_feed: Callable[..., Feed], tmp_path: Path) -> None:
    with pytest.raises(UnreadableFeed, match="no row"):
        make_feed(()).inspect()
    feed = make_feed()
    feed.path.write_bytes(b"")
    with pytest.raises(UnreadableFeed, match="empty"):
        type(feed)(feed.mapping, feed.path)


def test_a_file_that_is_half_duplicates_of_itself_is_refused(make_feed: Callable[..., Feed]) -> None:
    once = [f"{n},,นาย,ก{n},ข{n}," for n in range(10)]
    again = [f"{n + 10},,นาย,ก{n},ข{n}," for n in range(10)]
    with pytest.raises(DuplicateRows, match=r"10 of 20 rows .*limit 50%"):
        make_feed((*once, *again)).inspect()
    assert make_feed((*once, *again[:9])).inspect().duplicate_rows == 9


def test_one_row_that_repeats_the_only_other_is_an_accident_and_refuses_nothing(
    make_feed: Callable[..., Feed],
) -> None:
    assert make_feed(("1,,นาย,ก,ข,", "2,,นาย,ก,ข,")).inspect().duplicate_rows == 1


def test_more_than_five_rows_of_one_person_are_refused(make_feed: Callable[..., Feed]) -> None:
    others = [f"{n},,นาย,ก{n},ข{n}," for n in range(10)]
    same_number = [f"{n + 10},3-1002-00158-57-4,นาย,ค{n},ง{n}," for n in range(6)]
    with pytest.raises(TooManyRowsOfOnePerson, match=r"6 rows \(limit 5\)"):
        make_feed((*others, *same_number)).inspect()
    assert make_feed((*others, *same_number[:5])).inspect().most_rows_of_one_person == 5
    allowed = make_feed((*others, *same_number), limits={"records_per_person": 6})
    assert allowed.inspect().most_rows_of_one_person == 6


def test_a_mapping_that_names_an_unknown_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("source: x\nrecord_id: id\nfields: {given: name}\n", encoding="utf-8")
    with pytest.raises(InvalidMapping, match="not canonical fields: given"):
        load_mapping(path)


def test_a_mapping_without_a_record_id_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("source: x\n", encoding="utf-8")
    with pytest.raises(InvalidMapping, match="record_id"):
        load_mapping(path)
