"""Where a person lives now, from addresses stated one after the other by papers and by forms."""

from __future__ import annotations

from identity.columns import columns_of
from identity.household import gather_evidence
from tests.identity.tables import at, row, table


def home_after(*stated: str) -> str | None:
    """The house number lived at when papers stated these, one a year; the house numbers are not alike."""
    rows = [
        row(f"roll/{year}", recorded_on=f"20{year}-01-01", **at(number))
        for year, number in enumerate(stated, start=10)
    ]
    columns = columns_of(table(*rows))
    evidence = gather_evidence(columns, {"P": range(len(rows))})
    numbers = {evidence.stated.living[n]: number for n, number in enumerate(stated)}
    return numbers.get(evidence.homes["P"])


def test_a_new_address_is_a_move() -> None:
    assert home_after("12", "345") == "345"


def test_an_address_stated_once_between_two_statements_of_another_was_the_mistake() -> None:
    assert home_after("12", "345", "12") == "12"


def test_an_address_stated_twice_is_not_undone_by_an_old_paper() -> None:
    assert home_after("12", "345", "345", "12") == "345"


def test_who_was_found_back_home_does_not_move_out_again_on_the_mistaken_paper() -> None:
    assert home_after("12", "345", "12", "345") == "12"


def test_nobody_lives_where_nothing_is_stated() -> None:
    assert home_after() is None
