"""Live scoring: the trained model over single records, with the same weights, keys and rules as a batch."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from identity.errors import ModelMismatch
from identity.linking.blocking import BlockingKey, choose_keys
from identity.linking.features import DERIVED, Filled
from identity.linking.frequencies import NAME_PART, Shares
from identity.linking.known import KNOWN_AS
from identity.linking.name_parts import TOKEN_UNIT, codes_of, parts_of
from identity.linking.program import (
    Vector,
    evaluator,
    frequency_columns,
    layout_of,
    leveller,
    rule_finder,
    weigher,
)
from identity.linking.rules import OTHER_PERSON, RULES, SEEM_TWO, TELL_TWINS, TWINS
from identity.linking.sql import columns_of
from identity.linking.whose_number import KNOWN_BESIDE, KNOWN_ELSEWHERE, OTHER_NAME, TWIN_BESIDE
from identity.records import standard_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from identity.clustering import Thresholds
    from identity.linking.model import Comparison, Frequency, Model

    Frequencies = Mapping[str, Mapping[str, float]]
    """column -> value -> share of the records that have the column; for personal columns, which no model names."""

_NAME_COLUMNS = ("name_parts", "name_codes", "name_bits")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One standardised row made ready for one scorer. `columns` holds every column of the row and those derived from
    it, None where a value is missing; `vector` those that are compared, in the scorer's order."""

    key: str
    columns: Mapping[str, Any]
    vector: Vector


@dataclass(frozen=True, slots=True)
class Part:
    """What one comparison says of a pair: the level by its label, its weight in bits, what the frequency of the value
    adds to it, and the columns that the comparison looks at."""

    comparison: str
    level: str
    weight: float
    frequency_weight: float
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair with its reasons: `weight` is the sum of the prior and of all parts, in bits."""

    weight: float
    probability: float
    parts: tuple[Part, ...]


class Scorer:
    """Scores pairs of prepared records. Safe to share between threads: nothing in it changes once it is made."""

    def __init__(self, model: Model, *, name_parts: Frequency | None = None) -> None:
        """`name_parts` replaces the frequencies of name parts that the model carries.

        Raises UnsupportedCondition when the model uses SQL outside the vocabulary, ModelMismatch when it lacks
        frequencies that it asks for.
        """
        self.model = model
        self.thresholds: Thresholds = model.thresholds
        self.version = model.version
        self.prior = log2(model.prior / (1.0 - model.prior))
        self._rules = [rule for rule in RULES if model.columns.issuperset(rule.needs)]
        rules, compared = [rule.condition for rule in self._rules], model.comparisons
        conditions = [level.condition for part in compared for level in part.levels]
        of_numbers = (OTHER_PERSON, OTHER_NAME, TWINS, SEEM_TWO, KNOWN_BESIDE, TWIN_BESIDE, *KNOWN_ELSEWHERE)
        asked = (*rules, *of_numbers, *KNOWN_AS.values())
        layout = layout_of([*(one for one in conditions if one.upper() != "ELSE"), *asked])
        self._forwards = weigher(compared, layout, prior=self.prior)
        self._backwards = weigher(compared, layout, prior=self.prior, mirrored=True)
        self._levels = leveller(compared, layout)
        self._first_rule = rule_finder(rules, layout)
        self._other_person = rule_finder([OTHER_PERSON], layout)
        self._other_name = rule_finder([OTHER_NAME], layout)
        self._known_elsewhere = rule_finder(KNOWN_ELSEWHERE, layout)
        self._known_beside = rule_finder([KNOWN_BESIDE], layout)
        self._twin_beside = rule_finder([TWIN_BESIDE], layout)
        self._twins = rule_finder([TWINS], layout)
        self._known_as = {reason: rule_finder([condition], layout) for reason, condition in KNOWN_AS.items()}
        self._seem_two = rule_finder([SEEM_TWO], layout)
        self._columns = {part.name: _columns_of(part) for part in compared}
        self._nicknames = frozenset(model.nicknames)
        self._shares = _shares(model, frequency_columns(compared))
        self._name_parts = _name_parts(model, name_parts) if "name_codes" in layout.columns else None
        names = (*standard_schema().names, *layout.columns, *DERIVED, *_NAME_COLUMNS)
        self._empty: dict[str, Any] = dict.fromkeys(names)
        self._vector = _picker(layout.columns)
        self._derive = _evaluator_over(list(DERIVED.values()))
        self._keys = choose_keys(_filled_as(model))
        self._key_values = _evaluator_over([key.values for key in self._keys])

    def prepare(self, row: Mapping[str, Any]) -> Prepared:
        """A standardised row (column -> value, absent or None where missing) made ready."""
        columns: dict[str, Any] = {**self._empty, **row}
        columns |= zip(DERIVED, self._derive(columns), strict=True)
        alone = columns["family_name"] is None and columns["given_name"] in self._nicknames
        columns["lone_nickname"] = columns["given_name"] if alone else None
        columns["name_parts"] = parts = parts_of(columns["full_fold"])
        if self._name_parts is not None and parts is not None:
            columns["name_codes"] = codes = codes_of(parts, self._name_parts)
            columns["name_bits"] = sum(code // TOKEN_UNIT for code in codes)
        return Prepared(columns["key"], columns, self._vector(columns))

    def weights(
        self, one: Prepared, others: Sequence[Prepared], shares: Frequencies | None = None
    ) -> list[float]:
        """The match weight of one record with each of the others, in bits, the prior included."""
        adjustments = self._adjustments(shares)
        # A pair is compared with the smaller key on the left, as in a batch: not every condition is symmetric.
        after = [other.vector for other in others if one.key < other.key]
        forwards = self._forwards(one.vector, after, adjustments)
        if len(after) == len(others):
            return forwards
        before = [other.vector for other in others if not one.key < other.key]
        backwards = iter(self._backwards(one.vector, before, adjustments))
        forwards = iter(forwards)
        return [next(forwards) if one.key < other.key else next(backwards) for other in others]

    def compare(self, one: Prepared, other: Prepared, shares: Frequencies | None = None) -> Compared:
        """One pair with the reasons for its weight."""
        left, right = _ordered(one, other)
        adjustments = dict(zip(self._shares, self._adjustments(shares), strict=True))
        parts: list[Part] = []
        taken = self._levels(left.vector, right.vector)
        for comparison, place in zip(self.model.comparisons, taken, strict=True):
            level = comparison.levels[place]
            added = 0.0
            if level.frequency is not None and not level.missing:
                values = left.columns[level.frequency], right.columns[level.frequency]
                added = adjustments[level.frequency](*values, log2(level.u or 1.0))
            weight = 0.0 if level.missing else level.weight
            parts.append(Part(comparison.name, level.label, weight, added, self._columns[comparison.name]))
        total = self.prior + sum(part.weight + part.frequency_weight for part in parts)
        return Compared(total, probability(total), tuple(parts))

    def keys(self, one: Prepared) -> tuple[BlockingKey, ...]:
        """The values under which the record is blocked: the batch's keys and values."""
        found = self._key_values(one.columns)
        return tuple(
            BlockingKey(key.name, str(value), key.cap)
            for key, values in zip(self._keys, found, strict=True)
            for value in dict.fromkeys(values or ())
            if value is not None
        )

    def apart(self, one: Prepared, other: Prepared) -> str | None:
        """The name of the first rule by which the two are not one person, None where none holds."""
        left, right = _ordered(one, other)
        found = self._first_rule(left.vector, right.vector)
        return None if found is None else self._rules[found].name

    def other_person(self, one: Prepared, other: Prepared) -> bool:
        """Do name and birth say that two records with one citizen id are of different people?"""
        left, right = _ordered(one, other)
        return self._other_person(left.vector, right.vector) is not None

    def other_name(self, one: Prepared, other: Prepared) -> bool:
        """Do two records bear given names that are known and not one?"""
        left, right = _ordered(one, other)
        return self._other_name(left.vector, right.vector) is not None

    def known_elsewhere(self, one: Prepared, other: Prepared) -> bool:
        """Is the bearer of the one, by all but the number, the bearer of the other and its lasting number?"""
        return self._known_elsewhere(one.vector, other.vector) is not None

    def known_beside(self, one: Prepared, other: Prepared) -> bool:
        """Does the one bear the very given name of the other, whose lasting number was given out beside its own?"""
        return self._known_beside(one.vector, other.vector) is not None

    def twin_beside(self, one: Prepared, other: Prepared) -> bool:
        """Was the one born on the day of the other, whose lasting number was given out beside its own?"""
        return self._twin_beside(one.vector, other.vector) is not None

    def tells_birth(self, third: Prepared, one: Prepared, other: Prepared) -> bool:
        """Does a third record with this number and the given name of the one, which leaves its birth out, tell the
        day of birth of the other, which may be of the same sex? As in `identity.linking.whose_number`."""
        told, left_out, known = third.columns, one.columns, other.columns
        return (
            left_out["birth_year"] is None
            and known["birth_date"] is not None
            and told["birth_date"] == known["birth_date"]
            and told["given_fold"] is not None
            and told["given_fold"] == left_out["given_fold"]
            and (None in (left_out["sex"], known["sex"]) or left_out["sex"] == known["sex"])
        )

    def twins(self, one: Prepared, other: Prepared) -> bool:
        """Do two lasting numbers, or two lines of one form, keep the two apart who have two given names and were born on
        one day, or stand on one form and are of one house and sex and of like age?"""
        left, right = _ordered(one, other)
        return self._twins(left.vector, right.vector) is not None and self.apart(left, right) in TELL_TWINS

    def seem_two(self, one: Prepared, other: Prepared) -> bool:
        """Does anything but their numbers say that two records are of two people?"""
        left, right = _ordered(one, other)
        return self._seem_two(left.vector, right.vector) is not None

    def known_as(self, holder: Prepared, other: Prepared, reason: str) -> bool:
        """Does a record with the number of somebody whom the rule of that name keeps apart from the other bear the
        other's name or day of birth?"""
        known = self._known_as.get(reason)
        return known is not None and known(holder.vector, other.vector) is not None

    def number(self, one: Prepared) -> str | None:
        """The record's citizen id, when it is of a kind that can be contested: not a foreign one."""
        kind = one.columns["citizen_id_kind"]
        return None if kind is None or kind == "foreign" else one.columns["citizen_id"]

    def any_number(self, one: Prepared) -> str | None:
        """The record's citizen id of whatever kind."""
        return one.columns["citizen_id"]

    def given_name(self, one: Prepared) -> str | None:
        """The record's given name as it is compared."""
        return one.columns["given_fold"]

    def says_name(self, one: Prepared) -> bool:
        """Does the record say a given name, and more than a nickname alone?"""
        return one.columns["given_fold"] is not None and one.columns["lone_nickname"] is None

    def without_number(self, one: Prepared) -> Prepared:
        """The same record as if it had no citizen id."""
        columns = {**one.columns, "citizen_id": None, "citizen_id_kind": None}
        return Prepared(one.key, columns, self._vector(columns))

    def _adjustments(self, shares: Frequencies | None) -> list[Callable[..., float]]:
        known = self._shares
        if shares:
            known = {
                column: Shares(shares[column], usual.rest) if column in shares else usual
                for column, usual in known.items()
            }
        return [one.adjustment for one in known.values()]


def probability(weight: float) -> float:
    """The probability of these odds, which are log2."""
    odds = 2.0 ** min(weight, 1000.0)
    return odds / (1.0 + odds)


def _ordered(one: Prepared, other: Prepared) -> tuple[Prepared, Prepared]:
    return (one, other) if one.key < other.key else (other, one)


def _columns_of(comparison: Comparison) -> tuple[str, ...]:
    """The columns of a comparison in the order in which its levels come to them."""
    conditions = [level.condition for level in comparison.levels if level.condition.upper() != "ELSE"]
    return tuple(dict.fromkeys(column for one in conditions for column in sorted(columns_of(one))))


def _shares(model: Model, columns: Sequence[str]) -> dict[str, Shares]:
    missing = [column for column in columns if column not in model.frequencies]
    if missing:
        raise ModelMismatch(f"the model carries no frequencies of {', '.join(missing)}")
    return {column: _as_shares(model.frequencies[column]) for column in columns}


def _name_parts(model: Model, given: Frequency | None) -> Shares:
    found = given or model.frequencies.get(NAME_PART)
    if found is None:
        raise ModelMismatch("the model compares whole names and carries no frequencies of their parts")
    return _as_shares(found)


def _as_shares(frequency: Frequency) -> Shares:
    return Shares(frequency.commonest, frequency.rest)


def _picker(columns: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    pick = itemgetter(*columns)
    return pick if len(columns) > 1 else lambda row: (pick(row),)


def _evaluator_over(expressions: list[str]) -> Callable[[Mapping[str, Any]], list[Any]]:
    columns = tuple(sorted({column for one in expressions for column in columns_of(one)}))
    evaluate, pick = evaluator(expressions, columns), _picker(columns)
    return lambda row: evaluate(pick(row))


def _filled_as(model: Model) -> Filled:
    """A table that would lead to this model's choice of keys: it compares given and family names apart or not, and
    these attributes. A key of a column that is never filled makes no values and does no harm."""
    parted = "given_fold" in model.columns
    columns = {*standard_schema().names, *DERIVED, *_NAME_COLUMNS, *model.columns}
    shares = dict.fromkeys(columns, 1.0) | {"middle_fold": 0.0, "given_fold": float(parted)}
    return Filled(records=2, shares=shares, varied=frozenset(columns))
