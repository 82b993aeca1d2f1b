"""Dates: every form in use, the Buddhist era, and how exactly a date is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.standardise import parse_date
from tests.identity.standardise.cases import cases


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: f"{case['text']}-{case['locale']}")
def test_a_date_is_read_as_its_label_says(case: dict[str, str]) -> None:
    as_of = date.fromisoformat(case["as_of"]) if case["as_of"] else None
    found = parse_date(case["text"], locale=case["locale"], as_of=as_of)
    if not case["year"]:
        assert found is None
        return
    assert found is not None
    want = tuple(int(case[part]) if case[part] else None for part in ("year", "month", "day"))
    assert (found.year, found.month, found.day) == want
    assert (found.precision, found.ambiguous) == (case["precision"], case["ambiguous"] == "yes")


@given(st.text(alphabet="0123456789/-. ~กยพศอาุปี.๒๕janT:"), st.sampled_from(["th", "en"]))
def test_no_text_makes_the_date_parser_raise(text: str, locale: str) -> None:
    parse_date(text, locale=locale, as_of=date(2024, 1, 1))


@given(st.dates(date(1942, 1, 1), date(2050, 12, 31)))
def test_the_buddhist_and_the_common_era_name_the_same_day(day: date) -> None:
    thai = parse_date(f"{day.day}/{day.month}/{day.year + 543}")
    assert thai is not None
    assert thai.iso == day.isoformat()
