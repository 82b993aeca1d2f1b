"""Why two records are held to be one person or not: every comparison with what it weighs, rules, human decisions.

Values stand beside the canonical fields they were made from, so that whoever shows them can mask them by the
caller's rights to these fields of each record; nothing here decides who may see what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from identity.doubt import CONTESTED
from identity.evidence import JUDGED
from identity.judgement import in_force
from identity.linking.rules import OTHER_PERSON, RULES
from identity.linking.sql import columns_of
from identity.records import ATTRIBUTE_PREFIX, CANONICAL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from identity.judgement import Judgement
    from identity.linking.scorer import Frequencies, Part, Prepared, Scorer

_NAME = ("given_name", "middle_name", "family_name", "full_name")
_AREA = ("sub_district", "district", "province", "postcode", "address")
_HOME = ("building_number", "township_number", *_AREA)
_MADE_FROM = {
    "given": ("given_name", "full_name"),
    "lone": ("given_name", "full_name"),
    "middle": ("middle_name", "full_name"),
    "family": ("family_name", "full_name"),
    "full": _NAME,
    "name": _NAME,
    "birth": ("birth_date",),
    "citizen": ("citizen_id",),
    "sex": ("sex", "title"),
    "home": (*_HOME, *(f"registered_{name}" for name in _HOME)),
    "area": (*_AREA, *(f"registered_{name}" for name in _AREA)),
}
"""By the first word of a column's name; part of an address may have come from `address`, written as one text."""
_PLACES = frozenset(
    {"house", "building", "township", "sub", "lane", "street", "district", "province", "postcode"}
)


@dataclass(frozen=True, slots=True)
class Values:
    """What the two records hold in one compared column, None where nothing.

    `fields` are the canonical fields (or `attr_<name>`) that the column may have been made from: a value may be shown
    to whom each of these that the record has may be shown.
    """

    column: str
    fields: tuple[str, ...]
    left: Any
    right: Any


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparison says: the level reached, its weight in bits, what the frequency of the value adds to it."""

    comparison: str
    level: str
    weight: float
    frequency_weight: float
    values: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """All that bears on whether two records, the one with the smaller key on the left, are one person.

    `prior` and the weights of the reasons add up to `weight`, in bits; `probability` says the same. `rule` names what
    keeps the two apart whatever they weigh, None where nothing does; `judgement` is a human's, which outranks both.
    """

    left: str
    right: str
    prior: float
    reasons: tuple[Reason, ...]
    weight: float
    probability: float
    rule: str | None
    judgement: Judgement | None


def why(
    one: Prepared,
    other: Prepared,
    scorer: Scorer,
    judgements: Iterable[Judgement] = (),
    *,
    shares: Frequencies | None = None,
) -> Why:
    """Explain a pair. `shares` says how frequent the values of personal columns are, as in scoring."""
    left, right = (one, other) if one.key < other.key else (other, one)
    compared = scorer.compare(left, right, shares)
    reasons = tuple(_reason(part, left, right) for part in compared.parts)
    return Why(
        left=left.key,
        right=right.key,
        prior=scorer.prior,
        reasons=reasons,
        weight=compared.weight,
        probability=compared.probability,
        rule=_rule(left, right, scorer),
        judgement=in_force(judgements).get((left.key, right.key)),
    )


def fields_of(column: str) -> tuple[str, ...]:
    """The canonical fields that a compared column may have been made from."""
    if column.startswith(ATTRIBUTE_PREFIX):
        return (column,)
    registered = "registered_" if column.startswith("registered_") else ""
    name = column.removeprefix(registered)
    head = name.split("_", maxsplit=1)[0]
    if name not in CANONICAL_FIELDS and name.endswith("_kind"):
        name = "citizen_id"
    if head in _MADE_FROM and (head != "citizen" or name.startswith("citizen_id")):
        found = _MADE_FROM[head]
    elif head in _PLACES:
        # The code of a place is read off its name and those of the places around it.
        found = _AREA if name.endswith("_code") and name != "house_code" else (name, "address")
    else:
        found = (name,)
    return tuple(
        registered + field if f"registered_{field}" in CANONICAL_FIELDS else field for field in found
    )


@cache
def rule_columns(name: str) -> tuple[str, ...]:
    """The columns that what keeps two records apart looks at; none for a human's word."""
    if name == JUDGED:
        return ()
    conditions = {CONTESTED: OTHER_PERSON} | {rule.name: rule.condition for rule in RULES}
    found = columns_of(conditions[name])
    return tuple(sorted(found | {"citizen_id"} if name == CONTESTED else found))


def _reason(part: Part, left: Prepared, right: Prepared) -> Reason:
    values = tuple(
        Values(column, fields_of(column), left.columns[column], right.columns[column])
        for column in part.columns
    )
    return Reason(part.comparison, part.level, part.weight, part.frequency_weight, values)


def _rule(left: Prepared, right: Prepared, scorer: Scorer) -> str | None:
    number = scorer.number(left)
    if number is not None and number == scorer.number(right) and scorer.other_person(left, right):
        return CONTESTED
    return scorer.apart(left, right)
