"""The rows of every table of docs/accuracy.md, from the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.accuracy.pooled import SHARES, Judged, pooled, value, worst
from tests.accuracy.targets import Target, file_targets, order_targets, population_targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from identity.evaluate import Evaluation
    from identity.strata import Share
    from tests.accuracy.measure import Figures

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


def whole_rows(figures: Figures) -> Iterator[Sequence[str]]:
    """Each labelled set as a whole."""
    for name, mark in figures.files.items():
        yield _mark(name, mark)
    for one in figures.thai:
        yield _mark(one.name, one.whole)


def strata_rows(figures: Figures) -> Iterator[Sequence[str]]:
    """Each stratum of the Thai populations."""
    for name in STRATA:
        records = sum(one.strata[name].pairs.records for one in figures.thai if name in one.strata)
        shares = (pooled(figures.thai, name, share) for share in SHARES)
        yield (name, f"{records:,}", *(_share(share) for share in shares))


def _share(share: Share) -> str:
    return f"{share.share:.4f} of {share.whole:,}" if share.share is not None else ""


def stock_rows(figures: Figures) -> Iterator[Sequence[str]]:
    """The hub and the ways of stock Splink, figure by figure."""
    ways = [figures.thai, *figures.stock.values()]
    for name, figure in BESIDE_STOCK:
        yield (name, *(f"{figure(judged):.4f}" for judged in ways))
    best = (", ".join(f"{one:g}" for one in found) for found in figures.probabilities.values())
    yield ("probability that was best by the labels", "none chosen", *best)


def key_rows(figures: Figures) -> Iterator[Sequence[str]]:
    """Each blocking key, and all together."""
    for key in figures.keys:
        yield (key.name, f"{key.recall:.4f}", f"{key.alone:.4f}", f"{key.pairs:,}")


def household_rows(figures: Figures) -> Iterator[Sequence[str]]:
    """Households of each population, and by the rule of the most frequent address."""
    for judged, ours, rule in zip(figures.thai, figures.households, figures.addresses, strict=True):
        for name, mark in (("households as resolved", ours), ("most frequent address", rule)):
            yield (f"{judged.name}: {name}", *(f"{one:.4f}" for one in (mark.pair_precision, mark.pair_recall, mark.pair_f1)))  # fmt: skip


def curve_rows(figures: Figures) -> Iterator[Sequence[str]]:
    """Each feed added."""
    for step in figures.curve:
        marks = (step.mark.pair_precision, step.mark.pair_recall, step.mark.pair_f1, step.mark.b3_f1)
        yield (step.feed, f"{step.records:,}", f"{step.persons:,}", *(f"{one:.4f}" for one in marks))


def order_rows(figures: Figures) -> Iterator[Sequence[str]]:
    """Each way of loading."""
    for name, found in figures.orders.items():
        each, batch = found["agreement"], found["agreement with batch"]
        marks = (each["least"], each["mean"], batch["least"], batch["mean"], min(found["pair F1"]))
        yield (name, *(f"{one:.4f}" for one in marks))
