"""The standard table: exactly its schema, and a row for every record, however little it holds."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.records import CANONICAL_FIELDS, RELATIONSHIPS, RawRecord, standard_schema
from identity.standardise import standardise_records, standardise_relationship, standardise_sex

_VALUES = st.dictionaries(st.sampled_from(CANONICAL_FIELDS), st.text(max_size=30), max_size=8)


def _row(values: dict[str, str], locale: str = "th") -> dict[str, object]:
    return standardise_records([RawRecord("roll", "1", values)], locale=locale).to_pylist()[0]


@given(_VALUES, st.sampled_from(["th", "en"]))
def test_any_values_make_one_row_of_the_schema(values: dict[str, str], locale: str) -> None:
    batch = standardise_records([RawRecord("roll", "1", values)], locale=locale)
    assert batch.schema == standard_schema()
    assert batch.num_rows == 1


def test_no_records_make_an_empty_table_of_the_schema() -> None:
    assert standardise_records([], locale="th", attributes=("occ",)).schema == standard_schema(("occ",))


def test_the_function_travels_to_worker_processes() -> None:
    assert pickle.loads(pickle.dumps(standardise_records)) is standardise_records


def test_an_age_counts_from_the_day_the_record_was_written() -> None:
    row = _row({"birth_date": "อายุ 40 ปี", "recorded_on": "1 พ.ค. 2567"})
    assert (row["birth_year"], row["birth_precision"], row["birth_date"]) == (1984, "approximate", None)
    assert row["recorded_on"] == "2024-05-01"


def test_a_stated_sex_outranks_the_title() -> None:
    assert _row({"title": "นาย", "given_name": "ก้อง", "sex": "หญิง"})["sex"] == "female"
    assert _row({"title": "นาย", "given_name": "ก้อง"})["sex"] == "male"


def test_a_household_id_is_scoped_by_its_source() -> None:
    assert _row({"household_id": "17"})["household_id"] == "roll:17"


def test_the_registered_address_stands_beside_the_living_one() -> None:
    row = _row(
        {"province": "กทม.", "registered_province": "จ.เชียงใหม่", "registered_building_number": "เลขที่ 9"}
    )
    assert (row["province_code"], row["registered_province_code"]) == ("10", "50")
    assert row["registered_building_number"] == "9"


def test_a_declared_attribute_is_cleaned_and_an_undeclared_one_left_out() -> None:
    record = RawRecord("roll", "1", {}, {"occ": " Geo\u00a0 LOGIST", "other": "x"})
    row = standardise_records([record], locale="en", attributes=("occ",)).to_pylist()[0]
    assert row["attr_occ"] == "geo logist"
    assert "attr_other" not in row


def test_a_febrl_row_is_read_in_the_english_locale() -> None:
    row = _row({"given_name": "Mitchell", "birth_date": "19560409", "citizen_id": "1804974"}, "en")
    assert (row["birth_date"], row["citizen_id_kind"], row["given_fold"]) == (
        "1956-04-09",
        "foreign",
        "mitchell",
    )


@pytest.mark.parametrize(
    ("word", "relationship"),
    [
        ("หัวหน้าครัวเรือน", "head"),
        ("เจ้าบ้าน", "head"),
        ("ภรรยา", "spouse"),
        ("บุตรชาย", "child"),
        ("มารดา", "parent"),
        ("หลาน", "grandchild"),
        ("ยาย", "grandparent"),
        ("น้องสาว", "sibling"),
        ("ลูกเขย", "relative"),
        ("ผู้ปกครอง", "guardian"),
        ("ผู้ยื่นคำขอ", "applicant"),
        ("ผู้อาศัย", "other"),
        ("Wife", "spouse"),
    ],
)
def test_a_relationship_word_has_its_meaning(word: str, relationship: str) -> None:
    assert standardise_relationship(word) == relationship
    assert relationship in RELATIONSHIPS


@pytest.mark.parametrize(
    ("word", "sex"), [("ชาย", "male"), ("หญิง", "female"), ("1", "male"), ("F", "female"), ("?", None)]
)
def test_sex_is_read_in_thai_english_and_numbers(word: str, sex: str | None) -> None:
    assert standardise_sex(word) == sex
