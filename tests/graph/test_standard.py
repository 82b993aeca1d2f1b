"""The standardised row beside a record: the columns of the table, and the same text for the same row."""

from __future__ import annotations

import pyarrow as pa

from graph.standard import from_text, standard_rows, to_text
from identity.standardise import standardise_records
from tests.graph.rules.town import town


def test_a_kept_row_holds_every_value_of_the_table_and_no_empty_column() -> None:
    records = list(town()[:20])
    table = pa.Table.from_batches([standardise_records(records, locale="th")])
    rows = [{name: value for name, value in row.items() if value is not None} for row in table.to_pylist()]
    assert standard_rows(records, locale="th") == rows
    assert [from_text(to_text(row)) for row in rows] == rows


def test_equal_rows_are_equal_texts_whatever_the_order_of_their_columns() -> None:
    assert to_text({"phone": "081", "key": "a/1", "email": None}) == to_text({"key": "a/1", "phone": "081"})


def test_attributes_of_one_record_are_columns_beside_those_of_another() -> None:
    first, second = town()[:2]
    first = type(first)(first.source, first.record_id, first.values, {"occupation": "ทำนา"})
    rows = standard_rows([first, second], locale="th")
    assert rows[0]["attr_occupation"] == "ทำนา"
    assert "attr_occupation" not in rows[1]
