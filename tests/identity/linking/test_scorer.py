"""Live scoring is the batch for one record: the same weights as Splink's, the same keys, the same rules."""

from __future__ import annotations

import random
import time
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from identity.errors import ModelMismatch
from identity.linking import Model, train
from identity.linking.blocking import choose_keys
from identity.linking.frequencies import LEAST_HOLDERS, PERSONAL
from identity.linking.rules import OTHER_PERSON, RULES, SEEM_TWO
from identity.linking.scorer import Prepared, Scorer
from tests.accuracy.datasets import febrl, historical, population
from tests.identity.linking.pairs import Batch, mixtures

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = ("six Thai registers", "FEBRL 1", "historical figures")
LEAST_PAIRS = 20_000


@dataclass(frozen=True, slots=True)
class Case:
    """One data set scored both ways: with what DuckDB holds, Splink's weights, and the rows made ready."""

    batch: Batch
    weights: Mapping[tuple[str, str], float]
    scorer: Scorer
    prepared: Mapping[str, Prepared]


def _table(name: str, tmp: pytest.TempPathFactory) -> pa.Table:
    if name == DATA[0]:
        return population(tmp.mktemp("people"), persons=200, seed=31).table
    if name == DATA[1]:
        return febrl(1).table
    return historical(keep=lambda cluster: zlib.crc32(cluster.encode()) % 48 == 0).table


def _case(table: pa.Table) -> Case:
    # The model is of other data than what is scored: values it never saw are part of it.
    model = train(table, seed=1)
    rows = table.to_pylist()
    more, pairs = mixtures(rows, 1_500, seed=5)
    everyone = pa.concat_tables([table, pa.Table.from_pylist(more, schema=table.schema)])
    batch = Batch.of(everyone, model)
    batch.add_pairs(pairs)
    scorer = Scorer(model)
    prepared = {row["key"]: scorer.prepare(row) for row in [*rows, *more]}
    return Case(batch, batch.weights(), scorer, prepared)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    return {name: _case(_table(name, tmp_path_factory)) for name in DATA}


def test_there_are_enough_pairs(cases: dict[str, Case]) -> None:
    assert sum(len(case.weights) for case in cases.values()) >= LEAST_PAIRS


@pytest.mark.parametrize("name", DATA)
def test_every_pair_weighs_what_splink_says(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    shares = case.batch.personal_shares()
    others: defaultdict[str, list[str]] = defaultdict(list)
    for number, (one, other) in enumerate(sorted(case.weights)):
        # Live, the record that comes in is as often the one with the greater key.
        others[other if number % 2 else one].append(one if number % 2 else other)
    differences = [
        abs(weight - case.weights[min(one, other), max(one, other)])
        for one, known in others.items()
        for other, weight in zip(
            known,
            case.scorer.weights(case.prepared[one], [case.prepared[key] for key in known], shares),
            strict=True,
        )
    ]
    assert len(differences) == len(case.weights)
    assert max(differences) < 1e-6


def test_the_pairs_reach_every_level_of_every_comparison(cases: dict[str, Case]) -> None:
    wanted, reached = set[tuple[str, str]](), set[tuple[str, str]]()
    for case in cases.values():
        wanted |= {
            (part.name, level.label) for part in case.scorer.model.comparisons for level in part.levels
        }
        reached |= {
            (part.comparison, part.level)
            for one, other in case.weights
            for part in case.scorer.compare(case.prepared[one], case.prepared[other]).parts
        }
    assert wanted - reached == set()


@pytest.mark.parametrize("name", DATA)
def test_the_reasons_add_up_to_the_weight(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    shares = case.batch.personal_shares()
    for one, other in random.Random(3).sample(sorted(case.weights), 500):
        compared = case.scorer.compare(case.prepared[other], case.prepared[one], shares)
        assert compared.weight == pytest.approx(case.weights[one, other], abs=1e-6)
        odds = compared.probability / (1 - compared.probability) if compared.probability < 1 else 2**60
        assert compared.weight > 40 or odds == pytest.approx(2**compared.weight, rel=1e-3)


@pytest.mark.parametrize("name", DATA)
def test_a_record_has_the_blocking_keys_that_the_batch_gives_it(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    keys = choose_keys(case.batch.filled)
    wanted = {
        (key.name, record, value, key.cap)
        for key in keys
        for record, value in case.batch.query(
            f"select key, value::varchar from (select key, unnest({key.values}) as value from records) where value is not null"
        )
    }
    found = {
        (key.name, record, key.value, key.cap)
        for record, prepared in case.prepared.items()
        for key in case.scorer.keys(prepared)
    }
    assert found == wanted


@pytest.mark.parametrize("name", DATA)
def test_the_same_pairs_are_kept_apart_by_the_same_rules(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    rules = [rule for rule in RULES if case.batch.filled.has(*rule.needs)]
    choice = " ".join(f"when {rule.condition} then '{rule.name}'" for rule in rules)
    rows = case.batch.query(
        f"select a.key, b.key, case {choice} end, coalesce({OTHER_PERSON}, false), coalesce({SEEM_TWO}, false) from pairs "
        "join records a on a.rid = rid_l join records b on b.rid = rid_r"
    )
    ready = case.prepared
    for one, other, rule, other_person, seem_two in rows:
        assert case.scorer.apart(ready[other], ready[one]) == rule
        assert case.scorer.other_person(ready[one], ready[other]) is other_person
        assert case.scorer.seem_two(ready[one], ready[other]) is seem_two
    assert {row[3] for row in rows} == {row[4] for row in rows} == {True, False}


def test_a_value_that_no_training_saw_weighs_like_the_average_rare_one(cases: dict[str, Case]) -> None:
    scorer = cases[DATA[0]].scorer
    rows = [{"key": f"a/{number}", "family_fold": "neverheardof", "given_fold": "qq"} for number in (1, 2)]
    one, other = (scorer.prepare(row) for row in rows)
    part = next(part for part in scorer.compare(one, other).parts if part.comparison == "family")
    level = next(part for part in scorer.model.comparisons if part.name == "family").levels[1]
    u, rest = level.u or 0.0, scorer.model.frequencies["family_fold"].rest
    assert 2**part.frequency_weight == pytest.approx(u / rest)


def test_the_graphs_counters_say_how_frequent_a_personal_value_is(cases: dict[str, Case]) -> None:
    scorer = cases[DATA[0]].scorer
    one, other = (scorer.prepare({"key": f"a/{number}", "phone": "0812345678"}) for number in (1, 2))
    rare, common = (
        scorer.weights(one, [other], {"phone": {"0812345678": share}})[0] for share in (0.001, 0.008)
    )
    assert rare - common == pytest.approx(3.0)


def test_a_model_names_no_personal_value_and_none_that_few_hold(cases: dict[str, Case]) -> None:
    for case in cases.values():
        records = int(case.scorer.model.training["records"])
        for column, frequency in case.scorer.model.frequencies.items():
            assert not (column in PERSONAL and frequency.commonest)
            assert all(share * records > LEAST_HOLDERS - 0.5 for share in frequency.commonest.values())


def test_a_record_without_its_number_is_scored_without_it(cases: dict[str, Case]) -> None:
    scorer = cases[DATA[0]].scorer
    row = {
        "key": "a/1",
        "citizen_id": "1101700230705",
        "citizen_id_kind": "thai",
        "given_fold": "a",
        "birth_year": 1990,
    }
    one, other = scorer.prepare(row), scorer.prepare({**row, "key": "a/2"})
    bare = scorer.without_number(one)
    assert (scorer.number(one), scorer.number(bare)) == ("1101700230705", None)
    assert bare == scorer.prepare({name: value for name, value in row.items() if "citizen" not in name})
    assert scorer.weights(bare, [other])[0] < scorer.weights(one, [other])[0] - 5


def test_a_model_without_its_frequencies_is_refused(cases: dict[str, Case]) -> None:
    for case in cases.values():
        model = case.scorer.model
        with pytest.raises(ModelMismatch):
            Scorer(Model(model.comparisons, model.prior, model.thresholds))


def test_a_record_against_three_hundred_takes_a_moment(cases: dict[str, Case]) -> None:
    case = cases[DATA[0]]
    ready = list(case.prepared.values())[:301]
    taken: list[float] = []
    for _ in range(7):
        started = time.process_time()
        case.scorer.weights(ready[0], ready[1:])
        taken.append(time.process_time() - started)
    assert min(taken) < 0.006
