"""Whether records still look as they did when the model was trained: the population stability index, item by item."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from identity.profile import WEIGHT_BUCKETS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from identity.profile import KeySize, Profile, SourceProfile

MOVED = 0.1
CHANGED = 0.25
"""Bounds of the index in use since credit scoring took it up (Siddiqi, Credit Risk Scorecards, 2006): below 0.1 nothing
has happened, from 0.25 on a scorecard is looked over again."""
CHANCE_DEVIATIONS = 3.0
"""An index is believed from three standard deviations above what two samples of these sizes show of one population."""
NEAR = -5
"""Links that weigh less are far from any threshold."""
_EMPTY = 0.5
"""Counted into every bucket, so that a bucket that was empty does not make the index endless."""


class Stability(StrEnum):
    """How much an item has moved."""

    STEADY = "steady"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Shift:
    """One item of the report. `index` is its population stability index, `by_chance` what the sizes of the two samples
    alone explain; `before` and `now` are shares by bucket. `source` is None where the item is about all sources."""

    item: str
    source: str | None
    index: float
    by_chance: float
    stability: Stability
    meaning: str
    before: Mapping[str, float]
    now: Mapping[str, float]

    def as_dict(self) -> dict[str, Any]:
        """The item as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Drift:
    """The whole report: every item, the largest index first, and the sources that came or went since the training."""

    shifts: tuple[Shift, ...]
    new_sources: tuple[str, ...]
    lost_sources: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "bounds": {"moved": MOVED, "changed": CHANGED},
            "new_sources": list(self.new_sources),
            "lost_sources": list(self.lost_sources),
            "shifts": [shift.as_dict() for shift in self.shifts],
        }


def drift(baseline: Profile, now: Profile) -> Drift:
    """Compare a profile with the one taken when the model was trained."""
    both = sorted(baseline.sources.keys() & now.sources.keys())
    shifts = [*_key_shifts(baseline, now)]
    for name in both:
        shifts += _source_shifts(name, baseline.sources[name], now.sources[name])
    return Drift(
        shifts=tuple(sorted(shifts, key=lambda shift: (-shift.index, shift.item, shift.source or ""))),
        new_sources=tuple(sorted(now.sources.keys() - baseline.sources.keys())),
        lost_sources=tuple(sorted(baseline.sources.keys() - now.sources.keys())),
    )


def has_drifted(found: Drift, least: Stability) -> bool:
    """Whether an item is at least so far from the training, or a source came or went: of a new one no weight was learnt,
    and one that is gone may have stopped to deliver."""
    bounds = list(Stability)
    far = any(bounds.index(shift.stability) >= bounds.index(least) for shift in found.shifts)
    return far or bool(found.new_sources or found.lost_sources)


def stability_index(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Population stability index of two histograms: sum of (p - q) ln(p / q) over all buckets of either; 0 is the same
    spread. It is the same whichever of the two comes first."""
    one, other = _shares(before, now, smooth=_EMPTY), _shares(now, before, smooth=_EMPTY)
    return sum((one[bucket] - other[bucket]) * math.log(one[bucket] / other[bucket]) for bucket in one)


def index_by_chance(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """The index that two samples of one population stay below but for about one time in a thousand.

    With B buckets, n and m things counted, the index is near (1/n + 1/m) times a chi-square with B - 1 degrees of
    freedom (Yurdakul and Naranjo, Statistical properties of the population stability index, 2020).
    """
    counted, there = sum(before.values()), sum(now.values())
    if not counted or not there:
        return math.inf
    freedom = max(1, len(before.keys() | now.keys()) - 1)
    return (1 / counted + 1 / there) * (freedom + CHANCE_DEVIATIONS * math.sqrt(2 * freedom))


def _shift(
    item: str, source: str | None, histograms: tuple[Mapping[str, int], Mapping[str, int]], meaning: str
) -> Shift:
    before, now = histograms
    index, by_chance = stability_index(before, now), index_by_chance(before, now)
    stability = Stability.STEADY
    if index >= MOVED and index > by_chance:
        stability = Stability.CHANGED if index >= CHANGED else Stability.MOVED
    return Shift(
        item=item,
        source=source,
        index=index,
        by_chance=by_chance,
        stability=stability,
        meaning=_STEADY if stability is Stability.STEADY else meaning,
        before=_shares(before, now),
        now=_shares(now, before),
    )


def _shares(counts: Mapping[str, int], other: Mapping[str, int], *, smooth: float = 0.0) -> dict[str, float]:
    buckets = dict.fromkeys([*counts, *other])
    total = sum(counts.values()) + smooth * len(buckets)
    return {bucket: (counts.get(bucket, 0) + smooth) / total if total else 0.0 for bucket in buckets}


_STEADY = "As when the model was trained."
_WEIGHTS = (
    "Links weigh otherwise than when the model was trained. Look at pairs near the threshold, and train a new model if"
    " they are judged wrongly."
)
_SIZES = (
    "Persons have more or fewer records than before. Look for records that come twice, and for clusters that grew or"
    " fell apart."
)
_FILL = "A column is filled more or less often than before. Ask the source whether its form or its export changed."
_PAIRS = "Other blocking keys find the pairs now. Look at the fill of the columns that the keys are made of."
_LOST = (
    "More or fewer records are in blocks too large to compare. Look for a value that very many records share."
)


def _source_shifts(name: str, before: SourceProfile, now: SourceProfile) -> Iterator[Shift]:
    yield _shift(
        "link weights", name, (_near_or_above(before.weights), _near_or_above(now.weights)), _WEIGHTS
    )
    yield _shift("cluster sizes", name, (before.sizes, now.sizes), _SIZES)
    for column in _columns(before.filled, now.filled):
        fills = (
            _of_all(before.filled.get(column, 0), before.records),
            _of_all(now.filled.get(column, 0), now.records),
        )
        yield _shift(f"fill of {column}", name, fills, _FILL)


def _near_or_above(weights: Mapping[str, int]) -> dict[str, int]:
    """The links that a decision could hang on. How many pairs of strangers are compared grows with the number of
    records, which is no drift."""
    far = WEIGHT_BUCKETS[: WEIGHTS.index(NEAR) + 1]
    return {bucket: count for bucket, count in weights.items() if bucket not in far}


def _columns(before: Mapping[str, int], now: Mapping[str, int]) -> Iterable[str]:
    """The columns that were ever filled; one that no record has is not worth a line."""
    return [column for column in dict.fromkeys([*before, *now]) if before.get(column) or now.get(column)]


def _key_shifts(before: Profile, now: Profile) -> Iterator[Shift]:
    pairs = _pairs(before.keys), _pairs(now.keys)
    if pairs[0] or pairs[1]:
        yield _shift("pairs by blocking key", None, pairs, _PAIRS)
    for name in before.keys.keys() & now.keys.keys():
        lost = before.keys[name].records_lost, now.keys[name].records_lost
        if any(lost):
            histograms = _of_all(lost[0], before.records), _of_all(lost[1], now.records)
            yield _shift(f"records lost to the cap of {name}", None, histograms, _LOST)


def _pairs(keys: Mapping[str, KeySize]) -> dict[str, int]:
    return {name: key.pairs for name, key in keys.items()}


def _of_all(part: int, whole: int) -> dict[str, int]:
    # A record may be in several blocks of one key, so more may be lost than there are.
    return {"with": min(part, whole), "without": max(0, whole - part)}
