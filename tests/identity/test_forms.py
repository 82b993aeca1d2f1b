"""Forms: what a source's household number says of the people who stand under it."""

from __future__ import annotations

import pytest

from identity.columns import columns_of
from identity.forms import LARGEST_FORM, find_forms
from tests.identity.tables import row, table


def forms_of(*rows: dict[str, str | int]) -> list[str]:
    columns = columns_of(table(*rows))
    return [form.id for form in find_forms(columns, {key: [n] for n, key in enumerate(columns.keys)})]


@pytest.mark.parametrize(("persons", "found"), [(LARGEST_FORM, 1), (LARGEST_FORM + 1, 0)])
def test_a_number_that_more_people_share_than_a_household_holds_is_no_form(persons: int, found: int) -> None:
    assert len(forms_of(*(row(f"survey/{n}", household_id="A") for n in range(persons)))) == found


def test_one_number_in_two_sources_is_two_forms() -> None:
    assert forms_of(row("survey/1", household_id="A"), row("grant/1", household_id="A")) == [
        "grant:A",
        "survey:A",
    ]
