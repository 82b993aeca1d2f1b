"""The whole flow of one linkage: open records first, then each sealed compartment on top of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from identity.clustering import Constraints, Edges, cluster
from identity.judgement import Verdict, in_force
from identity.linking.blocking import choose_keys, find_pairs
from identity.linking.features import load_records
from identity.linking.linkage import LINKS_SCHEMA, Conflict, Linkage
from identity.linking.rules import RULES, find_apart
from identity.linking.score import score_pairs
from identity.linking.train import train_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from identity.judgement import Judgement
    from identity.linking.blocking import KeyCost
    from identity.linking.model import Model

_FOR_HUMAN = frozenset(rule.name for rule in RULES if rule.for_human)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of the pairs of one working table. Keys are in `rid` order."""

    keys: list[str]
    edges: Edges
    apart: list[tuple[int, int, float, str]]
    links: pa.Table
    blocking: tuple[KeyCost, ...]
    model: Model


def link_table(
    connection: duckdb.DuckDBPyConnection,
    table: pa.Table,
    *,
    model: Model | None,
    seed: int,
    judgements: Sequence[Judgement],
    sealed: Mapping[str, str],
) -> Linkage:
    """Link on this connection; see `identity.linking.link`."""
    decided = {pair: judgement.verdict for pair, judgement in in_force(judgements).items()}
    opened = table.filter(
        pa.array([source not in sealed for source in table["source"].to_pylist()], pa.bool_())
    )
    evidence = _gather(connection, opened, model=model, seed=seed)
    clusters = _cluster_open(evidence, decided)
    return Linkage(
        clusters=clusters,
        links=evidence.links,
        conflicts=_conflicts(evidence, decided),
        blocking=evidence.blocking,
        model=evidence.model,
    )


def _gather(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, *, model: Model | None, seed: int
) -> _Evidence:
    filled = load_records(connection, table)
    model = model or train_model(connection, filled, seed=seed)
    blocking = find_pairs(connection, choose_keys(filled))
    score_pairs(connection, model)
    found = connection.sql("select rid_l, rid_r, weight from links order by 1, 2").fetchnumpy()
    edges = Edges(
        found["rid_l"].astype(np.int64),
        found["rid_r"].astype(np.int64),
        np.asarray(found["weight"], dtype=np.float64),
    )
    return _Evidence(
        keys=[str(row[0]) for row in connection.execute("select key from records order by rid").fetchall()],
        edges=edges,
        apart=find_apart(connection),
        links=_links(connection),
        blocking=blocking,
        model=model,
    )


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
    together = {pair for pair, verdict in human.items() if verdict is Verdict.SAME}
    apart = {pair for pair, verdict in human.items() if verdict is Verdict.DIFFERENT}
    apart |= {(left, right) for left, right, _, _ in evidence.apart if (left, right) not in together}
    return Constraints(frozenset(together), frozenset(apart))


def _conflicts(evidence: _Evidence, decided: Mapping[tuple[str, str], Verdict]) -> tuple[Conflict, ...]:
    join = evidence.model.thresholds.join
    found = (
        Conflict(evidence.keys[left], evidence.keys[right], reason)
        for left, right, weight, reason in evidence.apart
        if weight >= join and reason in _FOR_HUMAN
    )
    return tuple(conflict for conflict in found if (conflict.left, conflict.right) not in decided)
