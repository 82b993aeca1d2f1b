"""What another model would change on the same records: which persons join, which part, and how far the two agree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from identity.components import DisjointSets
from identity.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class ChangeKind(StrEnum):
    """What happens to the persons of one change."""

    JOINED = "joined"
    """Several become one."""
    PARTED = "parted"
    """One becomes several."""
    REGROUPED = "regrouped"
    """Several exchange records."""


@dataclass(frozen=True, slots=True)
class ClusterChange:
    """Clusters that become other clusters of the very same records: labels before and after; each record key with its
    label before and its label after."""

    kind: ChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    records: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Two clusterings of the same records. `agreement` is the pair F1 of one against the other, 1 when all pairs
    agree; `changed_share` the share of the clusters before that do not stay as they are."""

    records: int
    clusters_before: int
    clusters_after: int
    agreement: float
    changes: tuple[ClusterChange, ...]

    @property
    def changed_share(self) -> float:
        """From 0 to 1."""
        return sum(len(change.before) for change in self.changes) / self.clusters_before

    def clusters(self, kind: ChangeKind) -> int:
        """How many clusters of before a kind of change takes part in."""
        return sum(len(change.before) for change in self.changes if change.kind is kind)

    def as_dict(self) -> dict[str, Any]:
        """The figures without the records, as plain data."""
        return {
            "records": self.records,
            "clusters_before": self.clusters_before,
            "clusters_after": self.clusters_after,
            "agreement": self.agreement,
            "changed_share": self.changed_share,
            **{f"clusters_{kind}": self.clusters(kind) for kind in ChangeKind},
        }


def compare_clusterings(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """Compare two clusterings, each from record key to label, over the records in both.

    Raises InsufficientData when no record is in both.
    """
    mark = evaluate(before, after)
    shared = {key: (label, after[key]) for key, label in before.items() if key in after}
    return Changes(
        records=mark.records,
        clusters_before=mark.true_clusters,
        clusters_after=mark.found_clusters,
        agreement=mark.pair_f1,
        changes=tuple(_changes(shared)),
    )


def _changes(cells: Mapping[str, tuple[str, str]]) -> Iterator[ClusterChange]:
    """Clusters that share records hang together; what hangs together one to one has not changed."""
    sets = DisjointSets(
        [f"b{one}" for one, _ in cells.values()] + [f"a{other}" for _, other in cells.values()]
    )
    for one, other in set(cells.values()):
        sets.join(f"b{one}", f"a{other}")
    records: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for key in sorted(cells):
        records[sets.find(f"b{cells[key][0]}")].append((key, *cells[key]))
    for labels in sets.sets():
        before = tuple(label[1:] for label in labels if label.startswith("b"))
        after = tuple(label[1:] for label in labels if label.startswith("a"))
        if len(before) > 1 or len(after) > 1:
            yield ClusterChange(_kind(before, after), before, after, tuple(records[sets.find(labels[0])]))


def _kind(before: tuple[str, ...], after: tuple[str, ...]) -> ChangeKind:
    if len(after) == 1:
        return ChangeKind.JOINED
    return ChangeKind.PARTED if len(before) == 1 else ChangeKind.REGROUPED
