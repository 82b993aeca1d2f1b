"""The six files differ as real ones do, and the hub reads each through its mapping."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from hub.demo.registers import REGISTERS, Register
from hub.feeds import Feed
from hub.feeds.quarantine import Quarantine

if TYPE_CHECKING:
    from pathlib import Path

    from hub.catalogue import SourceCatalogue
    from tests.hub.demo.conftest import Written

NAMES = [register.source for register in REGISTERS]


def _csv_registers() -> list[Register]:
    return [register for register in REGISTERS if register.encoding != "parquet"]


def test_the_registers_differ_in_encoding_and_form() -> None:
    encodings = Counter(register.encoding for register in REGISTERS)
    assert encodings["cp874"] == 2
    assert encodings["parquet"] == 1
    assert encodings["utf-8"] == 2
    assert encodings["utf-8-sig"] == 1


@pytest.mark.parametrize("register", _csv_registers(), ids=lambda register: register.source)
def test_a_file_decodes_in_its_encoding_and_has_one_width(population: Written, register: Register) -> None:
    data = population.summary.files[register.source].read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (register.encoding == "utf-8-sig")
    text = data.decode(register.encoding)
    rows = list(csv.reader(text.splitlines(), delimiter=register.delimiter, strict=True))
    widths = Counter(len(row) for row in rows)
    assert widths.most_common(1)[0][0] == len(rows[0])
    assert sum(widths.values()) - widths[len(rows[0])] <= register.bad_rows


@pytest.mark.parametrize("source", ["dep_disability", "dop_allowance"])
def test_a_cp874_file_is_not_utf_8(population: Written, source: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        population.summary.files[source].read_bytes().decode("utf-8")


@pytest.mark.parametrize("source", NAMES)
def test_exactly_the_bad_rows_go_to_the_quarantine(
    population: Written, catalogue: SourceCatalogue, source: str, tmp_path: Path
) -> None:
    feed = Feed(catalogue.source(source), population.summary.files[source])
    with Quarantine(tmp_path / "quarantine.csv") as quarantine:
        good = sum(1 for _ in feed.records(quarantine))
    assert quarantine.count == population.summary.bad_rows[source] > 0
    assert good == population.summary.records[source]


@pytest.mark.parametrize("source", NAMES)
def test_no_feed_is_refused_as_a_whole(population: Written, catalogue: SourceCatalogue, source: str) -> None:
    inspection = Feed(catalogue.source(source), population.summary.files[source]).inspect()
    assert inspection.most_rows_of_one_person <= 5
    assert inspection.duplicate_rows < 0.1 * inspection.rows


@pytest.mark.parametrize("source", NAMES)
def test_every_mapped_column_is_filled_in_some_rows(
    population: Written, catalogue: SourceCatalogue, source: str
) -> None:
    mapping = catalogue.source(source)
    filled: set[str] = set()
    for record in Feed(mapping, population.summary.files[source]).records():
        filled |= record.values.keys()
        filled |= record.attributes.keys()
    assert filled == mapping.fields.keys() | mapping.attributes.keys()


def test_an_application_for_the_child_grant_has_two_rows(
    population: Written, catalogue: SourceCatalogue
) -> None:
    feed = Feed(catalogue.source("dcy_child_grant"), population.summary.files["dcy_child_grant"])
    roles: dict[str, set[str]] = {}
    for record in feed.records():
        roles.setdefault(record.values["household_id"], set()).add(record.values["relationship"])
    whole = sum("ผู้ยื่นคำขอ" in each and len(each) == 2 for each in roles.values())
    assert whole > 0.97 * len(roles)


def test_the_logbook_lists_households_with_one_head(population: Written, catalogue: SourceCatalogue) -> None:
    feed = Feed(catalogue.source("ops_logbook"), population.summary.files["ops_logbook"])
    heads: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    seen: set[tuple[str, ...]] = set()
    for record in feed.records():
        content = tuple(
            record.values.get(name, "") for name in ("household_id", "citizen_id", "given_name", "birth_date")
        )
        if content in seen:
            continue
        seen.add(content)
        sizes[record.values["household_id"]] += 1
        heads[record.values["household_id"]] += record.values["relationship"] == "หัวหน้าครัวเรือน"
    assert sum(count == 1 for count in heads.values()) > 0.97 * len(sizes)
    assert sum(sizes.values()) / len(sizes) > 2
