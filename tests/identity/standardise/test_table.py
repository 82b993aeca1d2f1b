"""The standard table: exactly its schema, and a row for every record, however little it holds."""

import pickle
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.records import CANONICAL_FIELDS, RELATIONSHIPS, RawRecord, standard_schema
from identity.standardise import (
    addresses,
    dates,
    fold,
    names,
    phones,
    places,
    sound_key,
    standardise_name,
    standardise_record,
    standardise_records,
    standardise_relationship,
    standardise_sex,
    table,
)
from identity.standardise.name_parts import split_name
from identity.standardise.text import clean_value

# Titles, clans and marks that stand at the seam of a name's columns.
_NAME_TEXT = st.text(st.sampled_from("กขจมานุ์่ำแซ่ นางย.ด-'(หญิง)Aé,1\u0301") | st.characters(), max_size=14)
_VALUES = st.dictionaries(st.sampled_from(CANONICAL_FIELDS), st.text(max_size=30), max_size=8)


def _row(values: dict[str, str], locale: str = "th") -> dict[str, object]:
    return standardise_records([RawRecord("roll", "1", values)], locale=locale).to_pylist()[0]


@given(_VALUES, st.sampled_from(["th", "en"]))
def test_any_values_make_one_row_of_the_schema(values: dict[str, str], locale: str) -> None:
    batch = standardise_records([RawRecord("roll", "1", values)], locale=locale)
    assert batch.schema == standard_schema()
    assert batch.num_rows == 1


@given(st.lists(_VALUES, min_size=1, max_size=4), st.sampled_from(["th", "en"]))
def test_one_record_reads_alone_as_it_reads_among_others(values: list[dict[str, str]], locale: str) -> None:
    records = [RawRecord("roll", str(place), one, {"occ": "Weaver"}) for place, one in enumerate(values)]
    rows = standardise_records(records, locale=locale, attributes=("occ",)).to_pylist()
    alone = [standardise_record(record, locale=locale, attributes=("occ",)) for record in records]
    assert alone == [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


@given(_NAME_TEXT, _NAME_TEXT)
def test_a_name_of_two_columns_is_its_parts_and_the_fold_of_the_whole(given: str, family: str) -> None:
    parts = split_name(clean_value(given), middle=None, family=clean_value(family), full=None)
    name = standardise_name(given, family=family)
    assert (name.given, name.middle, name.family, name.full, name.nickname) == (
        parts.given,
        parts.middle,
        parts.family,
        parts.full,
        parts.nickname,
    )
    assert (name.full_fold or "").split() == sorted(fold(parts.full or "").split())
    assert (name.given_sound or "", name.family_sound or "") == (
        sound_key(parts.given or ""),
        sound_key(parts.family or ""),
    )
    assert (name.title, name.sex) == ((parts.title.name, parts.title.sex) if parts.title else (None, None))


def test_the_same_age_written_on_two_days_is_two_birth_years() -> None:
    ages = [{"birth_date": "อายุ 40 ปี", "recorded_on": day} for day in ("2024-05-01", "2026-05-01")]
    assert [_row(age)["birth_year"] for age in [*ages, *ages]] == [1984, 1986, 1984, 1986]
    assert _row({"birth_date": "อายุ 40 ปี"})["birth_year"] is None


def test_a_value_is_read_by_its_own_locale_however_often_it_was_read_by_another() -> None:
    stated = {"citizen_id": "1804974", "phone": "2025550143", "birth_date": "2/1/2510"}
    thai, english = _row(stated), _row(stated, "en")
    assert (thai["citizen_id"], english["citizen_id"]) == (None, "1804974")
    assert (thai["phone"], english["phone"]) == (None, "2025550143")
    assert (thai["birth_year"], english["birth_year"]) == (1967, None)


@pytest.mark.parametrize(
    "place", [table, names, addresses, dates, phones, places], ids=lambda one: one.__name__
)
def test_what_is_remembered_of_values_is_bounded(place: ModuleType) -> None:
    caches = [made for made in vars(place).values() if hasattr(made, "cache_parameters")]
    assert caches
    assert all(
        0 < cache.cache_parameters()["maxsize"] <= 1 << 16
        for cache in caches
        if cache.__module__ == place.__name__
    )


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
