"""How common the values of two records are, told afterwards as the live path knew it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.graph.live.village import resolver, sealed, take_in
from tests.graph.rules.town import changed, town

if TYPE_CHECKING:
    from graph.driver import Database

PHONE = "0819027364"


def test_a_value_is_as_common_as_the_records_that_carry_it(db: Database) -> None:
    one, other, third, *_ = (record for record in town() if record.source == "ops_logbook")
    shared = [changed(record, phone=PHONE) for record in (one, other)]
    take_in(resolver(db), [*shared, third])
    shares = resolver(db).shares(one.key, other.key)
    assert shares == {"phone": {PHONE: 2 / 3}}
    assert resolver(db).shares(one.key, "nobody/1") == shares
    assert resolver(db).shares("nobody/1", "nobody/2") == {}


def test_a_sealed_records_values_are_counted_among_the_sealed_and_add_nothing_to_the_open_ones(
    db: Database,
) -> None:
    one, other, third, fourth, *_ = (
        changed(record, phone=PHONE) for record in town() if record.source == "ops_logbook"
    )
    hidden = sealed(fourth)
    take_in(resolver(db), [one, other, changed(third, phone="0811111111"), hidden])
    assert resolver(db).shares(one.key, other.key) == {"phone": {PHONE: 2 / 3}}
    assert resolver(db).shares(one.key, hidden.key) == {"phone": {PHONE: 1 / 3}}
