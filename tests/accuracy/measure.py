"""All figures of docs/accuracy.md, measured once."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from identity.evaluate import Evaluation, evaluate
from identity.linking import link
from tests.accuracy import load_orders
from tests.accuracy.blocking_recall import KeyRecall, blocking_recall
from tests.accuracy.datasets import Labelled, febrl, historical, population
from tests.accuracy.households import most_frequent_address, resolved_households
from tests.accuracy.learning_curve import Step, learning_curve
from tests.accuracy.load_orders import make_world, one_load_a_register
from tests.accuracy.pooled import Judged, judge
from tests.accuracy.stock_splink import stock_splink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

UNSEEN_SEEDS = (130_027, 140_053, 150_061, 160_073, 170_081, 180_097)
"""Of populations that nobody looked at while levels, keys and rules were chosen. Looking at them uses them up: whoever
changes the model because of what docs/accuracy.md says takes other seeds here."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured; the page is made with the defaults, tests make do with less."""

    persons: int = 8_000
    curve_persons: int = 4_000
    order_persons: int = 1_600
    seeds: tuple[int, ...] = UNSEEN_SEEDS
    febrl: tuple[int, ...] = (3, 4)
    historical: bool = True


@dataclass(slots=True)
class Figures:
    """What the page is made of. `stock` are the ways of linking without us, by name, over the same populations."""

    size: Size
    files: dict[str, Evaluation] = field(default_factory=dict[str, Evaluation])
    thai: list[Judged] = field(default_factory=list[Judged])
    stock: dict[str, list[Judged]] = field(default_factory=dict[str, list[Judged]])
    probabilities: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    households: list[Evaluation] = field(default_factory=list[Evaluation])
    addresses: list[Evaluation] = field(default_factory=list[Evaluation])
    keys: tuple[KeyRecall, ...] = ()
    curve: tuple[Step, ...] = ()
    orders: dict[str, dict[str, Any]] = field(default_factory=dict[str, "dict[str, Any]"])


def measure(directory: Path, size: Size) -> Figures:
    """Measure everything; populations are written below `directory`."""
    figures = Figures(size)
    for name, labelled in _files(size):
        with _told(name):
            figures.files[name] = evaluate(labelled.truth, link(labelled.table).clusters)
    for seed in size.seeds:
        with _told(f"Thai registers, seed {seed}"):
            _measure_population(figures, directory / str(seed), seed)
    with _told("learning curve"):
        small = population(directory / "curve", persons=size.curve_persons, seed=size.seeds[0])
        figures.curve = tuple(learning_curve(small))
    with _told("load orders"):
        world = make_world(population(directory / "orders", persons=size.order_persons, seed=size.seeds[-1]))
        figures.orders = {
            "one load": load_orders.measure(world),
            "one load a register": load_orders.measure(world, loads=one_load_a_register),
        }
    return figures


def _files(size: Size) -> Iterator[tuple[str, Labelled]]:
    for number in size.febrl:
        yield f"FEBRL{number}", febrl(number)
    if size.historical:
        yield "historical figures", historical()


def _measure_population(figures: Figures, directory: Path, seed: int) -> None:
    labelled = population(directory, persons=figures.size.persons, seed=seed)
    name = f"Thai registers, seed {seed}"
    clusters: Mapping[str, str] = link(labelled.table).clusters
    figures.thai.append(judge(name, labelled, clusters))
    figures.households.append(resolved_households(labelled, clusters))
    figures.addresses.append(most_frequent_address(labelled, clusters))
    for stock in stock_splink(labelled):
        figures.stock.setdefault(stock.name, []).append(judge(name, labelled, stock.clusters))
        figures.probabilities.setdefault(stock.name, []).append(stock.probability)
    if not figures.keys:
        figures.keys = blocking_recall(labelled)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say on standard error what took how long."""
    started, processor = time.perf_counter(), time.process_time()
    yield
    wall, own = time.perf_counter() - started, time.process_time() - processor
    print(f"{name}: {wall:.0f} s, {own:.0f} s of processor time", file=sys.stderr)
