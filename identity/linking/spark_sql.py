"""DuckDB's SQL of conditions and blocking keys in Spark's words: one definition, whoever runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Callable

_LISTS = frozenset({"name_parts", "name_codes"})
"""The columns of the working table that hold lists: Spark has another word for their length."""
_DISTANCES = {"damerau_levenshtein": "damerau_levenshtein", "jaro_similarity": "jaro_sim"}
"""DuckDB's functions that Splink's jar brings to Spark, by the names it registers them under."""


def in_spark(sql: str) -> str:
    """An expression of DuckDB's SQL, as conditions and keys are written, in Spark's.

    Raises sqlglot's ParseError for what is no expression.
    """
    whole = exp.Paren(this=sqlglot.parse_one(sql, read="duckdb"))
    # From the leaves up: what is rewritten holds what was rewritten before.
    for node in reversed(list(whole.walk())):
        rewrite = _REWRITES.get(type(node))
        if rewrite is not None:
            node.replace(rewrite(node.copy()))
    return whole.this.sql(dialect="spark")


def _distance(name: str, one: Any, other: Any) -> Any:
    """The functions of the jar take an unknown value for a text; here the outcome is unknown, as in DuckDB."""
    unknown = exp.or_(
        exp.Is(this=one.copy(), expression=exp.Null()), exp.Is(this=other.copy(), expression=exp.Null())
    )
    known = exp.func(name, _in_bytes(one), _in_bytes(other))
    if name.startswith("jaro"):
        # To the jar nothing is like nothing, and a lone letter is not like itself; to DuckDB it is the other way round.
        same = exp.EQ(this=one.copy(), expression=other.copy())
        empty = exp.EQ(this=one.copy(), expression=exp.Literal.string(""))
        alike = exp.func("if", empty, exp.Literal.number("0.0"), exp.Literal.number("1.0"))
        known = exp.func("if", same, alike, known)
    return exp.func("if", unknown, exp.Null(), known)


def _in_bytes(text: Any) -> Any:
    """The text with a sign for each byte of its UTF-8: DuckDB's distances count bytes, Spark's count signs."""
    encoded = exp.Anonymous(this="encode", expressions=[text, exp.Literal.string("UTF-8")])
    return exp.Anonymous(this="decode", expressions=[encoded, exp.Literal.string("ISO-8859-1")])


def _anonymous(node: Any) -> Any:
    name, arguments = str(node.this).lower(), node.expressions
    if name in _DISTANCES:
        return _distance(_DISTANCES[name], *arguments)
    if name == "list_intersect":
        return exp.func("array_intersect", *arguments)
    if name == "list_sum":
        # The sum of nothing is unknown.
        return sqlglot.parse_one(
            "if(size(x) > 0, aggregate(x, cast(0 as bigint), (sum, one) -> sum + one), null)", read="spark"
        ).transform(lambda part: arguments[0].copy() if part == exp.column("x") else part)
    return node


def _jaro_winkler(node: Any) -> Any:
    return _distance("jaro_winkler", node.this, node.expression)


def _levenshtein(node: Any) -> Any:
    return exp.Levenshtein(this=_in_bytes(node.this), expression=_in_bytes(node.expression))


def _length(node: Any) -> Any:
    of_list = isinstance(node.this, exp.Column) and node.this.name in _LISTS
    return exp.func("size", node.this) if of_list else node


def _bracket(node: Any) -> Any:
    """A slice of a text, or one part of a list, counted from 1; null past its end."""
    place = node.expressions[0]
    if not isinstance(place, exp.Slice):
        # The parser has counted a plain number down to a beginning at nought.
        first = exp.Literal.number(int(place.name) + 1) if isinstance(place, exp.Literal) else place
        return exp.func("try_element_at", node.this, first)
    start = place.this or exp.Literal.number(1)
    end = place.expression
    if end is None:
        return exp.func("substring", node.this, start)
    if isinstance(end, exp.Neg):
        # x[:-3] is the text without its last two signs.
        left_out = exp.Literal.number(int(end.this.name) - 1)
        end = exp.Sub(this=exp.func("char_length", node.this.copy()), expression=left_out)
    count = exp.Add(
        this=exp.Sub(this=exp.Paren(this=end), expression=start.copy()), expression=exp.Literal.number(1)
    )
    return exp.func("substring", node.this, start, count)


_REWRITES: dict[type[Any], Callable[[Any], Any]] = {
    exp.JarowinklerSimilarity: _jaro_winkler,
    exp.Levenshtein: _levenshtein,
    exp.Anonymous: _anonymous,
    exp.Length: _length,
    exp.Bracket: _bracket,
}
