"""What was promised of accuracy, each promise beside what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.accuracy.pooled import Judged, pooled, value, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from identity.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: `least` is the figure that must be reached, or where `under` the one to stay below."""

    name: str
    least: float
    found: float
    under: bool = False

    @property
    def reached(self) -> bool:
        """Is the promise kept?"""
        return self.found < self.least if self.under else self.found >= self.least

    @property
    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        bound = f"under {self.least:g}" if self.under else f"{self.least:g}"
        return (self.name, bound, f"{self.found:.4f}", "yes" if self.reached else "**no**")


def file_targets(marks: Mapping[str, Evaluation]) -> Iterator[Target]:
    """The promises on labelled files, by the name of the file."""
    yield Target("FEBRL3, pair F1", 0.998, marks["FEBRL3"].pair_f1)
    yield Target("FEBRL4, pair F1", 0.9995, marks["FEBRL4"].pair_f1)
    yield Target("historical figures, pair F1", 0.92, marks["historical figures"].pair_f1)
    yield Target("historical figures, B-cubed F1", 0.93, marks["historical figures"].b3_f1)


def population_targets(judged: Sequence[Judged], households: float) -> Iterator[Target]:
    """The promises on Thai populations; shares over all of them, F1 of the worst."""
    yield Target("Thai registers, pair F1", 0.97, worst(judged, "pair_f1"))
    yield Target("Thai registers, pair precision", 0.99, worst(judged, "pair_precision"))
    yield Target("Thai registers, B-cubed F1", 0.985, worst(judged, "b3_f1"))
    for name, least, stratum, share in (
        ("pairs of which one record has no valid number, recall", 0.82, "no_id", "recall_across"),
        ("persons who changed their number, held whole", 0.95, "changed_number", "held"),
        ("persons who changed their family name, held whole", 0.95, "changed_family_name", "held"),
    ):
        yield Target(name, least, value(pooled(judged, stratum, share)))
    yield Target("twins kept apart", 0.99, 1.0 - value(pooled(judged, "twin", "merged_persons")))
    yield Target(
        "pairs of namesakes' records merged",
        0.001,
        value(pooled(judged, "namesake", "merged_pairs")),
        under=True,
    )
    yield Target(
        "records with a relative's number, merged with the relative",
        0.03,
        value(pooled(judged, "relative_number", "merged_records")),
        under=True,
    )
    yield Target("households, pairs of different persons, F1", 0.9, households)


def order_targets(orders: Mapping[str, Mapping[str, Any]]) -> Iterator[Target]:
    """The promise on load orders: of the two orders that agree least."""
    if "one load" in orders:
        yield Target("five load orders, pairs that agree", 0.998, orders["one load"]["agreement"]["least"])
