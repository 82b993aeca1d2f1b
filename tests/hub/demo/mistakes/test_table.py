"""The files hold as many mistakes of each kind as rates.csv says."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from hub.demo.mistakes.table import MISTAKES, REPEATED_ROW, rates
from hub.feeds import Feed

if TYPE_CHECKING:
    from hub.catalogue import SourceCatalogue
    from tests.hub.demo.conftest import Written


def test_the_table_names_every_kind_of_mistake_and_no_other() -> None:
    kinds = {mistake.kind for mistake in MISTAKES} | {REPEATED_ROW}
    assert len(kinds) == len(MISTAKES) + 1
    assert all(set(by_kind) == kinds for by_kind in rates().values())
    assert all(0 <= share <= 1 for by_kind in rates().values() for share in by_kind.values())


def test_mistakes_are_made_as_often_as_the_table_says(population: Written) -> None:
    for source, counts in population.summary.mistakes.items():
        for kind, (made, chances) in counts.items():
            share = rates()[source][kind]
            spread = math.sqrt(chances * share * (1 - share))
            assert abs(made - chances * share) <= 4 * spread + 1, f"{source} {kind}: {made} of {chances}"


def test_every_kind_with_a_rate_is_really_made_somewhere(population: Written) -> None:
    made = {
        kind
        for counts in population.summary.mistakes.values()
        for kind, (times, _) in counts.items()
        if times
    }
    assert made == {mistake.kind for mistake in MISTAKES} | {REPEATED_ROW}


@pytest.mark.parametrize(
    ("source", "kind", "field"),
    [
        ("ops_1300", "birth_left_out", "birth_date"),
        ("ops_logbook", "birth_left_out", "birth_date"),
        ("dsdw_poor_family", "birth_left_out", "birth_date"),
        ("ops_1300", "sex_left_out", "sex"),
    ],
)
def test_the_share_of_empty_fields_in_the_file_is_that_of_the_table(
    population: Written, catalogue: SourceCatalogue, source: str, kind: str, field: str
) -> None:
    records = list(Feed(catalogue.source(source), population.summary.files[source]).records())
    empty = sum(field not in record.values for record in records) / len(records)
    assert empty == pytest.approx(rates()[source][kind], abs=0.03)


def test_ages_stand_for_birth_dates_where_the_table_says_so(
    population: Written, catalogue: SourceCatalogue
) -> None:
    records = list(Feed(catalogue.source("ops_1300"), population.summary.files["ops_1300"]).records())
    births = [record.values["birth_date"] for record in records if "birth_date" in record.values]
    guessed = sum(birth.startswith(("อายุ", "ประมาณ", "~")) for birth in births) / len(births)
    assert guessed == pytest.approx(rates()["ops_1300"]["approximate_age"], abs=0.04)


def test_a_relatives_number_is_that_of_another_known_person(
    population: Written, catalogue: SourceCatalogue
) -> None:
    borrowed = {row["key"] for row in population.truth("strata") if row["stratum"] == "relative_number"}
    person_of = {row["key"]: row["cluster_id"] for row in population.truth("truth")}
    holders: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for source, path in population.summary.files.items():
        for record in Feed(catalogue.source(source), path).records():
            number = record.values.get("citizen_id", "").replace("-", "")
            if record.key in borrowed:
                written[record.key] = number
            elif len(number) == 13:
                holders.setdefault(number, set()).add(person_of[record.key])
    strange = sum(
        person_of[key] not in holders.get(number, {person_of[key]}) for key, number in written.items()
    )
    assert len(written) == len(borrowed) > 100
    assert strange > 0.7 * len(written)


def test_a_repeated_row_differs_in_its_record_id_alone(population: Written) -> None:
    rows = pq.read_table(population.summary.files["dsdw_poor_family"]).to_pylist()
    plain = [
        tuple(value for name, value in row.items() if name != "request_id")
        for row in rows
        if row["request_id"]
    ]
    repeated = sum(one == other for one, other in itertools.pairwise(plain)) / len(plain)
    assert repeated == pytest.approx(rates()["dsdw_poor_family"][REPEATED_ROW], abs=0.015)
