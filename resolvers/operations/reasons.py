"""Reasons: what each comparison says of two records, as far as the caller's rights to the fields behind it go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auth.policy import RowScope
from graph.naming import property_name
from identity.explaining import fields_of, rule_columns
from identity.linking.rules import RULES
from identity.records import (
    ADDRESS_FIELDS,
    ATTRIBUTE_PREFIX,
    CANONICAL_FIELDS,
    PERSON_FIELDS,
    REGISTERED_FIELDS,
    standard_schema,
)
from resolvers.operations.explanation_types import ComparedReason, ComparedValue, MatchReason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auth.policy import View
    from identity.explaining import Reason, Values, Why
    from identity.linking.scorer import Part
    from resolvers.operations.call import Call

SHOWN_FIELDS = (
    *(f"SourceRecord.{property_name(field)}" for field in CANONICAL_FIELDS),
    "SourceRecord.attributes",
)
"""What an operation that gives reasons declares to show."""
_COMPARED = (*PERSON_FIELDS, *ADDRESS_FIELDS, *REGISTERED_FIELDS)
"""What may be compared, where no model says what is."""
_RULED = tuple({column for rule in RULES for column in rule_columns(rule.name)})
"""What the rules look at that keep two records apart."""
_COLUMNS = frozenset(standard_schema().names)
"""Columns that people can read; those that are only derived from them say nothing more."""


def sees_all_records(view: View) -> bool:
    """Whether no record of the compartments open to the caller is outside their rows.

    What is compared with what depends on every record: to anybody else an answer would tell of those they may not see.
    """
    granted = (view.entity(entity) for entity in ("Person", "SourceRecord"))
    return all(seen is not None and seen.row_scope is RowScope.ALL for seen in granted)


def match_reason(call: Call, part: Part) -> MatchReason:
    """What one comparison says, without the values."""
    told = _may_be_told(call, part.columns)
    return MatchReason(
        comparison=part.comparison,
        level=part.level if told else None,
        weight=part.weight if told else None,
        frequency_weight=part.frequency_weight if told else None,
    )


def compared_reason(call: Call, reason: Reason, *, blind: bool) -> ComparedReason:
    """What one comparison says, with the values it looked at; to whom is to judge the two `blind`, the values alone."""
    told = not blind and _may_be_told(call, tuple(each.column for each in reason.values))
    return ComparedReason(
        comparison=reason.comparison,
        level=reason.level if told else None,
        weight=reason.weight if told else None,
        frequency_weight=reason.frequency_weight if told else None,
        values=[_value(call, each) for each in reason.values if _is_readable(each.column)],
    )


def told_weight(call: Call, why: Why, *, blind: bool) -> float:
    """The weight of a pair as far as its reasons are told: of a total, what is withheld could be reckoned back."""
    if blind:
        return why.prior
    told = [each for each in why.reasons if _may_be_told(call, tuple(value.column for value in each.values))]
    if len(told) == len(why.reasons):
        return why.weight
    return why.prior + sum(each.weight + each.frequency_weight for each in told)


def tells_all(call: Call, parts: Iterable[Part]) -> bool:
    """Whether of none of these comparisons anything is withheld."""
    return all(_may_be_told(call, each.columns) for each in parts)


async def tells_weights(call: Call) -> bool:
    """Whether of nothing that two records are compared by anything is withheld. To others a weight, or why a human is
    asked, would tell of fields that no agreement shows them."""
    compared = await call.desk.compared_columns()
    columns = _COMPARED if compared is None else compared
    return _may_be_told(call, (*columns, *_RULED))


def told_rule(call: Call, rule: str | None) -> str | None:
    """The name of what keeps two records apart, where the caller is shown every field that it looks at."""
    return rule if rule is not None and _may_be_told(call, rule_columns(rule)) else None


def _is_readable(column: str) -> bool:
    return column in _COLUMNS or column.startswith(ATTRIBUTE_PREFIX)


def _may_be_told(call: Call, columns: tuple[str, ...]) -> bool:
    """Whether each field that a comparison may have looked at is shown to the caller, be it masked.

    That two masked values agree is what such a grant is for; of a field that is denied not even that is told. It
    never depends on what a record holds.
    """
    return all(
        not call.is_hidden("SourceRecord", _field(name)) for each in columns for name in fields_of(each)
    )


def _value(call: Call, values: Values) -> ComparedValue:
    fields = [_field(each) for each in values.fields]
    if values.fields == (values.column,):
        left, right = (
            call.shown("SourceRecord", fields[0], _text(each), visible=True)
            for each in (values.left, values.right)
        )
    else:
        # Only made of fields, be it of one, it is not what their masks are for: the last digits of a kind are the kind.
        clear = all(call.is_clear("SourceRecord", each) for each in fields)
        left, right = (_text(values.left), _text(values.right)) if clear else (None, None)
    return ComparedValue(column=values.column, left=left, right=right)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _field(name: str) -> str:
    return "attributes" if name.startswith(ATTRIBUTE_PREFIX) else property_name(name)
