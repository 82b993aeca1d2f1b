"""The whole flow of one linkage: open records first, then each sealed compartment on top of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from identity.clustering import Constraints, as_pairs, attach, cluster
from identity.judgement import Verdict, in_force
from identity.linking.apart import REASONS, find_apart_within
from identity.linking.conflicts import Held, find_conflicts
from identity.linking.copies import Copies
from identity.linking.gathering import gather
from identity.linking.linkage import APART_SCHEMA, Conflict, Linkage
from identity.partition import are_among

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    import duckdb
    from numpy.typing import NDArray

    from identity.judgement import Judgement
    from identity.linking.gathering import Evidence, Manner
    from identity.linking.model import Model

    Ids = NDArray[np.int64]

_RULE_ROUNDS = 3
"""How often clusters are looked through for records that a rule keeps apart though nothing compared them."""


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
    copies = Copies.of(connection, table, judged={key for pair in decided for key in pair})
    table = copies.left_out(table)
    sources: list[str] = table["source"].to_pylist()
    visible = _of(table, [name not in sealed for name in sources]) if sealed else table
    evidence = gather(connection, visible, model=model, manner=manner)
    with manner.step("Cluster"):
        evidence, clusters = _cluster_open(connection, evidence, decided)
    links, conflicts = [evidence.links], list(_conflicts(connection, evidence, clusters, decided))
    apart = [_apart(evidence)]
    for compartment in sorted(set(sealed.values())):
        inside = {name for name, place in sealed.items() if place == compartment}
        rows = _of(table, [name not in sealed or name in inside for name in sources])
        more = gather(connection, rows, model=evidence.model, manner=manner)
        hidden = set(_of(table, [name in inside for name in sources])["key"].to_pylist())
        more, attached = _attach_sealed(connection, more, clusters, hidden, decided)
        clusters |= attached
        touched = [left in hidden or right in hidden for left, right in _ends(more.links)]
        links.append(_of(more.links, touched))
        kept = _apart(more)
        apart.append(_of(kept, [left in hidden or right in hidden for left, right in _ends(kept)]))
        conflicts += _conflicts(connection, more, clusters, decided, hidden=hidden)
    return Linkage(
        clusters=copies.follow(clusters),
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
    connection: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    open_clusters: Mapping[str, str],
    hidden: set[str],
    decided: Mapping[tuple[str, str], Verdict],
) -> tuple[Evidence, dict[str, str]]:
    """The clusters of the sealed records of one compartment: an open cluster's label, or one of their own."""
    keys = evidence.keys
    number = {key: rid for rid, key in enumerate(keys)}
    sealed = np.array([key in hidden for key in keys], dtype=np.bool_)
    fixed = np.array([-1 if key in hidden else number[open_clusters[key]] for key in keys], dtype=np.int64)

    def attached(evidence: Evidence) -> Ids:
        rules = evidence.model.thresholds, _constraints(evidence, decided)
        return attach(fixed, sealed, evidence.edges, rules)

    evidence, labels = _under_rules(connection, evidence, decided, attached)
    # The label of an open cluster stays the smallest of its open keys.
    name = {int(label): keys[label] for label in np.unique(labels)}
    name |= {int(labels[rid]): open_clusters[key] for rid, key in enumerate(keys) if key not in hidden}
    return evidence, {key: name[int(labels[number[key]])] for key in sorted(hidden)}


def _cluster_open(
    connection: duckdb.DuckDBPyConnection, evidence: Evidence, decided: Mapping[tuple[str, str], Verdict]
) -> tuple[Evidence, dict[str, str]]:
    """The cluster of each record."""

    def clustered(evidence: Evidence) -> Ids:
        size, thresholds = len(evidence.keys), evidence.model.thresholds
        return cluster(size, evidence.edges, thresholds, _constraints(evidence, decided))

    evidence, labels = _under_rules(connection, evidence, decided, clustered)
    keys = evidence.keys
    return evidence, {key: keys[label] for key, label in zip(keys, labels.tolist(), strict=True)}


def _under_rules(
    connection: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    decided: Mapping[tuple[str, str], Verdict],
    clustered: Callable[[Evidence], Ids],
) -> tuple[Evidence, Ids]:
    """Clusters in which no rule keeps any two apart, be they links or not, and the evidence that this took. Where a human
    made two persons one, what was never compared is not held against it."""
    together = as_pairs(_constraints(evidence, decided).together)
    alone = -1 - np.arange(len(evidence.keys), dtype=np.int64)
    labels = clustered(evidence)
    for _ in range(_RULE_ROUNDS):
        by_human = np.isin(labels, labels[together])
        unseen = find_apart_within(connection, evidence.filled, np.where(by_human, alone, labels))
        if not unseen.left.size:
            break
        evidence = replace(evidence, apart=evidence.apart.and_more(unseen))
        labels = clustered(evidence)
    return evidence, labels


def _constraints(evidence: Evidence, decided: Mapping[tuple[str, str], Verdict]) -> Constraints:
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


def _apart(evidence: Evidence) -> pa.Table:
    keys, apart = pa.array(evidence.keys, pa.string()), evidence.apart
    reasons = pa.DictionaryArray.from_arrays(apart.reason, pa.array(REASONS))
    return pa.table(
        [keys.take(pa.array(apart.left)), keys.take(pa.array(apart.right)), reasons], APART_SCHEMA
    )


def _conflicts(
    connection: duckdb.DuckDBPyConnection,
    evidence: Evidence,
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
