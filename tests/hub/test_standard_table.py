"""Standardising in several processes gives the same table, in the same order, as in one."""

from __future__ import annotations

from hub import standard_table
from hub.standard_table import batches
from identity.records import RawRecord, standard_schema


def test_several_processes_give_the_same_table_as_one() -> None:
    thai = [
        RawRecord("roll", str(n), {"given_name": f"สมชาย{n}", "birth_date": "12/09/2507"})
        for n in range(25_000)
    ]
    english = [
        RawRecord("survey", str(n), {"given_name": f"John {n}"}, {"work": "baker"}) for n in range(6_000)
    ]
    # More than are kept in one process, and some batches beyond those looked at first.
    assert len(thai) + len(english) > standard_table._FEW + 2 * standard_table._CHUNK
    work = [*batches(thai, locale="th", attributes=()), *batches(english, locale="en", attributes=("work",))]
    one = standard_table.standard_table(iter(work), processes=1)
    two = standard_table.standard_table(iter(work), processes=2)
    assert two.equals(one)
    assert one["key"].to_pylist() == [record.key for record in (*thai, *english)]
    assert one["attr_work"].null_count == len(thai)


def test_no_records_make_an_empty_table_with_every_column() -> None:
    table = standard_table.standard_table(iter(()), processes=2)
    assert table.num_rows == 0
    assert table.schema == standard_schema()
