"""What the convention weighs down: a name found elsewhere, a birth date elsewhere, a house or a phone alone."""

from __future__ import annotations

from typing import Any

from identity.linking import Linkage, Model, link
from identity.linking.blocking import choose_keys
from identity.linking.corroboration import corroboration
from identity.linking.features import Filled
from tests.identity.linking.people import population, record, table

NAME = {"given_name": "sawala", "family_name": "donoruti", "sex": "female"}
HERE = {"sub_district_code": "100101", "district_code": "1001", "province_code": "10"}
THERE = {"sub_district_code": "100125", "district_code": "1001", "province_code": "10"}


def _linked(model: Model, one: dict[str, Any], other: dict[str, Any]) -> Linkage:
    return link(table([*population()[:90], record("x/1", **one), record("x/2", **other)]), model=model)


def _weight(linkage: Linkage) -> float:
    links = linkage.links.to_pylist()
    return next(row["weight"] for row in links if (row["left"], row["right"]) == ("x/1", "x/2"))


def test_only_registers_with_coded_places_are_weighed_so() -> None:
    columns = ("sub_district_code", "given_fold", "birth_year")
    whole = Filled(100, dict.fromkeys(columns, 1.0), frozenset(columns))
    assert [part.name for part in corroboration(whole)] == ["corroboration"]
    assert corroboration(Filled(100, {"given_fold": 1.0, "birth_year": 1.0}, frozenset(columns))) == ()


def test_a_name_elsewhere_needs_a_day_of_birth_or_a_number(model: Model) -> None:
    birth = {"birth_date": "1998-01-11"}
    alone = _linked(model, NAME | HERE | birth, NAME | THERE)
    dated = _linked(model, NAME | HERE | birth, NAME | THERE | birth)
    assert alone.clusters["x/1"] != alone.clusters["x/2"]
    assert dated.clusters["x/1"] == dated.clusters["x/2"]


def test_a_shared_phone_lifts_what_weighs_a_name_elsewhere_down(model: Model) -> None:
    phone = {"phone": "0899999999"}
    without = _weight(_linked(model, NAME | HERE, NAME | THERE | phone))
    assert _weight(_linked(model, NAME | HERE | phone, NAME | THERE | phone)) > without + 8


def test_the_convention_never_weighs_for_one_person(model: Model) -> None:
    (part,) = (one for one in model.comparisons if one.name == "corroboration")
    assert [level.weight for level in part.levels] == [-10, -8, -4, -8, -8, -4, 0]


def test_who_lives_in_one_house_is_compared_whatever_the_names() -> None:
    columns = ("home", "sex", "given_sound", "area")
    keys = choose_keys(Filled(100, dict.fromkeys(columns, 1.0), frozenset(columns)))
    assert "house number and sex" in [key.name for key in keys]


def test_the_registers_address_is_an_address_too(model: Model) -> None:
    lives = {"building_number": "707", **HERE}
    registered = {f"registered_{name}": value for name, value in lives.items()}
    elsewhere = {f"registered_{name}": value for name, value in ({"building_number": "9"} | THERE).items()}
    same = _weight(_linked(model, NAME | lives, NAME | registered))
    assert same > _weight(_linked(model, NAME | lives, NAME | elsewhere)) + 8
