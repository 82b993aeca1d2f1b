"""Why two records are one, how many came together, and what would be otherwise: told without changing anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from identity.explaining import fields_of, rule_columns, why
from identity.explaining_clusters import how, what_if
from identity.judgement import Judgement, Verdict
from identity.linking import train
from identity.linking.rules import RULES
from identity.linking.scorer import Prepared, Scorer
from identity.records import CANONICAL_FIELDS
from tests.identity.linking.people import population, record, table


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer(train(table(population()), seed=1))


def _record(key: str, **values: Any) -> dict[str, Any]:
    return record(
        key,
        **{
            "given_name": "somchai",
            "family_name": "badofigu",
            "birth_date": "1980-05-17",
            "citizen_id": "1101700230705",
            "sex": "male",
            "phone": "0812345678",
        }
        | values,
    )


def _three(scorer: Scorer) -> list[Prepared]:
    rows = [
        _record("a/1"),
        _record("b/2", phone="0899999999"),
        _record("c/3", citizen_id=None, citizen_id_kind=None, phone=None, given_name="somchax"),
    ]
    return [scorer.prepare(row) for row in rows]


def _stranger(scorer: Scorer) -> Prepared:
    values = {"given_name": "wawawa", "family_name": "zuzuzuzu", "birth_date": "1955-11-02"}
    return scorer.prepare(_record("d/4", citizen_id="3100100200305", phone=None, **values))


def _judged(left: str, right: str, verdict: Verdict, identity: str = "j1") -> Judgement:
    return Judgement(left, right, verdict, identity, "steward", datetime(2026, 11, 1, tzinfo=UTC), "seen")


def test_the_prior_and_the_reasons_make_the_weight(scorer: Scorer) -> None:
    one, other, _ = _three(scorer)
    told = why(other, one, scorer)
    total = told.prior + sum(reason.weight + reason.frequency_weight for reason in told.reasons)
    assert (told.left, told.right) == ("a/1", "b/2")
    assert told.weight == pytest.approx(total) == pytest.approx(scorer.weights(one, [other])[0])
    assert 0.99 < told.probability < 1.0
    assert (told.rule, told.judgement) == (None, None)


def test_a_reason_shows_both_values_and_the_fields_whose_rights_mask_them(scorer: Scorer) -> None:
    one, other, _ = _three(scorer)
    phone = next(reason for reason in why(one, other, scorer).reasons if reason.comparison == "phone")
    assert (phone.level, phone.frequency_weight) == ("different", 0.0)
    assert [(value.column, value.fields) for value in phone.values] == [("phone", ("phone",))]
    assert (phone.values[0].left, phone.values[0].right) == ("0812345678", "0899999999")
    assert phone.weight < 0


def test_the_frequency_of_a_name_is_told_apart_from_its_agreement(scorer: Scorer) -> None:
    one, other, _ = _three(scorer)
    family = next(reason for reason in why(one, other, scorer).reasons if reason.comparison == "family")
    assert family.level == "equal"
    assert family.frequency_weight != 0.0


def test_every_compared_column_leads_to_fields_of_the_record(scorer: Scorer) -> None:
    one, other, _ = _three(scorer)
    columns = {column for part in scorer.compare(one, other).parts for column in part.columns}
    columns |= {"home", "registered_home", "area", "house_code", "postcode", "name_codes", "citizen_id_kind"}
    columns |= {column for rule in RULES for column in rule_columns(rule.name)}
    for column in columns:
        assert fields_of(column), column
        assert set(fields_of(column)) <= set(CANONICAL_FIELDS), column
    assert fields_of("attr_rank") == ("attr_rank",)
    assert "registered_building_number" in fields_of("registered_home")
    assert fields_of("sub_district_code") == ("sub_district", "district", "province", "postcode", "address")


def test_a_rule_and_a_judgement_stand_beside_the_weight(scorer: Scorer) -> None:
    one = scorer.prepare(_record("a/1"))
    other = scorer.prepare(_record("b/2", citizen_id="3100100200305", given_name="wawawa", sex="female"))
    judgement = _judged("b/2", "a/1", Verdict.SAME)
    told = why(one, other, scorer, [judgement])
    assert told.rule is not None
    assert told.judgement == judgement


def test_a_number_that_two_people_carry_is_named(scorer: Scorer) -> None:
    one = scorer.prepare(_record("a/1"))
    child = scorer.prepare(_record("b/2", given_name="wawawa", birth_date="2012-01-05", sex="female"))
    assert why(one, child, scorer).rule == "same citizen id, other name and birth year"


def test_the_steps_join_the_surest_first_and_end_in_one_person(scorer: Scorer) -> None:
    told = how(_three(scorer), scorer)
    assert told.groups == (("a/1", "b/2", "c/3"),)
    assert [(step.left, step.right, step.asked) for step in told.steps] == [
        (("a/1",), ("b/2",), False),
        (("a/1", "b/2"), ("c/3",), False),
    ]
    assert told.steps[0].odds == pytest.approx(scorer.weights(*_first_and_rest(scorer))[0], abs=1e-3)
    assert told.weakest == min(told.steps, key=lambda step: step.odds)
    assert how(_three(scorer)[:1], scorer).weakest is None
    assert told.steps[1].pair in {("a/1", "c/3"), ("b/2", "c/3")}


def _first_and_rest(scorer: Scorer) -> tuple[Prepared, list[Prepared]]:
    first, *rest = _three(scorer)
    return first, rest


def test_a_stranger_stays_alone_until_a_human_says_same(scorer: Scorer) -> None:
    rows = [*_three(scorer), _stranger(scorer)]
    assert how(rows, scorer).groups == (("a/1", "b/2", "c/3"), ("d/4",))
    told = how(rows, scorer, [_judged("a/1", "d/4", Verdict.SAME)])
    asked = next(step for step in told.steps if step.asked)
    assert (asked.left, asked.right) == (("a/1",), ("d/4",))
    assert asked.odds < 0


def test_without_the_link_that_holds_it_a_record_comes_off(scorer: Scorer) -> None:
    one, other, _ = _three(scorer)
    assert what_if([one, other], scorer, without_links=[("b/2", "a/1")]).then == (("a/1",), ("b/2",))


def test_without_a_record_the_others_stay_as_they_were(scorer: Scorer) -> None:
    rows = _three(scorer)
    told = what_if(rows, scorer, without_records=["b/2"])
    assert (told.now, told.then) == ((("a/1", "b/2", "c/3"),), (("a/1", "c/3"),))


def test_a_judgement_more_or_less_changes_the_groups(scorer: Scorer) -> None:
    one, other, _ = _three(scorer)
    different = _judged("a/1", "b/2", Verdict.DIFFERENT)
    told = what_if([one, other], scorer, with_judgements=[different])
    assert (told.now, told.then, told.changes) == ((("a/1", "b/2"),), (("a/1",), ("b/2",)), True)
    back = what_if([one, other], scorer, [different], without_judgements=["j1"])
    assert (back.now, back.then) == (told.then, told.now)
    assert not what_if([one, other], scorer, without_judgements=["j9"]).changes
