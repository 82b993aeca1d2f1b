"""The whole flow of one linkage: open records first, then each sealed compartment on top of them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from identity.clustering import Constraints, Edges, as_pairs, attach, cluster
from identity.judgement import Verdict, in_force
from identity.linking.apart import REASONS, find_apart
from identity.linking.blocking import choose_keys, find_pairs
from identity.linking.conflicts import Held, find_conflicts
from identity.linking.features import code_name_parts, load_records
from identity.linking.frequencies import NAME_PART, compares_name_parts, measure
from identity.linking.linkage import APART_SCHEMA, LINKS_SCHEMA, Conflict, Linkage
from identity.linking.score import apply_prior, prior_bits, score_pairs
from identity.linking.spark import link_on_spark
from identity.linking.training import train_model, with_prior
from identity.linking.whose_number import set_contested_aside
from identity.partition import are_among

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    import duckdb

    from identity.judgement import Judgement
    from identity.linking.apart import Apart
    from identity.linking.blocking import Key, KeyCost
    from identity.linking.features import Filled
    from identity.linking.model import Model
    from identity.linking.spark import SparkSession

_PRIOR_ROUNDS = 2
_SPARE = 2.0
"""Bits by which the prior may rise while it settles without the pairs being weighed again."""


def unwatched(name: str, /) -> AbstractContextManager[None]:
    """A stage that nobody watches."""
    del name
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a linkage is run: the seed of the training, the Spark session that finds and weighs the pairs instead of
    DuckDB, and what each stage is wrapped in, for whoever wants to see how long it takes."""

    seed: int = 1
    spark: SparkSession | None = None
    step: Callable[[str], AbstractContextManager[None]] = unwatched


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of the pairs of one working table. Keys are in `rid` order."""

    keys: list[str]
    edges: Edges
    apart: Apart
    links: pa.Table
    blocking: tuple[KeyCost, ...]
    model: Model


def link_table(
    connection: duckdb.DuckDBPyConnection,
    table: pa.Table,
    *,
    model: Model | None,
    manner: Manner,
    judgements: Sequence[Judgement],
    sealed: Mapping[str, str],
) -> Linkage:
    """Link on this connection; see `identity.linking.link`."""
    decided = {pair: judgement.verdict for pair, judgement in in_force(judgements).items()}
    sources: list[str] = table["source"].to_pylist()
    visible = _of(table, [name not in sealed for name in sources]) if sealed else table
    evidence = _gather(connection, visible, model=model, manner=manner)
    with manner.step("Cluster"):
        clusters = _cluster_open(evidence, decided)
    links, conflicts = [evidence.links], list(_conflicts(connection, evidence, clusters, decided))
    apart = [_apart(evidence)]
    for compartment in sorted(set(sealed.values())):
        inside = {name for name, place in sealed.items() if place == compartment}
        rows = _of(table, [name not in sealed or name in inside for name in sources])
        more = _gather(connection, rows, model=evidence.model, manner=manner)
        hidden = set(_of(table, [name in inside for name in sources])["key"].to_pylist())
        clusters |= _attach_sealed(more, clusters, hidden, decided)
        touched = [left in hidden or right in hidden for left, right in _ends(more.links)]
        links.append(_of(more.links, touched))
        kept = _apart(more)
        apart.append(_of(kept, [left in hidden or right in hidden for left, right in _ends(kept)]))
        conflicts += _conflicts(connection, more, clusters, decided, hidden=hidden)
    return Linkage(
        clusters=clusters,
        links=pa.concat_tables(links),
        apart=pa.concat_tables(apart),
        conflicts=tuple(conflicts),
        blocking=evidence.blocking,
        model=evidence.model,
    )


def _of(table: pa.Table, mask: list[bool]) -> pa.Table:
    return table.filter(pa.array(mask, pa.bool_()))


def _ends(links: pa.Table) -> Iterable[tuple[str, str]]:
    return zip(links["left"].to_pylist(), links["right"].to_pylist(), strict=True)


def _attach_sealed(
    evidence: _Evidence,
    open_clusters: Mapping[str, str],
    hidden: set[str],
    decided: Mapping[tuple[str, str], Verdict],
) -> dict[str, str]:
    """The clusters of the sealed records of one compartment: an open cluster's label, or one of their own."""
    keys = evidence.keys
    number = {key: rid for rid, key in enumerate(keys)}
    sealed = np.array([key in hidden for key in keys], dtype=np.bool_)
    fixed = np.array([-1 if key in hidden else number[open_clusters[key]] for key in keys], dtype=np.int64)
    labels = attach(
        fixed, sealed, evidence.edges, (evidence.model.thresholds, _constraints(evidence, decided))
    )
    # The label of an open cluster stays the smallest of its open keys.
    name = {int(label): keys[label] for label in np.unique(labels)}
    name |= {int(labels[rid]): open_clusters[key] for rid, key in enumerate(keys) if key not in hidden}
    return {key: name[int(labels[number[key]])] for key in sorted(hidden)}


def learn(connection: duckdb.DuckDBPyConnection, table: pa.Table, *, seed: int) -> Model:
    """Train on this table and set the prior by what the trained model finds in it."""
    return _gather(connection, table, model=None, manner=Manner(seed=seed)).model


def _gather(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, *, model: Model | None, manner: Manner
) -> _Evidence:
    spark, step = manner.spark, manner.step
    with step("Lay out the records"):
        filled = load_records(connection, table, nicknames=None if model is None else model.nicknames)
        set_contested_aside(connection)
        if model is not None and compares_name_parts(model.comparisons):
            # A model that nothing was learnt for carries no frequencies: the table's own stand in for them.
            code_name_parts(connection, model.frequencies.get(NAME_PART) or measure(connection, NAME_PART))
        keys = choose_keys(filled)
    blocking: tuple[KeyCost, ...] = ()
    # A model just trained is applied like one that was read: to link with it another day gives these very links.
    if model is None:
        blocking, model = _learn(connection, filled, keys, manner=manner)
    elif spark is None:
        with step("Find pairs"):
            blocking = find_pairs(connection, keys)
        with step("Weigh pairs"):
            score_pairs(connection, model)
    if spark is not None:
        with step("Find and weigh pairs on Spark"):
            blocking = link_on_spark(connection, spark, keys=keys, model=model)
    with step("Keep apart"):
        edges, apart = _edges(connection), find_apart(connection, filled)
    return _Evidence(
        keys=[str(row[0]) for row in connection.execute("select key from records order by rid").fetchall()],
        edges=edges,
        apart=apart,
        links=_links(connection),
        blocking=blocking,
        model=model,
    )


def _edges(connection: duckdb.DuckDBPyConnection) -> Edges:
    found = connection.sql("select rid_l, rid_r, weight from links order by 1, 2").fetchnumpy()
    return Edges(
        found["rid_l"].astype(np.int64),
        found["rid_r"].astype(np.int64),
        np.asarray(found["weight"], dtype=np.float64),
    )


def _learn(
    connection: duckdb.DuckDBPyConnection, filled: Filled, keys: tuple[Key, ...], *, manner: Manner
) -> tuple[tuple[KeyCost, ...], Model]:
    """Train on the working table, settle the prior, and leave `links` as the model finds them."""
    with manner.step("Train"):
        trained = train_model(connection, filled, seed=manner.seed)
    with manner.step("Find pairs"):
        blocking = find_pairs(connection, keys)
    with manner.step("Weigh pairs"):
        score_pairs(connection, trained, spare=_SPARE)
    with manner.step("Settle the prior"):
        model = _settle_prior(connection, trained, filled)
        if prior_bits(model) - prior_bits(trained) <= _SPARE:
            apply_prior(connection, model)
        else:
            score_pairs(connection, model)
    return blocking, model


def _settle_prior(connection: duckdb.DuckDBPyConnection, model: Model, filled: Filled) -> Model:
    """Strict rules only bound the number of matches from below: cluster, count, and take that as the prior."""
    edges, records = _edges(connection), filled.records
    apart = find_apart(connection, filled).pairs
    for _ in range(_PRIOR_ROUNDS):
        labels = cluster(records, edges, model.thresholds, Constraints(apart=apart))
        sizes = np.bincount(labels)
        found = max(1, int((sizes * (sizes - 1) // 2).sum()))
        before = model.thresholds.prior
        model = with_prior(model, found / (records * (records - 1) / 2))
        edges = Edges(edges.left, edges.right, edges.weight + (model.thresholds.prior - before))
    return model


def _links(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    links = connection.sql(
        "select a.key as left, b.key as right, weight, probability from links "
        "join records a on a.rid = rid_l join records b on b.rid = rid_r order by rid_l, rid_r"
    ).to_arrow_table()
    return links.cast(LINKS_SCHEMA)


def _cluster_open(evidence: _Evidence, decided: Mapping[tuple[str, str], Verdict]) -> dict[str, str]:
    labels = cluster(
        len(evidence.keys), evidence.edges, evidence.model.thresholds, _constraints(evidence, decided)
    )
    return {key: evidence.keys[label] for key, label in zip(evidence.keys, labels.tolist(), strict=True)}


def _constraints(evidence: _Evidence, decided: Mapping[tuple[str, str], Verdict]) -> Constraints:
    number = {key: rid for rid, key in enumerate(evidence.keys)}
    human = {
        (number[left], number[right]): verdict
        for (left, right), verdict in decided.items()
        if left in number and right in number
    }
    together = frozenset(pair for pair, verdict in human.items() if verdict is Verdict.SAME)
    apart = as_pairs([pair for pair, verdict in human.items() if verdict is Verdict.DIFFERENT])
    by_rule = evidence.apart.pairs
    outranked = are_among(by_rule, as_pairs(together), size=len(evidence.keys))
    return Constraints(together, np.concatenate([apart, by_rule[~outranked]]))


def _apart(evidence: _Evidence) -> pa.Table:
    keys, apart = pa.array(evidence.keys, pa.string()), evidence.apart
    reasons = pa.DictionaryArray.from_arrays(apart.reason, pa.array(REASONS))
    return pa.table(
        [keys.take(pa.array(apart.left)), keys.take(pa.array(apart.right)), reasons], APART_SCHEMA
    )


def _conflicts(
    connection: duckdb.DuckDBPyConnection,
    evidence: _Evidence,
    clusters: Mapping[str, str],
    decided: Iterable[tuple[str, str]],
    *,
    hidden: Collection[str] | None = None,
) -> Iterator[Conflict]:
    """What contradicts itself in the working table; on `hidden` records only, where they are given."""
    keys, apart = evidence.keys, evidence.apart
    number = {key: rid for rid, key in enumerate(keys)}
    held = Held(
        person=np.fromiter((number[clusters[key]] for key in keys), np.int64, len(keys)),
        decided=as_pairs(
            [(number[left], number[right]) for left, right in decided if {left, right} <= number.keys()]
        ),
        asking=None if hidden is None else np.array([key in hidden for key in keys], dtype=np.bool_),
    )
    found = find_conflicts(connection, apart, evidence.edges, held=held, thresholds=evidence.model.thresholds)
    for (left, right), reason in zip(apart.pairs[found].tolist(), apart.reason[found].tolist(), strict=True):
        yield Conflict(keys[left], keys[right], REASONS[reason])
