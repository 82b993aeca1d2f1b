"""How common the values of two records are, told afterwards as the live path knew it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.standard import standard_rows
from tests.graph.live.village import resolver, scorer, sealed, take_in
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


def test_whoever_asks_whom_a_record_is_about_is_told_the_weight_with_which_it_would_come_in(
    db: Database,
) -> None:
    own, *others = (changed(one, phone=PHONE) for one in town() if one.source == "ops_logbook")
    take_in(resolver(db), [own, *others[:9]])
    new = replace(own, record_id="900")
    [match, *_] = resolver(db).match(new, compartments=())
    one, other = (scorer().prepare(row) for row in standard_rows([new, own], locale="th"))
    shares = {"phone": {PHONE: 1.0}}
    assert match.record == own.key
    assert match.weight == scorer().compare(one, other, shares).weight
    assert match.weight < scorer().compare(one, other).weight
