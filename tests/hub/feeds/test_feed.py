"""Reading a feed: good rows become records as sent, bad rows go to the quarantine and come back."""

from __future__ import annotations

import csv
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as parquet

from hub.feeds import Feed, SourceMapping
from tests.hub.feeds.conftest import GOOD, MAPPING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.feeds import Quarantine


def test_a_record_keeps_what_was_sent_under_canonical_names(make_feed: Callable[..., Feed]) -> None:
    third = list(make_feed().records())[2]
    assert third.key == "dop_allowance/3"
    assert third.values == {
        "title": "นาย",
        "given_name": "ประเสริฐ",
        "family_name": "แซ่ลิ้ม",
        "birth_date": "๑๒ ก.ย. ๒๔๘๘",
    }
    assert third.line == 4


def test_the_same_rows_in_cp874_utf8_and_utf8_with_bom_give_the_same_records(
    make_feed: Callable[..., Feed],
) -> None:
    plain = list(make_feed().records())
    assert len(plain) == 3
    assert list(make_feed(written="cp874").records()) == plain
    assert list(make_feed(written="utf-8-sig").records()) == plain


def test_parquet_values_become_text(tmp_path: Path) -> None:
    path = tmp_path / "roll.parquet"
    columns = {
        "running_no": [1, 2],
        "pid": [3100200158574.0, None],
        "prefix": ["นาง", ""],
        "fname": ["ก", "ข"],
    }
    table = pa.table({**columns, "lname": ["ค", "ง"], "dob": pa.array([0, 1], pa.date32())})
    parquet.write_table(table, path)
    first, second = Feed(SourceMapping.model_validate({**MAPPING, "format": "parquet"}), path).records()
    assert first.values["citizen_id"] == "3100200158574"
    assert second.values == {"given_name": "ข", "family_name": "ง", "birth_date": "1970-01-02"}


def test_bad_rows_are_put_aside_with_line_field_value_and_reason(
    make_feed: Callable[..., Feed], quarantine: Quarantine
) -> None:
    rows = (*GOOD, ",3100200158574,นาง,ไม่มี,เลข,", "5,too,few", "6,,,,,", "7,,นาย,ก\x07,ข,", "1,,นาย,ซ้ำ,เลข,")
    feed = make_feed(rows)
    inspection = feed.inspect()
    with quarantine:
        good = list(feed.records(quarantine, repeated_ids=inspection.repeated_ids))
    with quarantine.path.open(encoding="utf-8", newline="") as file:
        told = {(row["_line"], row["_field"], row["_reason"]) for row in csv.DictReader(file)}
    assert [record.record_id for record in good] == ["1", "2", "3"]
    assert told == {
        ("5", "record_id", "the record has no id"),
        ("6", "", "3 columns where the header has 6"),
        ("7", "", "the row says nothing about a person"),
        ("8", "given_name", "a control character"),
        ("9", "record_id", "an earlier line of this file has the same record id"),
    }
    assert stat.S_IMODE(quarantine.path.stat().st_mode) == 0o600


def test_a_quote_left_open_costs_its_own_line_only(
    make_feed: Callable[..., Feed], quarantine: Quarantine
) -> None:
    rows = (GOOD[0], '2,,"นาย,กิตติ,ศรีสุข,', *(f"{number},,นาย,ก{number},ข," for number in range(3, 90)))
    with quarantine:
        good = [record.record_id for record in make_feed(rows).records(quarantine)]
    assert good == ["1", *(str(number) for number in range(3, 90))]
    assert quarantine.count == 1


def test_a_quoted_value_may_span_lines(make_feed: Callable[..., Feed]) -> None:
    records = list(make_feed(('1,,นาย,"สม\nชาย","ใจ ""ดี""",', GOOD[1])).records())
    assert records[0].values["given_name"] == "สม\nชาย"
    assert records[0].values["family_name"] == 'ใจ "ดี"'
    assert [record.line for record in records] == [2, 4]


def test_a_few_rows_that_do_not_decode_are_put_aside(tmp_path: Path, quarantine: Quarantine) -> None:
    good = [f"{number},,นาย,ก{number},ข," for number in range(300)]
    content = "\n".join([*("running_no,pid,prefix,fname,lname,dob",), *good, ""]).encode()
    path = tmp_path / "roll.csv"
    path.write_bytes(content + b"301,,\xb9\xd2\xc2,\xa1,\xa2,\n")
    with quarantine:
        records = list(Feed(SourceMapping.model_validate(MAPPING), path).records(quarantine))
    assert len(records) == 300
    assert "bytes that are not in the file's encoding" in quarantine.path.read_text(encoding="utf-8")


def test_a_corrected_quarantine_file_is_replayed(
    make_feed: Callable[..., Feed], quarantine: Quarantine
) -> None:
    feed = make_feed((GOOD[0], "2,,นาย,กิ\x07ตติ,ศรีสุข,"))
    with quarantine:
        list(feed.records(quarantine))
    corrected = quarantine.path.read_text(encoding="utf-8").replace("\x07", "")
    quarantine.path.write_text(corrected, encoding="utf-8")
    replayed = list(Feed(feed.mapping, quarantine.path).records())
    assert [(record.key, record.values["given_name"]) for record in replayed] == [("dop_allowance/2", "กิตติ")]


READ_A_FEED = """
import sys
from pathlib import Path
from hub.feeds import Feed, SourceMapping
feed = Feed(SourceMapping(source="s", record_id="id", fields={"given_name": "name", "citizen_id": "pid"}), Path(sys.argv[1]))
rows = feed.inspect().rows
assert sum(1 for _ in feed.records()) == rows
status = Path("/proc/self/status").read_text()
print(rows, next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))
"""


def test_a_file_a_hundred_times_larger_needs_no_more_memory(tmp_path: Path) -> None:
    peak = {rows: _peak_kilobytes(tmp_path, rows) for rows in (3_000, 300_000)}
    assert peak[300_000] - peak[3_000] < 12_000, peak


def _peak_kilobytes(directory: Path, rows: int) -> int:
    path = directory / f"{rows}.csv"
    path.write_text("id,name,pid\n" + "".join(f"{n},ก{n},\n" for n in range(rows)), encoding="utf-8")
    run = [sys.executable, "-c", READ_A_FEED, str(path)]
    out = subprocess.run(run, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    counted, kilobytes = out.stdout.split()
    assert int(counted) == rows
    return int(kilobytes)
