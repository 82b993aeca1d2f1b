"""What each further department's feed adds: the feeds of one population, taken in one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from identity.evaluate import Evaluation, evaluate
from identity.linking import link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.accuracy.datasets import Labelled

FEEDS = (
    "dop_allowance",
    "dcy_child_grant",
    "dep_disability",
    "dsdw_poor_family",
    "ops_logbook",
    "ops_1300",
)
"""In this order: from the registers with numbers on nearly every record to what informants say on the phone."""


@dataclass(frozen=True, slots=True)
class Step:
    """The feeds up to this one: their records, the persons they are truly of, and how well they are told apart."""

    feed: str
    records: int
    persons: int
    mark: Evaluation


def learning_curve(labelled: Labelled) -> Iterator[Step]:
    """Link the first feed, the first two, and so on, each time with a model trained on just these."""
    sources: list[str] = labelled.table["source"].to_pylist()
    for number, feed in enumerate(FEEDS, start=1):
        mask = pa.array([source in FEEDS[:number] for source in sources])
        table = labelled.table.filter(mask)
        mark = evaluate(labelled.truth, link(table).clusters)
        yield Step(feed, mark.records, mark.true_clusters, mark)
