"""Addresses: one text taken apart, places to codes, never guessed between two."""

import geothai
import pytest

from identity.standardise import resolve_place, standardise_address
from identity.standardise.addresses import PART_FIELDS
from tests.identity.standardise.cases import cases

NOTHING: tuple[str | None, ...] = (None,) * len(PART_FIELDS)


@pytest.mark.parametrize("case", cases("addresses"), ids=lambda case: case["text"])
def test_an_address_text_is_read_as_its_label_says(case: dict[str, str]) -> None:
    address = standardise_address(NOTHING, text=case["text"])
    read = (address.building_number, address.township_number, address.lane, address.street_name)
    assert read == tuple(case[part] or None for part in ("building", "township", "lane", "street"))
    codes = (address.sub_district_code, address.district_code, address.province_code, address.postcode)
    wanted = ("sub_district_code", "district_code", "province_code", "postcode")
    assert codes == tuple(case[part] or None for part in wanted)


def test_a_stated_part_outranks_the_text() -> None:
    parts = tuple("8" if name == "building_number" else None for name in PART_FIELDS)
    assert standardise_address(parts, text="99 หมู่ 5").building_number == "8"


def test_a_name_borne_by_several_places_has_no_code() -> None:
    assert resolve_place("วังทอง", None, province=None).sub_district_code is None
    assert resolve_place("วังทอง", None, province="พิษณุโลก").sub_district_code == "650801"


def test_what_is_not_recognised_stays_as_written() -> None:
    place = resolve_place("ต.ไม่มีที่ไหนเลย", "ปากเกร็ด", province="นนทบุรี")
    assert (place.sub_district, place.sub_district_code, place.district_code) == ("ไม่มีที่ไหนเลย", None, "1206")


def test_an_english_address_is_casefolded_and_has_no_codes() -> None:
    parts = tuple("  Wallaby  PLACE" if name == "street_name" else None for name in PART_FIELDS)
    address = standardise_address(parts, locale="en")
    assert (address.street_name, address.province_code) == ("wallaby place", None)


@pytest.mark.parametrize(
    "form", ["12 ม.4 ต.{} อ.{} จ.{}", "12ม.4ต.{}อ.{}จ.{}", "12 ม.4 ต {} อ {} {}", "12 ม.4 {} {} {}"]
)
def test_every_sub_district_there_is_is_read_back_from_an_address(form: str) -> None:
    written = [
        (form.format(area.name_th, district.name_th, province.name_th), area.code)
        for province in geothai.provinces()
        if province.code != "10"
        for district in geothai.districts(province.code)
        for area in geothai.subdistricts(district.code)
    ]
    missed = [
        text
        for text, code in written[::7]
        if standardise_address(NOTHING, text=text).sub_district_code != code
    ]
    # จ.ป.ร. is written like the abbreviation of a province, and one name has brackets.
    assert [text for text in missed if "จ.ป.ร." not in text and "(" not in text] == []
