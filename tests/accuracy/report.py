"""Makes docs/accuracy.md: `make accuracy`, or `.venv/bin/python -m tests.accuracy.report --write`; some minutes."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from tests.accuracy import rows
from tests.accuracy.measure import Figures, Size, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WIDTH = 120
PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"
INTRODUCTION = """# Accuracy

Made by `make accuracy`; nothing here is written by hand. No label sets a weight or a threshold: both are learnt from
each file as it comes. Labels are read only to count mistakes afterwards. `hub evaluate` prints the same measures for any
truth and clusters, `hub population` writes populations with their truth and strata.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the page and what is said above it."""

    title: str
    text: str
    header: tuple[str, ...]
    rows: Callable[[Figures], Iterable[Sequence[str]]]


SECTIONS = (
    Section(
        "What was promised",
        "On sets that nothing was chosen on, but for FEBRL3 and the historical figures: the form of the model (levels, keys, how"
        " evidence adds up) was chosen while looking at these two and at populations of other seeds. Of the Thai populations"
        " shares are over all seeds together, F1 and precision of the worst one.",
        ("what", "at least", "found", "reached"),
        lambda figures: [target.row for target in rows.targets(figures)],
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
        rows.whole_rows,
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
        rows.strata_rows,
    ),
    Section(
        "Beside stock Splink",
        "The same populations in the same run. Stock Splink is what its documentation teaches, on the cleaned columns; its"
        " threshold is the best of .5, .9, .95, .99 and .999 by the labels, which no user has.",
        ("what", "hub", "stock Splink, connected components", "stock Splink, average linkage"),
        rows.stock_rows,
    ),
    Section(
        "What each blocking key finds",
        "Of the true pairs of the first Thai population: found by the key, found by no other; and the pairs it makes.",
        ("key", "recall", "alone", "pairs"),
        rows.key_rows,
    ),
    Section(
        "Households",
        "Pairs of different persons, each person once, in the household that most of the records say.",
        ("data", "precision", "recall", "F1"),
        rows.household_rows,
    ),
    Section(
        "What each feed adds",
        "One smaller population; each line links all feeds up to this one, with a model trained on just these.",
        ("feed added", "records", "persons", "pair precision", "pair recall", "pair F1", "B-cubed F1"),
        rows.curve_rows,
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
        rows.order_rows,
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
