"""The SQL that conditions, rules and keys are written in: a closed vocabulary, and how to look into a text of it.

What is not in the tables below is refused, for a guess here would make live and batch judge differently. DuckDB runs
the text as it stands; `identity.linking.compiled` translates it for scoring live.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.dialects import DuckDB
from sqlglot.errors import SqlglotError

from identity.errors import UnsupportedCondition

if TYPE_CHECKING:
    from collections.abc import Iterable


class _CountsFromOne(DuckDB):
    """DuckDB's own counting of list places, which sqlglot would turn into counting from 0."""

    INDEX_OFFSET = 0


COMPARED: dict[type[exp.Expr], str] = {
    exp.EQ: "==",
    exp.NEQ: "!=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
NULL_SAFE: dict[type[exp.Expr], str] = {exp.NullSafeEQ: "==", exp.NullSafeNEQ: "!="}
PREDICATES: dict[type[exp.Expr], str] = {
    exp.ArrayOverlaps: "list_has_any({}, {})",
    exp.ArrayContains: "({1} in {0})",
    exp.StartsWith: "{}.startswith({})",
}
"""True, false, or NULL when an argument is."""

OPERATORS: dict[type[exp.Expr], str] = {
    exp.Add: "({} + {})",
    exp.Sub: "({} - {})",
    exp.Mul: "({} * {})",
    exp.Neg: "(-{})",
    exp.IntDiv: "whole_quotient({}, {})",
    exp.Abs: "abs({})",
    exp.Length: "len({})",
    exp.ArraySize: "len({})",
    exp.Levenshtein: "levenshtein({}, {})",
    exp.JarowinklerSimilarity: "(jaro_winkler({0}, {1}) if {0} else 0.0)",
}
CALLS = {
    # Of empty texts DuckDB says that nothing is alike, where others say that all is.
    "damerau_levenshtein": "damerau_levenshtein({}, {})",
    "jaro_similarity": "(jaro({0}, {1}) if {0} else 0.0)",
    "list_intersect": "list_intersect({}, {})",
}
"""NULL exactly when an argument is."""

COUNTED_IN_BYTES = ("damerau_levenshtein(", "levenshtein(", "(jaro(", "(jaro_winkler(")
"""Templates that begin so compare texts byte by byte."""

PERHAPS_NULL: dict[type[exp.Expr], str] = {exp.ArrayMax: "list_max({})", exp.ArrayMin: "list_min({})"}
PERHAPS_NULL_CALLS = {"list_sum": "list_sum({})", "list_max": "list_max({})", "list_min": "list_min({})"}
"""NULL when an argument is, and sometimes else."""

OF_NULLS: dict[type[exp.Expr], str] = {
    exp.Least: "least({})",
    exp.Greatest: "greatest({})",
    exp.Coalesce: "coalesce({})",
    exp.ArrayConcat: "list_concat({})",
}
"""These take NULL as an argument like any other."""

_COSTLY = (exp.JarowinklerSimilarity, exp.Levenshtein, exp.Transform, exp.Anonymous)
"""Worth keeping for the pair when more than one level uses it."""

FLAGS = {"this", "expression", "expressions", "safe", "coalesce", "ignore_nulls", "null_propagation"}
_ASCII_COLUMNS = frozenset({"birth_date", "citizen_id", "phone"})
_SIDED = re.compile(r"(.+)_([lr])")


@lru_cache(maxsize=4096)
def parse(sql: str) -> exp.Expr:
    """The expression of a DuckDB text. Raises UnsupportedCondition when it is no SQL at all."""
    try:
        return sqlglot.parse_one(sql, read=_CountsFromOne)
    except SqlglotError as error:
        raise UnsupportedCondition(f"this is not an SQL expression: {sql}") from error


def columns_of(sql: str) -> frozenset[str]:
    """The columns that an expression names, without their sides."""
    return frozenset(side_and_column(column)[1] for column in _free_columns(parse(sql)))


def costly_parts(conditions: Iterable[str]) -> tuple[str, ...]:
    """The costly expressions that several of the conditions, or one of them twice, compute."""
    uses: Counter[str] = Counter()

    def look(node: exp.Expr) -> bool:
        """Below an expression that was met before nothing is counted again."""
        if not isinstance(node, _COSTLY):
            return False
        uses[node.sql()] += 1
        return uses[node.sql()] > 1

    for condition in conditions:
        for _ in parse(condition).walk(prune=look):
            pass
    return tuple(sql for sql, count in uses.items() if count > 1)


def side_and_column(node: exp.Column) -> tuple[str, str]:
    if node.table:
        return {"a": "l", "b": "r"}.get(node.table, ""), node.name
    sided = _SIDED.fullmatch(node.name)
    return (sided[2], sided[1]) if sided else ("", node.name)


def _free_columns(node: exp.Expr) -> Iterable[exp.Column]:
    parameters = {one.name for body in node.find_all(exp.Lambda) for one in body.expressions}
    return (column for column in node.find_all(exp.Column) if column.table or column.name not in parameters)


def is_ascii(node: exp.Expr) -> bool:
    """Is it a column whose values standardisation leaves in ASCII, or a text without other letters?"""
    if isinstance(node, exp.Column):
        column = side_and_column(node)[1]
        return column in _ASCII_COLUMNS or column.endswith(("_fold", "_sound"))
    return isinstance(node, exp.Literal) and node.name.isascii()


def operands(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Anonymous):
        return list(node.expressions)
    sides = [node.args.get("this"), node.args.get("expression"), *node.expressions]
    return [part for part in sides if isinstance(part, exp.Expr)]


def is_condition(node: exp.Expr) -> bool:
    kinds = (exp.Not, exp.And, exp.Or, exp.Boolean, exp.Is, exp.In, exp.Between)
    return isinstance(node, kinds) or type(node) in COMPARED | NULL_SAFE | PREDICATES


def never_null(node: exp.Expr) -> bool:
    node = node.unnest()
    if isinstance(node, exp.Not):
        return never_null(node.this)
    if isinstance(node, exp.And | exp.Or):
        return never_null(node.left) and never_null(node.right)
    return isinstance(node, exp.Is | exp.Boolean) or type(node) in NULL_SAFE


def whole_number(node: exp.Expr | None, where: exp.Expr) -> int | None:
    if node is None:
        return None
    try:
        return int(node.sql())
    except ValueError as error:
        raise unsupported(where) from error


def unsupported(node: exp.Expr) -> UnsupportedCondition:
    return UnsupportedCondition(
        f"conditions know nothing like {type(node).__name__}: {node.sql(dialect='duckdb')}"
    )
