"""Do five random load orders through the live path end with the same persons? `.venv/bin/python -m tests.accuracy.load_orders`

The records of a demo population are placed one by one by `identity.placing`, in memory, with one trained model; what is
not sure is decided when the load is in. Printed as JSON, with what becomes of it without waiting, and register by register.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from identity.displaced import drift
from identity.evaluate import evaluate
from identity.linking import link
from identity.linking.scorer import Scorer
from identity.placing import SURE
from tests.accuracy.datasets import population
from tests.accuracy.memory_hub import MemoryHub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from identity.linking import Linkage
    from identity.linking.scorer import Prepared
    from tests.accuracy.datasets import Labelled

    Loads = Iterable[Sequence[Prepared]]
    """Records in the order in which they come; what is not sure is decided at the end of each load."""

UNSEEN_SEED = 311
"""Of the population; no figure of this seed was looked at while the rules of placing were made."""
ORDERS = 5
NEVER_WAIT = float("-inf")


@dataclass(frozen=True, slots=True)
class World:
    """A labelled population made ready for placing, and a batch with the same model."""

    labelled: Labelled
    scorer: Scorer
    rows: Sequence[Prepared]
    linkage: Linkage

    @property
    def batch(self) -> Mapping[str, str]:
        """The cluster of each record in the batch."""
        return self.linkage.clusters


def make_world(labelled: Labelled) -> World:
    """Train on the records and link them as a batch."""
    linkage = link(labelled.table)
    scorer = Scorer(linkage.model)
    rows = [scorer.prepare(row) for row in labelled.table.to_pylist()]
    return World(labelled, scorer, rows, linkage)


def one_load(rows: Sequence[Prepared], order: random.Random) -> Loads:
    """All records shuffled, as one load."""
    return [order.sample(rows, len(rows))]


def one_load_a_register(rows: Sequence[Prepared], order: random.Random) -> Loads:
    """The registers in a random order, the records of each shuffled; each is a load of its own."""
    sources = sorted({row.columns["source"] for row in rows})
    return [
        one
        for source in order.sample(sources, len(sources))
        for one in one_load([row for row in rows if row.columns["source"] == source], order)
    ]


def load(world: World, order: int, *, sure: float, loads: Callable[..., Loads] = one_load) -> MemoryHub:
    """Take the population in, in a random order that this number stands for."""
    hub = MemoryHub(world.scorer, sure=sure)
    for rows in loads(world.rows, random.Random(order)):
        hub.load(rows)
    return hub


def measure(
    world: World, *, sure: float = SURE, loads: Callable[..., Loads] = one_load, orders: int = ORDERS
) -> dict[str, Any]:
    """Pairwise agreement of the orders with each other and with the batch, and their accuracy: pair F1 throughout."""
    hubs = [load(world, order, sure=sure, loads=loads) for order in range(orders)]
    between = [_agreement(one.person, other.person) for one, other in combinations(hubs, 2)]
    with_batch = [_agreement(world.batch, hub.person) for hub in hubs]
    displaced = Counter(doubt.reason for hub in hubs for doubt in drift(hub.person, world.batch))
    return {
        "agreement": {"least": min(between), "mean": fmean(between)},
        "agreement with batch": {"least": min(with_batch), "mean": fmean(with_batch)},
        "pair F1": [_agreement(world.labelled.truth, hub.person) for hub in hubs],
        "records that waited": fmean(hub.waited for hub in hubs),
        "records placed again": fmean(hub.again for hub in hubs),
        "doubts": dict(sum((hub.doubts for hub in hubs), Counter[str]())),
        "displaced": dict(displaced),
    }


def _agreement(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    return evaluate(one, other).pair_f1


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_600)
    parser.add_argument("--seed", type=int, default=UNSEEN_SEED)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        world = make_world(population(Path(directory), persons=chosen.persons, seed=chosen.seed))
    report = {
        "persons": chosen.persons,
        "seed": chosen.seed,
        "records": len(world.rows),
        "batch pair F1": _agreement(world.labelled.truth, world.batch),
        "one load": measure(world),
        "one load, nobody waits": measure(world, sure=NEVER_WAIT),
        "one load a register": measure(world, loads=one_load_a_register),
    }
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
