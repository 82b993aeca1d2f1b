"""The whole flow of one linkage: open records first, then each sealed compartment on top of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from identity.clustering import Constraints, Edges, attach, cluster
from identity.judgement import Verdict, in_force
from identity.linking.apart import find_apart
from identity.linking.blocking import choose_keys, find_pairs
from identity.linking.features import code_name_parts, load_records
from identity.linking.frequencies import NAME_PART
from identity.linking.linkage import APART_SCHEMA, LINKS_SCHEMA, Conflict, Linkage
from identity.linking.rules import CONTESTED, RULES
from identity.linking.score import score_pairs
from identity.linking.training import train_model, with_prior
from identity.linking.whose_number import set_contested_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from identity.judgement import Judgement
    from identity.linking.blocking import KeyCost
    from identity.linking.features import Filled
    from identity.linking.model import Model

_PRIOR_ROUNDS = 2
_FOR_HUMAN = frozenset(rule.name for rule in RULES if rule.for_human)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of the pairs of one working table. Keys are in `rid` order."""

    keys: list[str]
    edges: Edges
    apart: list[tuple[int, int, str]]
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
    sources: list[str] = table["source"].to_pylist()
    evidence = _gather(
        connection, _of(table, [name not in sealed for name in sources]), model=model, seed=seed
    )
    clusters = _cluster_open(evidence, decided)
    links, conflicts = [evidence.links], list(_conflicts(evidence, decided))
    apart = [_apart(evidence)]
    for compartment in sorted(set(sealed.values())):
        inside = {name for name, place in sealed.items() if place == compartment}
        rows = _of(table, [name not in sealed or name in inside for name in sources])
        more = _gather(connection, rows, model=evidence.model, seed=seed)
        hidden = set(_of(table, [name in inside for name in sources])["key"].to_pylist())
        clusters |= _attach_sealed(more, clusters, hidden, decided)
        touched = [left in hidden or right in hidden for left, right in _ends(more.links)]
        links.append(_of(more.links, touched))
        kept = _apart(more)
        apart.append(_of(kept, [left in hidden or right in hidden for left, right in _ends(kept)]))
        conflicts += [one for one in _conflicts(more, decided) if one.left in hidden or one.right in hidden]
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
    return _gather(connection, table, model=None, seed=seed).model


def _gather(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, *, model: Model | None, seed: int
) -> _Evidence:
    filled = load_records(connection, table)
    set_contested_aside(connection)
    if model is not None and NAME_PART in model.frequencies:
        code_name_parts(connection, model.frequencies[NAME_PART])
    trained = model or train_model(connection, filled, seed=seed)
    blocking = find_pairs(connection, choose_keys(filled))
    if model is None:
        trained = _settle_prior(connection, trained, filled)
    # A model just trained is applied like one that was read: to link with it another day gives these very links.
    score_pairs(connection, trained)
    edges = _edges(connection)
    apart = find_apart(connection, filled)
    return _Evidence(
        keys=[str(row[0]) for row in connection.execute("select key from records order by rid").fetchall()],
        edges=edges,
        apart=apart,
        links=_links(connection),
        blocking=blocking,
        model=trained,
    )


def _edges(connection: duckdb.DuckDBPyConnection) -> Edges:
    found = connection.sql("select rid_l, rid_r, weight from links order by 1, 2").fetchnumpy()
    return Edges(
        found["rid_l"].astype(np.int64),
        found["rid_r"].astype(np.int64),
        np.asarray(found["weight"], dtype=np.float64),
    )


def _settle_prior(connection: duckdb.DuckDBPyConnection, model: Model, filled: Filled) -> Model:
    """Strict rules only bound the number of matches from below: cluster, count, and take that as the prior."""
    score_pairs(connection, model)
    edges, records = _edges(connection), filled.records
    apart = frozenset((left, right) for left, right, _ in find_apart(connection, filled))
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
    together = {pair for pair, verdict in human.items() if verdict is Verdict.SAME}
    apart = {pair for pair, verdict in human.items() if verdict is Verdict.DIFFERENT}
    apart |= {(left, right) for left, right, _ in evidence.apart if (left, right) not in together}
    return Constraints(frozenset(together), frozenset(apart))


def _apart(evidence: _Evidence) -> pa.Table:
    keys = pa.array(evidence.keys, pa.string())
    left, right = (pa.array([pair[side] for pair in evidence.apart], pa.int64()) for side in (0, 1))
    reasons = pa.array([reason for _, _, reason in evidence.apart], pa.string())
    return pa.table(
        [keys.take(left), keys.take(right), reasons.cast(APART_SCHEMA.field("reason").type)], APART_SCHEMA
    )


def _conflicts(evidence: _Evidence, decided: Mapping[tuple[str, str], Verdict]) -> tuple[Conflict, ...]:
    edges, join = evidence.edges, evidence.model.thresholds.join
    strong = edges.among(edges.weight >= join)
    joinable = set(zip(strong.left.tolist(), strong.right.tolist(), strict=True))
    found = (
        Conflict(evidence.keys[left], evidence.keys[right], reason)
        for left, right, reason in evidence.apart
        if reason == CONTESTED or (reason in _FOR_HUMAN and (left, right) in joinable)
    )
    return tuple(conflict for conflict in found if (conflict.left, conflict.right) not in decided)
