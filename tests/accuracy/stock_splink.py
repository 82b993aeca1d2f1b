"""Splink as it comes: its own comparisons, blocking and training recipe on the cleaned columns, for comparison.

What a careful user gets from Splink's documentation: names with Jaro-Winkler levels and term frequencies, dates of birth,
phone and sub-district, the citizen id as an exact match, u by random sampling, m by EM on two rules. Its threshold is
the best of several by the labels, which no real user has.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import splink.comparison_library as cl
from scipy.cluster.hierarchy import fcluster, linkage
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from identity.components import DisjointSets
from identity.evaluate import Evaluation, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

    from tests.accuracy.datasets import Labelled

COLUMNS = (
    "key",
    "given_name",
    "family_name",
    "sex",
    "birth_date",
    "citizen_id",
    "phone",
    "sub_district_code",
)
PROBABILITIES = (0.5, 0.9, 0.95, 0.99, 0.999)
NEVER_COMPARED = -6.0
"""Bits that a pair counts in average linkage that no blocking rule brought together."""
SEED = 1


@dataclass(frozen=True, slots=True)
class Edges:
    """Splink's predictions: pairs of record keys with their match weights."""

    keys: Sequence[str]
    pairs: Sequence[tuple[str, str, float]]


@dataclass(frozen=True, slots=True)
class Stock:
    """The best that stock Splink reaches with one way of clustering, and at which probability."""

    name: str
    probability: float
    clusters: Mapping[str, str]
    mark: Evaluation


def stock_splink(labelled: Labelled) -> tuple[Stock, Stock]:
    """Connected components and average linkage over the same edges, each at its best threshold."""
    edges = predict(labelled.table)
    return (
        _best("stock Splink, connected components", edges, components, labelled.truth),
        _best("stock Splink, average linkage", edges, average_linkage, labelled.truth),
    )


def predict(table: pa.Table) -> Edges:
    """Train and predict as Splink's own tutorial does."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:")
    connection.register("sent", table.select(list(COLUMNS)))
    connection.execute("create table stock_records as select * from sent").fetchall()
    connection.execute("set enable_progress_bar = false").fetchall()
    api = DuckDBAPI(connection)
    linker = Linker(api.register("stock_records"), _settings(), log_level=None)
    _train(linker)
    predicted = linker.inference.predict(threshold_match_weight=NEVER_COMPARED, warning_mode="never")
    rows = connection.execute(f"select key_l, key_r, match_weight from {predicted.physical_name}").fetchall()
    return Edges(
        table["key"].to_pylist(), [(str(one), str(other), float(weight)) for one, other, weight in rows]
    )


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="key",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("family_name"),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("citizen_id"),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sub_district_code").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("citizen_id"),
            block_on("phone"),
            block_on("given_name", "family_name"),
            block_on("given_name", "birth_date"),
            block_on("family_name", "birth_date"),
            block_on("birth_date", "sub_district_code"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _train(linker: Linker) -> None:
    strict = [block_on("citizen_id", "birth_date"), block_on("given_name", "family_name", "birth_date")]
    linker.training.estimate_probability_two_random_records_match(strict, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=SEED)
    for rule in (block_on("given_name", "family_name"), block_on("birth_date"), block_on("citizen_id")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def _best(
    name: str,
    edges: Edges,
    cluster: Callable[[Edges, float], Mapping[str, str]],
    truth: Mapping[str, str],
) -> Stock:
    tried = [
        Stock(name, one, found, evaluate(truth, found))
        for one in PROBABILITIES
        for found in [cluster(edges, _weight(one))]
    ]
    return max(tried, key=lambda stock: stock.mark.pair_f1)


def _weight(probability: float) -> float:
    return float(np.log2(probability / (1.0 - probability)))


def components(edges: Edges, threshold: float) -> dict[str, str]:
    """Everything that hangs together over pairs of at least this weight."""
    sets = DisjointSets(edges.keys)
    for one, other, weight in edges.pairs:
        if weight >= threshold:
            sets.join(one, other)
    return {key: sets.find(key) for key in edges.keys}


def average_linkage(edges: Edges, threshold: float) -> dict[str, str]:
    """Average linkage inside each connected component, cut where the average falls below the threshold."""
    label = components(edges, threshold)
    members: dict[str, list[str]] = defaultdict(list)
    for key in edges.keys:
        members[label[key]].append(key)
    inside: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for one, other, weight in edges.pairs:
        if label[one] == label[other]:
            inside[label[one]].append((one, other, weight))
    for owner, keys in members.items():
        if len(keys) > 2:
            label.update(_cut(keys, inside[owner], threshold))
    return label


def _cut(keys: Sequence[str], pairs: Sequence[tuple[str, str, float]], threshold: float) -> dict[str, str]:
    number = {key: place for place, key in enumerate(keys)}
    size = len(keys)
    weights = np.full((size, size), NEVER_COMPARED)
    for one, other, weight in pairs:
        weights[number[one], number[other]] = weights[number[other], number[one]] = weight
    high = float(weights.max())
    upper: Any = np.triu_indices(size, k=1)
    groups = fcluster(linkage(high - weights[upper], "average"), high - threshold, criterion="distance")
    return {key: f"{keys[0]}#{group}" for key, group in zip(keys, groups.tolist(), strict=True)}
