"""`hub link` on small and awkward files: every record in the result, nothing lost, nothing written that is refused."""

from __future__ import annotations

import csv
from random import Random
from typing import TYPE_CHECKING

import pytest

from hub.errors import DuplicateRows, InvalidOutput, UnreadableFeed
from hub.feeds import SourceMapping
from hub.linkage import Linked, link_feeds, open_feeds, require_writable, write_clusters, write_pairs
from identity.standardise import check_digit

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = {"citizen_id": "pid", "given_name": "given", "family_name": "family", "birth_date": "born"}
HEADER = "id,pid,given,family,born"
SOMCHAI = "1104200000018,สมชาย,ใจดี,12/09/2507"
ROWS = (
    f"1,{SOMCHAI}",
    f"2,{SOMCHAI}",
    "3,,สมชาย,ใจดี,12/9/2507",
    "4,,มาลี,ศรีสุข,1/2/2530",
    "5,,มาลี,แซ่ลี้,20/11/2511",
    "6,,,,",
)


def link(directory: Path, *rows: str, fields: dict[str, str] = FIELDS, name: str = "roll.csv") -> Linked:
    path = directory / name
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    mapping = SourceMapping.model_validate({"source": "roll", "record_id": "id", "fields": fields})
    return link_feeds(
        open_feeds([path], [mapping]), quarantine_dir=directory, model=None, seed=1, processes=1
    )


def groups(linked: Linked) -> set[frozenset[str]]:
    clusters = linked.linkage.clusters
    return {
        frozenset(key.removeprefix("roll/") for key, label in clusters.items() if label == one)
        for one in set(clusters.values())
    }


def test_records_too_few_to_learn_from_are_linked_by_conventional_weights(tmp_path: Path) -> None:
    linked = link(tmp_path, *ROWS)
    assert linked.scarce is not None
    assert groups(linked) == {frozenset("123"), frozenset("4"), frozenset("5"), frozenset("6")}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_shortest_files_are_linked_as_well(tmp_path: Path, count: int) -> None:
    linked = link(tmp_path, *(f"{number},{SOMCHAI}" for number in range(count)))
    assert groups(linked) == {frozenset(str(number) for number in range(count))}


@pytest.mark.parametrize("fields", [{"given_name": "given"}, {"birth_date": "born"}])
def test_among_few_records_one_field_alone_joins_nobody(tmp_path: Path, fields: dict[str, str]) -> None:
    assert len(groups(link(tmp_path, *ROWS, fields=fields))) == len(ROWS)


def test_twins_among_few_records_stay_apart(tmp_path: Path) -> None:
    born = "ใจดี,12/09/2560"
    assert len(groups(link(tmp_path, f"1,,ก้องภพ,{born}", f"2,,ณัฐวุฒิ,{born}", f"3,,มาลี,{born}"))) == 3


def test_every_input_record_has_a_row_also_one_of_which_nothing_is_known(tmp_path: Path) -> None:
    linked = link(tmp_path, *ROWS, "7,,ก\x07,ข,")
    write_clusters(tmp_path / "clusters.csv", linked)
    with (tmp_path / "clusters.csv").open(encoding="utf-8", newline="") as file:
        assert [row["record_id"] for row in csv.DictReader(file)] == list("1234567")
    assert linked.quarantined == {tmp_path / "roll.quarantine.csv": 1}


def test_record_ids_with_slashes_quotes_and_blanks_come_out_as_they_went_in(tmp_path: Path) -> None:
    ids = ["a/b", "a//b", "/", "a,b", 'a"b', "ก ข", "roll/1"]
    quoted = (f'"{one.replace(chr(34), chr(34) * 2)}",{SOMCHAI}' for one in ids)
    linked = link(tmp_path, *quoted)
    write_clusters(tmp_path / "clusters.csv", linked)
    write_pairs(tmp_path / "pairs.csv", linked)
    with (tmp_path / "clusters.csv").open(encoding="utf-8", newline="") as file:
        assert [row["record_id"] for row in csv.DictReader(file)] == ids
    with (tmp_path / "pairs.csv").open(encoding="utf-8", newline="") as file:
        paired = {row[side] for row in csv.DictReader(file) for side in ("left_record_id", "right_record_id")}
    assert paired == set(ids)


def test_the_order_of_the_rows_changes_no_cluster(tmp_path: Path) -> None:
    there, back = link(tmp_path, *ROWS), link(tmp_path, *reversed(ROWS))
    assert there.linkage.clusters == back.linkage.clusters


def test_files_of_one_name_in_several_directories_have_a_quarantine_each(tmp_path: Path) -> None:
    mappings: list[SourceMapping] = []
    files: list[Path] = []
    for name in ("one", "two"):
        path = tmp_path / name / "roll.csv"
        path.parent.mkdir()
        path.write_text(f"{HEADER}\n{ROWS[0]}\n,no id,,,\n", encoding="utf-8")
        files.append(path)
        mappings.append(SourceMapping(source=name, record_id="id", fields=FIELDS))
    feeds = open_feeds(files, mappings)
    linked = link_feeds(feeds, quarantine_dir=tmp_path, model=None, seed=1, processes=1)
    assert {path.name: count for path, count in linked.quarantined.items()} == {
        "roll.quarantine.csv": 1,
        "roll.2.quarantine.csv": 1,
    }


def test_a_refused_file_leaves_no_quarantine(tmp_path: Path) -> None:
    with pytest.raises(DuplicateRows, match="1 of 2 rows repeat"):
        link(tmp_path, ROWS[0], ROWS[0], ",no id,,,")
    with pytest.raises(UnreadableFeed, match=r"no row .*2 rows: the record has no id"):
        link(tmp_path, ",no id,,,", ",none,,,")
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]


def test_an_output_that_would_destroy_an_input_or_another_output_is_refused(tmp_path: Path) -> None:
    roll, out = tmp_path / "roll.csv", tmp_path / "out.csv"
    require_writable([out, None, tmp_path / "new" / "pairs.csv"], inputs=[roll])
    for outputs in ([roll], [out, out], [tmp_path]):
        with pytest.raises(InvalidOutput, match="Nothing was written"):
            require_writable(outputs, inputs=[roll])


def hundred_rows() -> list[str]:
    """Rows of which some repeat: a hundred are too few for every level of agreement to be seen."""
    chance = Random(1)
    given = [
        "สมชาย",
        "สมศรี",
        "กิตติ",
        "มาลี",
        "ประเสริฐ",
        "วิไล",
        "อนงค์",
        "สุรชัย",
        "ปราณี",
        "บุญมี",
        "ทองดี",
        "ธนพร",
        "ณัฐพล",
        "สุภาพร",
        "พิชัย",
        "วันเพ็ญ",
        "จันทร์",
        "แก้ว",
    ]
    family = [
        "ใจดี",
        "ศรีสุข",
        "แซ่ลิ้ม",
        "ทองคำ",
        "บุญมา",
        "วงศ์ใหญ่",
        "สุขสม",
        "แก้วมณี",
        "พรหมมา",
        "ชัยชนะ",
        "รักไทย",
        "มั่นคง",
    ]
    rows: list[tuple[str, str]] = []
    while len(rows) < 100:
        twelve = "1" + "".join(str(chance.randrange(10)) for _ in range(11))
        number = twelve + str(check_digit(twelve))
        born = f"{chance.randrange(1, 29):02d}/{chance.randrange(1, 13):02d}/{chance.randrange(2480, 2560)}"
        person = f"{chance.choice(given)},{chance.choice(family)},{born}"
        rows.append((number, person))
        if chance.random() < 0.4:
            rows.append((number if chance.random() > 0.3 else "", person))
    return [f"{place},{number},{person}" for place, (number, person) in enumerate(rows[:100])]


def test_from_forty_to_a_hundred_rows_are_linked_learnt_from_or_not(tmp_path: Path) -> None:
    rows = hundred_rows()
    for length in range(40, 101, 20):
        linked = link(tmp_path, *rows[:length])
        people = {row.split(",", 2)[2] for row in rows[:length]}
        assert len(groups(linked)) == len(people)
