"""Names: titles off, parts told apart, missing parts left missing."""

import pytest

from identity.standardise import standardise_name, standardise_title
from tests.identity.standardise.cases import cases


@pytest.mark.parametrize("case", cases("names"), ids=lambda case: case["full"] or case["given"])
def test_a_name_is_read_as_its_label_says(case: dict[str, str]) -> None:
    name = standardise_name(
        case["given"] or None,
        family=case["family"] or None,
        full=case["full"] or None,
        title=case["title"] or None,
    )
    read = (name.title, name.sex, name.given, name.middle, name.family)
    want = tuple(case[f"want_{part}"] or None for part in ("title", "sex", "given", "middle", "family"))
    assert read == want


@pytest.mark.parametrize("case", cases("titles"), ids=lambda case: case["text"])
def test_a_title_column_is_read_in_every_spelling(case: dict[str, str]) -> None:
    title = standardise_title(case["text"])
    assert title is not None
    assert (title.name, title.sex) == (case["title"], case["sex"] or None)


def test_a_nickname_in_brackets_is_kept_apart() -> None:
    name = standardise_name(full="สมชาย (แดง) ใจดี")
    assert (name.given, name.family, name.nickname) == ("สมชาย", "ใจดี", "แดง")


def test_the_order_of_the_parts_does_not_change_the_full_fold() -> None:
    assert (
        standardise_name(full="green mitchell").full_fold == standardise_name(full="mitchell green").full_fold
    )


def test_words_after_a_comma_stay_in_the_full_name() -> None:
    assert standardise_name(full="barrie yelverton, avonmore").full == "barrie yelverton avonmore"
