"""What keeps two records apart, and what does not, each on records that a weight alone would judge otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from identity.doubt import CONTESTED
from identity.linking import Linkage, Model, link
from identity.linking.apart import REASONS
from identity.linking.known import KNOWN_AS
from tests.identity.linking.people import record, table

Row = dict[str, Any]

TWO_IDS = "two different citizen ids"
ONE_HOUSE = "other given name in one household"
ONE_DAY = "other given name, born on one day into one family"
OTHER_DATE = "namesakes with other birth dates"
OTHER_YEAR = "namesakes with other birth years"
OTHER_BIRTH = "other given name and other birth"
TWIN = "given name of a twin"
ONE_FORM = "two lines of one form"
ONLY_BIRTH = "other given name and nothing but the birth in common"

BIRTH = {"birth_date": "1998-01-11"}
HERE = {"sub_district_code": "100101", "district_code": "1001", "province_code": "10"}
THERE = {"sub_district_code": "100125", "district_code": "1001", "province_code": "10"}
HOUSE = {"building_number": "707", **HERE}
SAWALA = {"given_name": "sawala", "family_name": "donoruti", "sex": "female"}
MIKUVO = {"given_name": "mikuvo", "family_name": "donoruti", "sex": "female"}


def _linked(model: Model, crowd: list[Row], *rows: Row) -> Linkage:
    """The rows among others, for a rule looks at what a table holds."""
    return link(table([*crowd[:90], *rows]), model=model)


def _reason(linkage: Linkage, one: str, other: str) -> str | None:
    kept = linkage.apart.to_pylist()
    return next((row["reason"] for row in kept if {row["left"], row["right"]} == {one, other}), None)


def _together(linkage: Linkage, one: str, other: str) -> bool:
    return linkage.clusters[one] == linkage.clusters[other]


def test_every_reason_has_its_own_words() -> None:
    assert len(set(REASONS)) == len(REASONS)
    assert {CONTESTED, TWO_IDS, ONE_FORM, ONE_DAY, OTHER_DATE, OTHER_YEAR, OTHER_BIRTH, TWIN} <= set(REASONS)


def test_twins_are_kept_apart_wherever_they_live(model: Model, crowd: list[Row]) -> None:
    found = _linked(
        model, crowd, record("x/1", **SAWALA, **BIRTH, **HERE), record("x/2", **MIKUVO, **BIRTH, **THERE)
    )
    assert _reason(found, "x/1", "x/2") == ONE_DAY


def test_a_misspelt_given_name_is_no_twin(model: Model, crowd: list[Row]) -> None:
    misspelt = {**SAWALA, "given_name": "sawalu"}
    found = _linked(
        model, crowd, record("x/1", **SAWALA, **BIRTH, **HERE), record("x/2", **misspelt, **BIRTH, **HERE)
    )
    assert _reason(found, "x/1", "x/2") is None
    assert _together(found, "x/1", "x/2")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"given_name": "sawalu", **BIRTH}, ONE_FORM),
        ({"family_name": "donorutu", **BIRTH}, ONE_FORM),
        ({"given_name": "sawala", "birth_date": "1998-01-12"}, ONE_FORM),
        ({"given_name": "sawala", **BIRTH}, None),
        ({"given_name": "donoruti", "family_name": "sawala", **BIRTH}, None),
        ({"given_name": "sawalu", **BIRTH, "recorded_on": "2026-05-02"}, None),
    ],
)
def test_a_form_names_everybody_once(model: Model, crowd: list[Row], line: Row, reason: str | None) -> None:
    form = {"household_id": "x:7", "recorded_on": "2024-05-02"}
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HOUSE, **form),
        record("x/2", **{**SAWALA, **HOUSE, **form, **line}),
    )
    assert _reason(found, "x/1", "x/2") == reason


def test_two_numbers_on_one_form_are_two_people_under_one_name(model: Model, crowd: list[Row]) -> None:
    form = {"household_id": "x:7", "recorded_on": "2024-05-02"}
    own, other = (
        {"citizen_id": "1801734843501"},
        {"citizen_id": "0402505281528", "citizen_id_kind": "temporary"},
    )
    rows = [
        record("x/1", **SAWALA, **HOUSE, **form, **own),
        record("x/2", **SAWALA, **HOUSE, **form, **other),
    ]
    assert _reason(_linked(model, crowd, *rows), "x/1", "x/2") == ONE_FORM


@pytest.mark.parametrize("lines", [1, 40])
def test_lines_of_a_form_too_unlike_to_be_linked_are_two_people(
    model: Model, crowd: list[Row], lines: int
) -> None:
    """On a list of a whole shelter only those that are linked are looked at."""
    form = {"household_id": "x:7", "recorded_on": "2024-05-02"}
    rows = [
        record("x/1", **SAWALA, **BIRTH, **HOUSE, **form),
        *(
            record(f"x/2{line}", given_name="zuzuzu", birth_date=f"{1961 + line}-07-30", **THERE, **form)
            for line in range(lines)
        ),
    ]
    found = _linked(model, crowd, *rows)
    assert ("x/1", "x/20") not in zip(
        found.links["left"].to_pylist(), found.links["right"].to_pylist(), strict=True
    )
    assert _reason(found, "x/1", "x/20") == (ONE_FORM if lines == 1 else None)


@pytest.mark.parametrize(("name", "reason"), [("sawalu", None), ("savani", CONTESTED)])
def test_one_number_on_two_lines_of_a_form_is_one_persons_where_a_letter_was_put_right(
    model: Model, crowd: list[Row], name: str, reason: str | None
) -> None:
    form = {"household_id": "x:7", "recorded_on": "2024-05-02", "citizen_id": "1111111111111"}
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HOUSE, **form),
        record("x/2", **{**SAWALA, "given_name": name}, **BIRTH, **HOUSE, **form),
    )
    assert _reason(found, "x/1", "x/2") == reason


def test_another_day_of_the_same_year_is_another_person(model: Model, crowd: list[Row]) -> None:
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HERE),
        record("x/2", **SAWALA, birth_date="1998-04-29", **HERE),
    )
    assert _reason(found, "x/1", "x/2") == OTHER_DATE


@pytest.mark.parametrize("slip", ["1998-01-12", "1998-11-01", "1997-01-11"])
def test_a_slip_in_a_date_is_no_other_person(model: Model, crowd: list[Row], slip: str) -> None:
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HERE),
        record("x/2", **SAWALA, birth_date=slip, **HERE),
    )
    assert _reason(found, "x/1", "x/2") is None


@pytest.mark.parametrize(
    ("precision", "year", "reason"), [("year", 1995, OTHER_YEAR), ("approximate", 1995, None)]
)
def test_a_year_without_a_day_contradicts_sooner_than_a_guessed_age(
    model: Model, crowd: list[Row], precision: str, year: int, reason: str | None
) -> None:
    coarse = record("x/2", **SAWALA, **HERE) | {"birth_year": year, "birth_precision": precision}
    found = _linked(model, crowd, record("x/1", **SAWALA, **BIRTH, **HERE), coarse)
    assert _reason(found, "x/1", "x/2") == reason


@pytest.mark.parametrize("birth", ["1999-01-12", "1998-02-12"])
@pytest.mark.parametrize(("place", "reason"), [(THERE, OTHER_DATE), (HERE, None)])
def test_a_birth_date_two_digits_off_is_another_persons_elsewhere(
    model: Model, crowd: list[Row], birth: str, place: Row, reason: str | None
) -> None:
    near = record("x/2", **SAWALA, birth_date=birth, **place)
    found = _linked(model, crowd, record("x/1", **SAWALA, **BIRTH, **HERE), near)
    assert _reason(found, "x/1", "x/2") == reason


def test_a_twin_whose_name_columns_are_swapped_is_still_a_twin(model: Model, crowd: list[Row]) -> None:
    swapped = {"given_name": "donoruti", "family_name": "mikuvo", "sex": "female"}
    found = _linked(
        model, crowd, record("x/1", **SAWALA, **BIRTH, **HOUSE), record("x/2", **swapped, **BIRTH, **HOUSE)
    )
    assert _reason(found, "x/1", "x/2") == ONE_HOUSE
    same = {"given_name": "donoruti", "family_name": "sawala", "sex": "female"}
    found = _linked(
        model, crowd, record("x/1", **SAWALA, **BIRTH, **HOUSE), record("x/2", **same, **BIRTH, **HOUSE)
    )
    assert _reason(found, "x/1", "x/2") is None


def test_two_numbers_tell_that_a_lone_given_name_is_no_nickname(model: Model, crowd: list[Row]) -> None:
    lone = {"given_name": "mikuvo", "sex": "female"}
    g_code = {"citizen_id": "G123400000017", "citizen_id_kind": "g_code"}
    rows = [
        record("x/1", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/2", **lone, **BIRTH, **HOUSE, **g_code),
        record("x/3", **lone, **BIRTH, **HOUSE),
    ]
    found = _linked(model, crowd, *rows)
    assert _reason(found, "x/1", "x/2") == ONE_HOUSE
    assert _reason(found, "x/1", "x/3") is None


def test_who_leaves_the_birth_out_once_is_told_by_the_other_form_with_that_name_and_number(
    model: Model, crowd: list[Row]
) -> None:
    number = {"citizen_id": "1111111111111", **HOUSE}
    rows = [
        record("x/old", **SAWALA, **BIRTH, **number),
        record("x/new", **MIKUVO, **BIRTH, **number),
        record("x/short", **MIKUVO, **number),
    ]
    assert _reason(_linked(model, crowd, *rows), "x/old", "x/short") is None
    assert _reason(_linked(model, crowd, rows[0], rows[2]), "x/old", "x/short") == CONTESTED


def test_relatives_who_share_a_phone_are_told_by_their_births(model: Model, crowd: list[Row]) -> None:
    child = record("x/2", given_name="mikuvo", phone="0899999999", birth_date="2015-07-09", **HOUSE)
    found = _linked(model, crowd, record("x/1", **SAWALA, **BIRTH, **HOUSE, phone="0899999999"), child)
    assert _reason(found, "x/1", "x/2") == OTHER_BIRTH


def test_two_lasting_numbers_keep_apart_unless_name_and_day_of_birth_agree(
    model: Model, crowd: list[Row]
) -> None:
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/2", **SAWALA, **BIRTH, **HOUSE, citizen_id="1222222222222"),
        record("x/3", **SAWALA, birth_date="1998-01-12", **HOUSE, citizen_id="1333333333333"),
    )
    assert _reason(found, "x/1", "x/2") is None
    assert _together(found, "x/1", "x/2")
    assert _reason(found, "x/1", "x/3") == TWO_IDS


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"phone": "0899999999"}, None),
        ({"building_number": "707"}, None),
        ({}, TWO_IDS),
        ({"phone": "0899999999", "birth_date": "1998-01-12"}, TWO_IDS),
        ({"phone": "0899999999", "given_name": "sawalu"}, TWO_IDS),
    ],
)
def test_two_lasting_numbers_at_one_door_under_one_name_are_of_one_person_with_a_borrowed_one(
    model: Model, crowd: list[Row], more: Row, reason: str | None
) -> None:
    own = record("x/1", **SAWALA, **BIRTH, **HOUSE, phone="0899999999", citizen_id="1111111111111")
    other = record("x/2", **{**SAWALA, **HERE, "citizen_id": "1222222222222", **more})
    found = _linked(model, crowd, own, other)
    assert _reason(found, "x/1", "x/2") == reason
    assert _together(found, "x/1", "x/2") == (reason is None)


@pytest.mark.parametrize(("other", "reason"), [("1801734843510", TWO_IDS), ("1811734843501", None)])
def test_numbers_with_two_digits_swapped_are_two_and_with_one_slipped_may_be_one(
    model: Model, crowd: list[Row], other: str, reason: str | None
) -> None:
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HOUSE, citizen_id="1801734843501"),
        record("x/2", **SAWALA, birth_date="1998-01-12", **HOUSE, citizen_id=other),
    )
    assert _reason(found, "x/1", "x/2") == reason


@pytest.mark.parametrize(
    "borrowed",
    [
        {**SAWALA, **HOUSE},
        {**SAWALA, **HERE, "family_name": None},
    ],
    ids=["the same in all", "no family name and no house"],
)
def test_who_is_known_by_another_number_loses_a_twins(model: Model, crowd: list[Row], borrowed: Row) -> None:
    found = _linked(
        model,
        crowd,
        record("x/own", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/borrowed", **borrowed, **BIRTH, citizen_id="1222222222222"),
        record("x/twin", **MIKUVO, **BIRTH, **HOUSE, citizen_id="1222222222222"),
    )
    assert _reason(found, "x/borrowed", "x/twin") == CONTESTED
    assert _together(found, "x/own", "x/borrowed")


@pytest.mark.parametrize(("born", "lost"), [("1998-01-11", False), ("1997-06-02", True)])
def test_of_two_with_one_number_it_is_the_ones_whose_twin_has_the_number_beside_it(
    model: Model, crowd: list[Row], born: str, lost: bool
) -> None:
    found = _linked(
        model,
        crowd,
        record("x/own", **SAWALA, **BIRTH, **HERE, citizen_id="1222222222122"),
        record(
            "x/other", given_name="zuzuzu", sex="male", birth_date="1961-07-30", citizen_id="1222222222122"
        ),
        record("x/twin", **MIKUVO, birth_date=born, **HERE, citizen_id="1222222222130"),
    )
    assert _reason(found, "x/own", "x/other") == CONTESTED
    assert (_reason(found, "x/own", "x/twin") == TWO_IDS) is not lost


@pytest.mark.parametrize(
    ("other", "reason"),
    [(THERE, ONLY_BIRTH), (HERE, None), ({**THERE, "phone": "0899999999"}, None)],
    ids=["elsewhere", "in one sub-district", "on one phone"],
)
def test_a_day_of_birth_makes_nobody_one_under_two_names(
    model: Model, crowd: list[Row], other: Row, reason: str | None
) -> None:
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HERE, phone="0899999999"),
        record("x/2", given_name="mikuvo", sex="female", **BIRTH, **other),
    )
    assert _reason(found, "x/1", "x/2") == reason


def test_a_twin_one_letter_off_is_told_by_the_number_beside_it(model: Model, crowd: list[Row]) -> None:
    sawalu = {**SAWALA, "given_name": "sawalu"}
    rows = [
        record("x/one", **SAWALA, **BIRTH, **HOUSE, citizen_id="1222222222122"),
        record("x/twin", **sawalu, **BIRTH, **HOUSE, citizen_id="1222222222130"),
        record("x/borrowed", **sawalu, **BIRTH, **HOUSE, citizen_id="1222222222122"),
    ]
    assert _reason(_linked(model, crowd, rows[0], rows[2]), "x/one", "x/borrowed") is None, (
        "a slip of the pen"
    )
    found = _linked(model, crowd, *rows)
    assert _reason(found, "x/one", "x/borrowed") == CONTESTED
    assert _together(found, "x/twin", "x/borrowed")


def test_a_rule_holds_between_records_that_nothing_compares(model: Model, crowd: list[Row]) -> None:
    phone, caller = {"phone": "0899999999"}, {"given_name": "sawala", "sex": "female"}
    rows = [
        record("x/1", **SAWALA, **BIRTH, **HOUSE, citizen_id="1801734843501"),
        record("x/2", **SAWALA, **BIRTH, **HOUSE, **phone),
        record("x/3", **caller, **phone, citizen_id="1909802900178"),
    ]
    found = _linked(model, crowd, *rows)
    links = zip(found.links["left"].to_pylist(), found.links["right"].to_pylist(), strict=True)
    assert {("x/1", "x/2"), ("x/2", "x/3")} <= set(links)
    assert _reason(found, "x/1", "x/3") == TWO_IDS
    assert not _together(found, "x/1", "x/3")


@pytest.mark.parametrize(("own", "strays"), [("1222222222130", True), ("1222222221138", False)])
def test_who_is_known_by_the_number_beside_it_loses_a_twins(
    model: Model, crowd: list[Row], own: str, strays: bool
) -> None:
    """Twins' numbers were given out one after the other, and nothing but the name, misheard, tells whose it is."""
    twins = {"1": (MIKUVO, "1222222222122"), "2": (MIKUVO, "1222222222122"), "own": (SAWALA, own)}
    misheard = {**SAWALA, "given_name": "sawalu", "family_name": None}
    found = _linked(
        model,
        crowd,
        *(
            record(f"x/{key}", **name, **BIRTH, **HOUSE, citizen_id=number)
            for key, (name, number) in twins.items()
        ),
        record("x/borrowed", **misheard, birth_year=1998, **THERE, citizen_id="1222222222122"),
    )
    assert (_reason(found, "x/1", "x/borrowed") == CONTESTED) is strays


def test_who_is_misspelt_by_a_letter_under_one_number_bears_no_other_name(
    model: Model, crowd: list[Row]
) -> None:
    misspelt = {**SAWALA, "given_name": "sawalu"}
    found = _linked(
        model,
        crowd,
        record("x/own", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record(
            "x/former", **SAWALA, **BIRTH, **HOUSE, citizen_id="6222222222222", citizen_id_kind="temporary"
        ),
        record(
            "x/misspelt",
            **misspelt,
            **BIRTH,
            **HOUSE,
            citizen_id="6222222222222",
            citizen_id_kind="temporary",
        ),
    )
    assert _reason(found, "x/former", "x/misspelt") is None
    assert len({found.clusters[key] for key in ("x/own", "x/former", "x/misspelt")}) == 1


def test_of_three_records_with_a_number_the_two_that_agree_keep_it(model: Model, crowd: list[Row]) -> None:
    child = {**MIKUVO, "birth_date": "2015-07-09"}
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HERE, citizen_id="1222222222222"),
        record("x/2", given_name="sawala", citizen_id="1222222222222", **THERE, sex="female"),
        record("x/3", **child, **HERE, citizen_id="1222222222222"),
    )
    assert _together(found, "x/1", "x/2")
    assert not _together(found, "x/1", "x/3")


def test_a_new_given_name_known_by_the_number_is_no_other_persons(model: Model, crowd: list[Row]) -> None:
    rows = [
        record("x/old", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/new", **MIKUVO, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/without", **MIKUVO, **BIRTH, **HOUSE),
    ]
    assert _together(_linked(model, crowd, *rows), "x/old", "x/without")
    assert not _together(_linked(model, crowd, rows[0], rows[2]), "x/old", "x/without")


def test_a_nickname_in_place_of_the_given_name_is_no_other_given_name(model: Model, crowd: list[Row]) -> None:
    nickname = {"given_name": "mikuvo", "nickname": "mikuvo", "sex": "female"}
    full = record("x/1", **SAWALA, **BIRTH, **HOUSE) | {"family_name": None, "family_fold": None}
    found = _linked(model, crowd, full, record("x/2", **nickname, **BIRTH, **HOUSE))
    assert _reason(found, "x/1", "x/2") is None


@pytest.mark.parametrize(("words", "reason"), [(("mikuvo",), None), ((), ONE_HOUSE)])
def test_a_word_that_many_are_called_is_no_other_given_name_where_it_stands_alone(
    model: Model, crowd: list[Row], words: tuple[str, ...], reason: str | None
) -> None:
    full = record("x/1", given_name="sawala", sex="female", phone="0899999999", **BIRTH, **HOUSE)
    called = record("x/2", given_name="mikuvo", sex="female", phone="0899999999", **BIRTH, **HOUSE)
    found = _linked(replace(model, nicknames=words), crowd, full, called)
    assert _reason(found, "x/1", "x/2") == reason
    assert _together(found, "x/1", "x/2") == (reason is None)


def test_who_is_called_so_is_still_another_person_by_another_birth(model: Model, crowd: list[Row]) -> None:
    child = record("x/2", given_name="mikuvo", phone="0899999999", birth_date="2015-07-09", **HOUSE)
    full = record("x/1", **SAWALA, **BIRTH, **HOUSE, phone="0899999999")
    found = _linked(replace(model, nicknames=("mikuvo",)), crowd, full, child)
    assert _reason(found, "x/1", "x/2") == OTHER_BIRTH


def test_a_nickname_on_somebodys_number_is_no_other_bearer(model: Model, crowd: list[Row]) -> None:
    number, phone = {"citizen_id": "1222222222222"}, {"phone": "0899999999"}
    rows = [
        record("x/1", **SAWALA, **BIRTH, **HOUSE, **phone, citizen_id="1111111111111"),
        record("x/2", **SAWALA, **BIRTH, **HOUSE, **phone, **number),
        record("x/3", given_name="mikuvo", sex="female", **HOUSE, **phone, **number),
    ]
    assert _reason(_linked(model, crowd, *rows), "x/2", "x/3") == CONTESTED
    found = _linked(replace(model, nicknames=("mikuvo",)), crowd, *rows)
    assert _reason(found, "x/2", "x/3") is None


@pytest.mark.parametrize(("given", "together"), [("mikuvu", True), ("mikabu", False)])
def test_a_name_known_by_the_number_may_have_a_slip_in_it(
    model: Model, crowd: list[Row], given: str, together: bool
) -> None:
    rows = [
        record("x/old", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/new", **MIKUVO, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/slip", **{**MIKUVO, "given_name": given}, **BIRTH, **HOUSE),
    ]
    assert (_reason(_linked(model, crowd, *rows), "x/old", "x/slip") is None) == together


def test_a_day_of_birth_known_by_the_number_tells_of_no_other_person(model: Model, crowd: list[Row]) -> None:
    other = {"birth_date": "1998-04-29"}
    rows = [
        record("x/1", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/2", **SAWALA, **other, **HERE),
        record("x/3", **SAWALA, **other, **HOUSE, citizen_id="1111111111111"),
    ]
    assert _reason(_linked(model, crowd, *rows), "x/1", "x/2") is None
    assert _reason(_linked(model, crowd, *rows[:2]), "x/1", "x/2") == OTHER_DATE


def test_only_rules_that_there_are_can_be_explained() -> None:
    assert KNOWN_AS.keys() <= set(REASONS)


@pytest.mark.parametrize(("nickname", "reason"), [("mikuvo", None), ("dobago", ONE_HOUSE)])
def test_who_is_called_so_on_another_form_is_no_other_person(
    model: Model, crowd: list[Row], nickname: str, reason: str | None
) -> None:
    formal = record("x/1", **SAWALA, nickname=nickname, **BIRTH, **HOUSE)
    found = _linked(model, crowd, formal, record("x/2", **MIKUVO, **BIRTH, **HOUSE))
    assert _reason(found, "x/1", "x/2") == reason


def test_the_given_name_of_a_known_twin_tells_whose_a_record_without_number_is(
    model: Model, crowd: list[Row]
) -> None:
    other = {**SAWALA, "given_name": "sawalu"}
    found = _linked(
        model,
        crowd,
        record("x/1", **SAWALA, **BIRTH, **HOUSE, citizen_id="1111111111111"),
        record("x/2", **other, **BIRTH, **HOUSE, citizen_id="1222222222222"),
        record("x/3", **SAWALA, **BIRTH, **HOUSE),
    )
    assert _reason(found, "x/2", "x/3") == TWIN
    assert _together(found, "x/1", "x/3")


def test_two_lines_of_one_form_make_twins_known(model: Model, crowd: list[Row]) -> None:
    form, other = {"household_id": "x:7", "recorded_on": "2024-05-02"}, {**SAWALA, "given_name": "sawalu"}
    rows = [
        record("x/1", **SAWALA, **BIRTH, **HOUSE, **form),
        record("x/2", **other, **BIRTH, **HOUSE),
        record("x/3", **other, **BIRTH, **HOUSE, **form),
    ]
    assert _reason(_linked(model, crowd, *rows[:2]), "x/1", "x/2") is None
    found = _linked(model, crowd, *rows)
    assert _reason(found, "x/1", "x/2") == TWIN
    assert _together(found, "x/2", "x/3")
