"""Records that the live path placed otherwise than a batch would: reported, never moved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from identity.doubt import Doubt, DoubtKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Cell = tuple[str, str]
"""The labels that live and batch give the same records."""


def drift(live: Mapping[str, str], batch: Mapping[str, str]) -> Iterator[Doubt]:
    """One doubt for each group of records that sits elsewhere than in a batch; both from record key to label.

    Clusters are matched by what they share, the largest share first; what two matched clusters do not share is
    displaced. `left` is the smallest key of the displaced records, `right` that of the records they would be with,
    or are with and would not be; `records` are all of these. Records that only one of the two knows are passed over.
    """
    cells: defaultdict[_Cell, list[str]] = defaultdict(list)
    for key in sorted(live.keys() & batch.keys()):
        cells[live[key], batch[key]].append(key)
    of_live, of_batch = _homes(cells)
    for (held, wanted), records in sorted(cells.items()):
        if of_live.get(held) == wanted:
            continue
        if wanted in of_batch:
            yield _doubt(records, cells[of_batch[wanted], wanted], "a batch holds the two to be one person")
        else:
            yield _doubt(records, cells[held, of_live[held]], "a batch holds the two to be two persons")


def _homes(cells: Mapping[_Cell, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Which live cluster is which batch cluster, and the other way round."""
    of_live: dict[str, str] = {}
    of_batch: dict[str, str] = {}
    for held, wanted in sorted(cells, key=lambda cell: (-len(cells[cell]), cells[cell][0])):
        if held not in of_live and wanted not in of_batch:
            of_live[held], of_batch[wanted] = wanted, held
    return of_live, of_batch


def _doubt(displaced: list[str], others: list[str], reason: str) -> Doubt:
    return Doubt(DoubtKind.DRIFT, displaced[0], others[0], tuple(sorted((*displaced, *others))), None, reason)
