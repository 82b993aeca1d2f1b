"""What linking gives back: clusters, links, conflicts for a human, the cost of each key, and the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

    from identity.linking.blocking import KeyCost
    from identity.linking.model import Model

LINKS_SCHEMA = pa.schema(
    [
        pa.field("left", pa.string(), nullable=False),
        pa.field("right", pa.string(), nullable=False),
        pa.field("weight", pa.float64(), nullable=False),
        pa.field("probability", pa.float64(), nullable=False),
    ]
)
"""`weight` is log2 of the odds that the two records are of one person, the prior included."""

APART_SCHEMA = pa.schema(
    [
        pa.field("left", pa.string(), nullable=False),
        pa.field("right", pa.string(), nullable=False),
        pa.field("reason", pa.dictionary(pa.int8(), pa.string()), nullable=False),
    ]
)
"""Pairs that a rule keeps apart whatever they weigh, and the name of the rule."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two records, the strongest pair of two persons, that contradict each other: kept apart, and a human should look."""

    left: str
    right: str
    reason: str


@dataclass(frozen=True, slots=True)
class Linkage:
    """One linkage. `clusters` has every record; a label is the smallest key of the cluster's open records,
    or of all its records when none is open. Sealed records change neither clusters nor labels of open ones."""

    clusters: Mapping[str, str]
    links: pa.Table
    apart: pa.Table
    conflicts: tuple[Conflict, ...]
    blocking: tuple[KeyCost, ...]
    model: Model
