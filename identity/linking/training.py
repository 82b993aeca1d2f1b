"""Learning the weights without labels: prior from strict rules, u from random pairs, m by EM on several rules."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from identity.clustering import Thresholds
from identity.errors import InsufficientData
from identity.linking.comparisons import choose_comparisons
from identity.linking.corroboration import corroboration
from identity.linking.engine import compared_columns, learn, open_linker, parameters
from identity.linking.features import code_name_parts, known_nicknames
from identity.linking.frequencies import NAME_PART, compares_name_parts, measure
from identity.linking.model import Comparison, Level, Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from identity.linking.features import Filled
    from identity.linking.model import Frequency

_SAMPLED_PAIRS = 600_000
_EM_PAIRS = 300_000
_LEAST_EM_PAIRS = 20
_LEAST_M = 0.000_5
"""No level is held impossible for one person: at most about eleven bits can speak against a pair at once."""
_LEAST_U = 0.000_001
_COLUMN = re.compile(r"\b[lr]\.(\w+)")
_DIGITS = 6
"""Parameters keep this many significant digits, so that sums in another order give the same model."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Records that agree on these columns; `condition` narrows the pairs."""

    columns: tuple[str, ...]
    condition: str = ""

    @property
    def used(self) -> set[str]:
        """All columns it looks at; nothing is learnt of a comparison that has one of them."""
        return {*self.columns, *_COLUMN.findall(self.condition)}

    @property
    def sql(self) -> str:
        equal = " and ".join(f"l.{column} = r.{column}" for column in self.columns)
        return f"{equal} and {self.condition}" if self.condition else equal


_STRICT_RULES = (
    _Rule(("citizen_id", "birth_year")),
    _Rule(("citizen_id", "given_fold")),
    _Rule(("full_fold", "birth_date")),
    _Rule(("full_fold", "phone")),
    _Rule(("full_fold", "postcode", "birth_year")),
)
_STRICT_RECALL = 0.6
"""Share of the pairs of one person that the strict rules are taken to find. The weights hardly depend on it."""

_EM_RULES = (
    _Rule(("citizen_id",)),
    # Names that are equal teach nothing of names, in whichever column they are compared.
    _Rule(
        ("full_fold",),
        "l.given_fold is not distinct from r.given_fold and l.family_fold is not distinct from r.family_fold",
    ),
    _Rule(("birth_date",)),
    _Rule(("given_fold", "birth_year")),
    _Rule(("postcode", "birth_year")),
)
"""Never an address, a household or a phone alone: EM would then learn what members of one family share."""


def train_model(connection: duckdb.DuckDBPyConnection, filled: Filled, *, seed: int) -> Model:
    """Learn a model from the working table. The same table and seed give the same model.

    Raises InsufficientData when nothing comparable is filled or no rule finds pairs to learn from.
    """
    if filled.records < 2:
        raise InsufficientData("learning needs at least two records")
    comparisons = choose_comparisons(filled)
    if compares_name_parts(comparisons):
        code_name_parts(connection, measure(connection, NAME_PART))
    rules = [
        rule
        for rule in _EM_RULES
        if filled.has(*rule.columns)
        and any(rule.used.isdisjoint(compared_columns([part])) for part in comparisons)
        and _pairs(connection, rule) >= _LEAST_EM_PAIRS
    ]
    if len(comparisons) < 2 or not rules:
        raise InsufficientData(
            "too few comparable fields, or too few records that share a value, to learn from"
        )
    prior = _prior(connection, filled)
    random = _estimate_u(connection, comparisons, prior=prior, seed=seed)
    trained = _without_matches(_estimate_m(connection, random, rules, prior=prior), prior)
    return Model(
        comparisons=trained + corroboration(filled),
        prior=_rounded(prior),
        thresholds=Thresholds(prior=_rounded(math.log2(prior / (1.0 - prior)))),
        frequencies=_frequencies(connection, trained),
        training={
            "records": filled.records,
            "seed": seed,
            "random_pairs": _SAMPLED_PAIRS,
            "rules": [rule.sql for rule in rules],
        },
        nicknames=known_nicknames(connection),
    )


def with_prior(model: Model, prior: float) -> Model:
    """The same model for data in which that share of random pairs is one person; every weight moves alike."""
    prior = _rounded(min(0.5, prior))
    return replace(
        model,
        prior=prior,
        thresholds=replace(model.thresholds, prior=_rounded(math.log2(prior / (1.0 - prior)))),
    )


def _pairs(connection: duckdb.DuckDBPyConnection, rule: _Rule) -> int:
    columns = ", ".join(rule.columns)
    filled = " and ".join(f"{column} is not null" for column in rule.columns)
    row = connection.execute(
        f"select coalesce(sum(n * (n - 1) // 2), 0) from "  # noqa: S608
        f"(select count(*) as n from records where {filled} group by {columns})"
    ).fetchall()[0]
    return int(row[0])


def _prior(connection: duckdb.DuckDBPyConnection, filled: Filled) -> float:
    strict = [rule for rule in _STRICT_RULES if filled.has(*rule.columns)]
    total = filled.records * (filled.records - 1) / 2
    if not strict:
        return 1.0 / filled.records
    union = " union ".join(
        f"select l.rid as one, r.rid as other from records l join records r on {rule.sql} and l.rid < r.rid"  # noqa: S608
        for rule in strict
    )
    found = int(connection.execute(f"select count(*) from ({union})").fetchall()[0][0])  # noqa: S608
    return min(0.5, max(found / _STRICT_RECALL, 1.0) / total)


def _estimate_u(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], *, prior: float, seed: int
) -> tuple[Comparison, ...]:
    linker = open_linker(connection, comparisons, prior=prior)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=_SAMPLED_PAIRS, seed=seed, min_count_per_level=None, num_chunks=1
    )
    return _with_parameters(comparisons, parameters(linker, comparisons), keep_m=False)


def _estimate_m(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    rules: Sequence[_Rule],
    *,
    prior: float,
) -> tuple[Comparison, ...]:
    linker = open_linker(connection, comparisons, prior=prior)
    refused = [learn(linker, rule.sql, most_pairs=_EM_PAIRS) for rule in rules]
    found = parameters(linker, comparisons)
    if not all(any(m is not None for m, _ in found[part.name]) for part in comparisons):
        raise InsufficientData(
            "too few pairs of one person to learn every level of agreement from"
        ) from next((error for error in refused if error is not None), None)
    return _with_parameters(comparisons, found, keep_m=True)


def _with_parameters(
    comparisons: Sequence[Comparison],
    found: dict[str, list[tuple[float | None, float | None]]],
    *,
    keep_m: bool,
) -> tuple[Comparison, ...]:
    def level(old: Level, m: float | None, u: float | None) -> Level:
        if old.missing:
            return old
        u = max(u or 0.0, _LEAST_U)
        # What was seen neither in pairs of one person nor in others says nothing.
        m = max(m or 0.0, min(_LEAST_M, u) if u <= _LEAST_U else _LEAST_M)
        return replace(old, m=_rounded(m) if keep_m else None, u=_rounded(u))

    return tuple(
        Comparison(
            part.name,
            tuple(level(old, *values) for old, values in zip(part.levels, found[part.name], strict=True)),
        )
        for part in comparisons
    )


def _without_matches(comparisons: Sequence[Comparison], prior: float) -> tuple[Comparison, ...]:
    """Random pairs hold some of one person. What these added to u is taken out again, or a rare exact
    agreement (an identity number) would be held to be common among strangers."""

    def level(old: Level) -> Level:
        if old.m is None or old.u is None:
            return old
        return replace(old, u=_rounded(max(old.u - prior * old.m, old.u * 0.02, _LEAST_U)))

    return tuple(Comparison(part.name, tuple(level(old) for old in part.levels)) for part in comparisons)


def _frequencies(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison]
) -> dict[str, Frequency]:
    columns = {level.frequency for part in comparisons for level in part.levels if level.frequency}
    if compares_name_parts(comparisons):
        columns.add(NAME_PART)
    return {column: measure(connection, column) for column in sorted(columns)}


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS - 1}e}")
