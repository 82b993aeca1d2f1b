"""How good a clustering is against the truth: pairs, B-cubed and whole clusters, counted without listing pairs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from identity.errors import InsufficientData

if TYPE_CHECKING:
    from collections.abc import Mapping, Set


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Agreement of clusters with the truth over the records that both know; shares run from 0 to 1.

    Pair figures count unordered pairs of records. B-cubed (Bagga and Baldwin 1998) averages over records, so
    a large cluster does not outweigh many small ones. `exact_clusters` is the share of true clusters found
    whole and alone. `strata` holds the same figures for named groups of records: a pair belongs to a stratum
    when at least one of its records does.
    """

    records: int
    true_clusters: int
    found_clusters: int
    true_pairs: int
    found_pairs: int
    right_pairs: int
    pair_precision: float
    pair_recall: float
    pair_f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    exact_clusters: float
    largest_cluster: int
    largest_true_cluster: int
    strata: Mapping[str, Evaluation] = field(default_factory=dict[str, "Evaluation"])

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain data, strata nested."""
        names = [name for name in self.__slots__ if name != "strata"]
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        if self.strata:
            plain["strata"] = {name: part.as_dict() for name, part in self.strata.items()}
        return plain


def evaluate(
    truth: Mapping[str, str], clusters: Mapping[str, str], strata: Mapping[str, Set[str]] | None = None
) -> Evaluation:
    """Compare `clusters` with `truth`, both from record key to label, over the keys in both.

    Raises InsufficientData when no record is in both.
    """
    cells = {key: (label, clusters[key]) for key, label in truth.items() if key in clusters}
    if not cells:
        raise InsufficientData("no record has both a true and a found cluster")
    parts = {name: _measure(cells, keys) for name, keys in (strata or {}).items()}
    return _measure(cells, None, parts)


Cell = tuple[str, str]


def _measure(
    cells: Mapping[str, Cell], keys: Set[str] | None, strata: Mapping[str, Evaluation] | None = None
) -> Evaluation:
    # A pair counts in a stratum unless both of its records are outside: all pairs minus the pairs of outsiders.
    outside = Counter(cell for key, cell in cells.items() if keys is not None and key not in keys)
    whole = Counter(cells.values())
    inside = whole - outside
    right = _pairs(whole) - _pairs(outside)
    true = _pairs(_side(whole, 0)) - _pairs(_side(outside, 0))
    found = _pairs(_side(whole, 1)) - _pairs(_side(outside, 1))
    true_sizes, found_sizes = _side(whole, 0), _side(whole, 1)
    records = inside.total()
    pair_precision, pair_recall = _share(right, found), _share(right, true)
    b3_precision = _share(sum(n * whole[cell] / found_sizes[cell[1]] for cell, n in inside.items()), records)
    b3_recall = _share(sum(n * whole[cell] / true_sizes[cell[0]] for cell, n in inside.items()), records)
    true_here, found_here = {cell[0] for cell in inside}, {cell[1] for cell in inside}
    exact = sum(whole[cell] == true_sizes[cell[0]] == found_sizes[cell[1]] for cell in inside)
    return Evaluation(
        records=records,
        true_clusters=len(true_here),
        found_clusters=len(found_here),
        true_pairs=true,
        found_pairs=found,
        right_pairs=right,
        pair_precision=pair_precision,
        pair_recall=pair_recall,
        pair_f1=_harmonic(pair_precision, pair_recall),
        b3_precision=b3_precision,
        b3_recall=b3_recall,
        b3_f1=_harmonic(b3_precision, b3_recall),
        exact_clusters=_share(exact, len(true_here)),
        largest_cluster=max((found_sizes[label] for label in found_here), default=0),
        largest_true_cluster=max((true_sizes[label] for label in true_here), default=0),
        strata=strata or {},
    )


def _side(cells: Counter[Cell], side: int) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for cell, count in cells.items():
        sizes[cell[side]] += count
    return sizes


def _pairs(sizes: Counter[Cell] | Counter[str]) -> int:
    return sum(count * (count - 1) // 2 for count in sizes.values())


def _share(part: float, whole: float) -> float:
    # Nothing found wrongly out of nothing is perfect, as an empty clustering makes no wrong pair.
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
