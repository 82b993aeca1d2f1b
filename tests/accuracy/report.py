"""Makes docs/accuracy.md: `make accuracy`, or `.venv/bin/python -m tests.accuracy.report --write`; some minutes."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from tests.accuracy.measure import Figures, Size, measure
from tests.accuracy.pooled import SHARES, Judged, pooled, value, worst
from tests.accuracy.targets import Target, file_targets, order_targets, population_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from identity.evaluate import Evaluation
    from identity.strata import Share

WIDTH = 120
PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"
INTRODUCTION = """# Accuracy

Made by `make accuracy`; nothing here is written by hand. No label sets a weight or a threshold: both are learnt from
each file as it comes. Labels are read only to count mistakes afterwards. `hub evaluate` prints the same measures for any
truth and clusters, `hub population` writes populations with their truth and strata.
"""
STRATA = (
    "no_id",
    "with_id",
    "intake",
    "twin",
    "namesake",
    "relative_number",
    "shared_phone",
    "changed_number",
    "both_numbers",
    "changed_family_name",
    "both_family_names",
    "changed_given_name",
    "both_given_names",
    "no_family_name",
    "stateless",
    "moved",
)
BESIDE_STOCK = (
    ("pair F1", lambda judged: worst(judged, "pair_f1")),
    ("pair precision", lambda judged: worst(judged, "pair_precision")),
    ("pair recall", lambda judged: worst(judged, "pair_recall")),
    ("B-cubed F1", lambda judged: worst(judged, "b3_f1")),
    ("recall where one record has no number", lambda judged: _pooled(judged, "no_id", "recall_across")),
    ("twins kept apart", lambda judged: 1.0 - _pooled(judged, "twin", "merged_persons")),
    ("pairs of namesakes' records merged", lambda judged: _pooled(judged, "namesake", "merged_pairs")),
    (
        "records with a relative's number, merged with the relative",
        lambda judged: _pooled(judged, "relative_number", "merged_records"),
    ),
    (
        "persons who changed their number, held whole",
        lambda judged: _pooled(judged, "changed_number", "held"),
    ),
    (
        "persons who changed their family name, held whole",
        lambda judged: _pooled(judged, "changed_family_name", "held"),
    ),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the page and what is said above it."""

    title: str
    text: str
    header: tuple[str, ...]
    rows: Callable[[Figures], Iterable[Sequence[str]]]


def _pooled(judged: Sequence[Judged], stratum: str, share: str) -> float:
    return value(pooled(judged, stratum, share))


def targets(figures: Figures) -> list[Target]:
    """Every promise that these figures tell of."""
    found = list(file_targets(figures.files)) if {"FEBRL3", "FEBRL4"} <= figures.files.keys() else []
    found += population_targets(figures.thai, min(one.pair_f1 for one in figures.households))
    return found + list(order_targets(figures.orders))


def _mark(name: str, mark: Evaluation) -> tuple[str, ...]:
    pairs = (mark.pair_precision, mark.pair_recall, mark.pair_f1, mark.b3_f1, mark.exact_clusters)
    sizes = f"{mark.largest_cluster} ({mark.largest_true_cluster})"
    return (name, f"{mark.records:,}", *(f"{figure:.4f}" for figure in pairs), sizes)


def _whole(figures: Figures) -> Iterator[Sequence[str]]:
    for name, mark in figures.files.items():
        yield _mark(name, mark)
    for one in figures.thai:
        yield _mark(one.name, one.whole)


def _strata(figures: Figures) -> Iterator[Sequence[str]]:
    for name in STRATA:
        records = sum(one.strata[name].pairs.records for one in figures.thai if name in one.strata)
        shares = (pooled(figures.thai, name, share) for share in SHARES)
        yield (name, f"{records:,}", *(_share(share) for share in shares))


def _share(share: Share) -> str:
    return f"{share.share:.4f} of {share.whole:,}" if share.share is not None else ""


def _beside_stock(figures: Figures) -> Iterator[Sequence[str]]:
    ways = [figures.thai, *figures.stock.values()]
    for name, figure in BESIDE_STOCK:
        yield (name, *(f"{figure(judged):.4f}" for judged in ways))
    best = (", ".join(f"{one:g}" for one in found) for found in figures.probabilities.values())
    yield ("probability that was best by the labels", "none chosen", *best)


def _keys(figures: Figures) -> Iterator[Sequence[str]]:
    for key in figures.keys:
        yield (key.name, f"{key.recall:.4f}", f"{key.alone:.4f}", f"{key.pairs:,}")


def _households(figures: Figures) -> Iterator[Sequence[str]]:
    for judged, ours, rule in zip(figures.thai, figures.households, figures.addresses, strict=True):
        for name, mark in (("households as resolved", ours), ("most frequent address", rule)):
            yield (f"{judged.name}: {name}", *(f"{one:.4f}" for one in (mark.pair_precision, mark.pair_recall, mark.pair_f1)))  # fmt: skip


def _curve(figures: Figures) -> Iterator[Sequence[str]]:
    for step in figures.curve:
        marks = (step.mark.pair_precision, step.mark.pair_recall, step.mark.pair_f1, step.mark.b3_f1)
        yield (step.feed, f"{step.records:,}", f"{step.persons:,}", *(f"{one:.4f}" for one in marks))


def _orders(figures: Figures) -> Iterator[Sequence[str]]:
    for name, found in figures.orders.items():
        each, batch = found["agreement"], found["agreement with batch"]
        marks = (each["least"], each["mean"], batch["least"], batch["mean"], min(found["pair F1"]))
        yield (name, *(f"{one:.4f}" for one in marks))


SECTIONS = (
    Section(
        "What was promised",
        "On sets that nothing was chosen on, but for FEBRL3 and the historical figures: the form of the model (levels, keys, how"
        " evidence adds up) was chosen while looking at these two and at populations of other seeds. Of the Thai populations"
        " shares are over both seeds, F1 and precision of the worse one.",
        ("what", "at least", "found", "reached"),
        lambda figures: [target.row for target in targets(figures)],
    ),
    Section(
        "Whole files",
        "The last column is the largest cluster found, and in brackets the largest true one.",
        (
            "data",
            "records",
            "pair precision",
            "pair recall",
            "pair F1",
            "B-cubed F1",
            "exact clusters",
            "largest",
        ),
        _whole,
    ),
    Section(
        "Where it is hard",
        "Strata of the Thai populations, taken together. Across: true pairs with one record in the stratum; inside: with both."
        " Held: persons with a record in it and two at all, whole in one cluster. Merged: of the pairs of a person and a"
        " counterpart (twin, namesake, the relative whose number it is), of the pairs of their records, and of the records."
        " `changed_` takes everybody who changed, `both_` those whose records show it.",
        (
            "stratum",
            "records",
            "recall across",
            "recall inside",
            "held",
            "persons merged",
            "pairs merged",
            "records merged",
        ),
        _strata,
    ),
    Section(
        "Beside stock Splink",
        "The same populations in the same run. Stock Splink is what its documentation teaches, on the cleaned columns; its"
        " threshold is the best of .5, .9, .95, .99 and .999 by the labels, which no user has.",
        ("what", "hub", "stock Splink, connected components", "stock Splink, average linkage"),
        _beside_stock,
    ),
    Section(
        "What each blocking key finds",
        "Of the true pairs of the first Thai population: found by the key, found by no other; and the pairs it makes.",
        ("key", "recall", "alone", "pairs"),
        _keys,
    ),
    Section(
        "Households",
        "Pairs of different persons, each person once, in the household that most of the records say.",
        ("data", "precision", "recall", "F1"),
        _households,
    ),
    Section(
        "What each feed adds",
        "One smaller population; each line links all feeds up to this one, with a model trained on just these.",
        ("feed added", "records", "persons", "pair precision", "pair recall", "pair F1", "B-cubed F1"),
        _curve,
    ),
    Section(
        "Whatever the order",
        "One population placed record by record as the live path does, in five random orders: as one load, and register by"
        " register. Agreement is the pair F1 of two results against each other, of all pairs of orders, and of each order"
        " against the batch; the last column is the worst against the truth.",
        (
            "loads",
            "orders agree, least",
            "orders agree, mean",
            "with the batch, least",
            "with the batch, mean",
            "pair F1",
        ),
        _orders,
    ),
)


def render(figures: Figures) -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for section in SECTIONS:
        lines = [_line(section.header), "|" + "---|" * len(section.header)]
        lines += [_line(row) for row in section.rows(figures)]
        parts.append("\n".join([f"## {section.title}\n", fill(section.text, WIDTH), "", *lines, ""]))
    return "\n".join(parts).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Measure and print the page, or write it."""
    parser = argparse.ArgumentParser(description="Measure the accuracy and make docs/accuracy.md.")
    parser.add_argument("--write", action="store_true", help="write the page instead of printing it")
    parser.add_argument("--persons", type=int, default=Size().persons, help="persons of a Thai population")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        size = Size(persons=given.persons, curve_persons=given.persons // 2, order_persons=given.persons // 5)
        page = render(measure(Path(directory), size))
    if given.write:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page)


if __name__ == "__main__":
    main()
