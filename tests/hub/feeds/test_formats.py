"""Files as clerks send them: any usual delimiter, trailing ones, odd headers, workbooks by mistake, Parquet of any type."""

from __future__ import annotations

import gzip
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from hub.errors import InvalidMapping, UnreadableFeed, WrongEncoding
from hub.feeds import Feed, SourceMapping, load_mapping
from tests.hub.feeds.conftest import GOOD, HEADER, MAPPING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hub.feeds import Quarantine


def write(path: Path, columns: dict[str, Any]) -> Feed:
    parquet.write_table(pa.table(columns), path)
    return Feed(SourceMapping.model_validate(MAPPING), path)


def people(**columns: Any) -> dict[str, Any]:
    plain = {"running_no": ["1"], "pid": [""], "prefix": ["นาย"], "fname": ["ก"], "lname": ["ข"], "dob": [""]}
    return plain | columns


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_that_the_mapping_does_not_name_is_told_by_the_header(
    make_feed: Callable[..., Feed], delimiter: str
) -> None:
    plain = list(make_feed().records())
    rows = tuple(row.replace(",", delimiter) for row in GOOD)
    assert list(make_feed(rows, header=HEADER.replace(",", delimiter)).records()) == plain


def test_a_delimiter_that_the_mapping_names_is_not_guessed(make_feed: Callable[..., Feed]) -> None:
    with pytest.raises(UnreadableFeed, match="no row"):
        make_feed((), delimiter=",").inspect()
    with pytest.raises(Exception, match="no column"):
        make_feed(GOOD, delimiter=";")


def test_delimiters_at_the_end_of_rows_or_of_the_header_change_nothing(
    make_feed: Callable[..., Feed], quarantine: Quarantine
) -> None:
    plain = list(make_feed().records())
    with quarantine:
        assert list(make_feed(tuple(f"{row},," for row in GOOD)).records(quarantine)) == plain
        assert list(make_feed(header=f"{HEADER},").records(quarantine)) == plain
    assert quarantine.count == 0


def test_a_value_beyond_the_last_column_is_still_a_bad_row(
    make_feed: Callable[..., Feed], quarantine: Quarantine
) -> None:
    with quarantine:
        list(make_feed((f"{GOOD[0]},more",)).records(quarantine))
    assert quarantine.reasons == {"7 columns where the header has 6": 1}


def test_a_column_is_found_however_its_name_was_typed(make_feed: Callable[..., Feed]) -> None:
    fields = MAPPING["fields"] | {"sub_district": " ตำบล "}
    # Sara am as two characters, a zero-width blank, a no-break blank.
    feed = make_feed((f"{GOOD[0]},สุเทพ",), header=f"{HEADER},\u200bต\u0e4d\u0e32บล\u00a0", fields=fields)
    assert next(feed.records()).values["sub_district"] == "สุเทพ"


def test_blank_lines_before_the_header_are_passed_over(make_feed: Callable[..., Feed]) -> None:
    assert len(list(make_feed(header=f"\n\n{HEADER}").records())) == 3


def test_a_mapped_column_that_is_there_twice_is_refused(make_feed: Callable[..., Feed]) -> None:
    with pytest.raises(UnreadableFeed, match="more than one column is named fname"):
        make_feed(tuple(f"{row},x" for row in GOOD), header=f"{HEADER},fname")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(b"a,b\n", mtime=0), "gzip"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel workbook"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "roll.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFeed, match=told):
        Feed(SourceMapping.model_validate(MAPPING), path)


def test_a_directory_is_refused_as_such(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFeed, match="is a directory"):
        Feed(SourceMapping.model_validate(MAPPING), tmp_path)


def test_utf16_is_read_where_it_is_declared_and_told_without_a_mark_as_well(
    make_feed: Callable[..., Feed],
) -> None:
    plain = list(make_feed().records())
    assert list(make_feed(written="utf-16", encoding="utf-16").records()) == plain
    assert list(make_feed(written="utf-16-le", encoding="utf-16-le").records()) == plain
    with pytest.raises(WrongEncoding, match="UTF-16"):
        make_feed(written="utf-16-le")


@pytest.mark.parametrize("name", ["windows-874", "TIS-620", "cp874"])
def test_the_thai_code_page_has_several_names(make_feed: Callable[..., Feed], name: str) -> None:
    assert len(list(make_feed(written="cp874", encoding=name).records())) == 3


def test_one_very_long_cell_costs_its_own_row_only(
    make_feed: Callable[..., Feed], quarantine: Quarantine
) -> None:
    with quarantine:
        good = list(make_feed((*GOOD, f"4,,นาย,{'ก' * 200_000},ข,")).records(quarantine))
    assert len(good) == 3
    assert quarantine.reasons == {"longer than 300 characters": 1}


def test_parquet_numbers_bytes_and_nan_become_what_a_clerk_would_type(tmp_path: Path) -> None:
    number = pa.array([Decimal("3100200158574.00")], pa.decimal128(15, 2))
    columns = people(pid=number, fname=[b"\xe0\xb8\x81"], lname=[float("nan")], running_no=[7.0])
    record = next(write(tmp_path / "roll.parquet", columns).records())
    assert record.record_id == "7"
    assert record.values == {"citizen_id": "3100200158574", "title": "นาย", "given_name": "ก"}


def test_a_parquet_file_is_known_by_its_content(tmp_path: Path) -> None:
    for name in ("roll.PARQUET", "roll.csv", "roll"):
        assert len(list(write(tmp_path / name, people()).records())) == 1


def test_a_damaged_parquet_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    feed = write(tmp_path / "roll.parquet", people(fname=["ก" * 900]))
    content = bytearray(feed.path.read_bytes())
    place = content.index(b"\x15", 60)
    content[60 : place + 60] = bytes(place)
    feed.path.write_bytes(content)
    with pytest.raises(UnreadableFeed, match="damaged"):
        list(feed.records())


def test_every_row_with_an_id_is_a_record_where_that_is_asked(
    make_feed: Callable[..., Feed], quarantine: Quarantine
) -> None:
    rows = (GOOD[0], "2,,,,,", "3,,นาย,ก\x07,ข,", ",,นาย,ไม่มี,เลข,")
    with quarantine:
        records = list(make_feed(rows).records(quarantine, every_row=True))
    assert [record.record_id for record in records] == ["1", "2", "3"]
    assert records[1].values == {}
    assert records[2].values == {"title": "นาย", "family_name": "ข"}
    assert quarantine.reasons == {"a control character": 1, "the record has no id": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "lines are expected"),
        ("- a\n", "lines are expected"),
        ("a: [\n", "line 2"),
        ("source: s\nrecord_id: a\nfields: {phone: a, phone: b}\n", "phone is given twice"),
        ("source: s\nrecord_id: a\nencoding: base64\n", "not an encoding of text"),
    ],
)
def test_a_wrong_mapping_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidMapping, match=told) as refused:
        load_mapping(path)
    assert "\n" not in str(refused.value)
