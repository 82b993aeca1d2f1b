"""A model for tables too small to learn from: weights by convention, so that twenty records are linked as well."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from identity.clustering import Thresholds
from identity.errors import InsufficientData
from identity.linking.comparisons import choose_comparisons
from identity.linking.corroboration import corroboration
from identity.linking.features import Filled
from identity.linking.model import Comparison, Level, Model

if TYPE_CHECKING:
    import pyarrow as pa

# Probabilities (m, u) of a level among pairs of one person and of two. Set by hand, near what training finds in
# larger files but more careful: neither a given name nor a birth date joins two records by itself, a given and a
# family name or either of them with the birth date do, another given name outweighs a family name.
_USUAL = {"equal": (0.7, 0.12), "different": (0.2, 0.8)}
_BY_COMPARISON: dict[str, dict[str, tuple[float, float]]] = {
    "given": {
        "equal": (0.75, 0.02),
        "sounds the same": (0.08, 0.005),
        "one letter off": (0.07, 0.005),
        "close": (0.05, 0.02),
        "different": (0.01, 0.95),
    },
    "family": {
        "equal": (0.75, 0.02),
        "sounds the same": (0.08, 0.005),
        "one letter off": (0.07, 0.005),
        "close": (0.05, 0.02),
        "different": (0.08, 0.92),
    },
    "name": {
        "equal or contained, common": (0.75, 0.001),
        "one letter off": (0.1, 0.001),
        "close": (0.1, 0.005),
        "shared part, rest alike": (0.03, 0.02),
        "shared part": (0.04, 0.08),
        "different": (0.01, 0.9),
    },
    "birth": {
        "same day": (0.8, 0.01),
        "same day, 1 January": (0.02, 0.004),
        "one digit off": (0.06, 0.004),
        "same day of the next year": (0.02, 0.0005),
        "day and month swapped": (0.02, 0.0005),
        "same year, no day": (0.1, 0.02),
        "different": (0.02, 0.92),
    },
    "given name alone": {"equal or contained, common": (0.75, 0.02), "different": (0.05, 0.95)},
    "citizen_id": {"equal": (0.9, 0.0001), "one digit off": (0.05, 0.0001), "different": (0.05, 0.9998)},
    "phone": {"equal": (0.6, 0.005), "different": (0.4, 0.995)},
    "email": {"equal": (0.7, 0.001), "different": (0.3, 0.999)},
    "sex": {"equal": (0.98, 0.5), "different": (0.02, 0.5)},
    "address": {
        "same house code": (0.3, 0.03),
        "same house number and sub-district": (0.3, 0.03),
        "same sub-district": (0.2, 0.1),
        "different": (0.1, 0.5),
    },
}
_UNTOLD = (0.03, 0.03)
_SAME_PERSON_PAIRS = 0.5
"""Pairs of one person a record has, supposed before anything is known."""
_FEWEST_RECORDS = 100
"""Fewer records are weighed as so many: a short list is mostly cut out of a longer one."""


def conventional_model(table: pa.Table) -> Model:
    """A model for this standardised table that nothing was learnt for. Raises InsufficientData where the table has
    nothing to compare records by."""
    filled = _filled(table)
    comparisons = choose_comparisons(filled)
    has_family_names = filled.has("family_fold")
    if not comparisons:
        raise InsufficientData("no field is filled that records could be compared by")
    prior = 2.0 * _SAME_PERSON_PAIRS / max(filled.records, _FEWEST_RECORDS)
    return Model(
        comparisons=(
            *(_weighed(comparison, has_family_names) for comparison in comparisons),
            *corroboration(filled),
        ),
        prior=prior,
        thresholds=Thresholds(prior=math.log2(prior / (1.0 - prior))),
        training={"records": filled.records, "rules": [], "weights": "by convention"},
    )


def _filled(table: pa.Table) -> Filled:
    """How full each column is. A single value counts as varied: two equal rows have nothing but single values."""
    rows = max(table.num_rows, 1)
    shares = {name: (table.num_rows - table[name].null_count) / rows for name in table.column_names}
    return Filled(table.num_rows, shares, frozenset(name for name, share in shares.items() if share))


def _weighed(comparison: Comparison, has_family_names: bool) -> Comparison:
    name = comparison.name if has_family_names or comparison.name != "name" else "given name alone"
    known = _USUAL | _BY_COMPARISON.get(name, {})
    return Comparison(comparison.name, tuple(_level(level, known) for level in comparison.levels))


def _level(level: Level, known: dict[str, tuple[float, float]]) -> Level:
    if level.missing:
        return level
    m, u = known.get(level.label, _UNTOLD)
    # How often a value occurs among so few records says nothing of how rare it is.
    return replace(level, m=m, u=u, frequency=None)
