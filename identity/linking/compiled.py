"""SQL conditions and expressions translated into Python text, so that live scoring does what DuckDB does in a batch.

SQL has three truths: a comparison with NULL is neither true nor false. So a condition is never translated as such;
it is asked whether it *holds* and whether it *fails*, and when neither does, it is NULL.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from identity.linking.sql import (
    COMPARED,
    NULL_SAFE,
    OPPOSITE,
    PREDICATES,
    never_null,
    operands,
    unsupported,
)
from identity.linking.values import Values, checks_of, checks_of_all


@dataclass(slots=True)
class Translator(Values):
    """Translates expressions that live in one Python function.

    `resolve` names the columns; `kept` names, for the SQL of a costly part, the variable that keeps it for the pair,
    which the function sets to `unset` before. `known` are names that are not None wherever the text is used.
    """

    def holds(self, node: exp.Expr, known: frozenset[str] = frozenset()) -> str:
        """Python text that is true exactly when the condition is true."""
        return self._truth(node, known, wanted=True)

    def fails(self, node: exp.Expr, known: frozenset[str] = frozenset()) -> str:
        """Python text that is true exactly when the condition is false, which NULL is not."""
        return self._truth(node, known, wanted=False)

    def filled_unless(self, node: exp.Expr) -> frozenset[str]:
        """The names that are surely not None where a condition made of IS NULL does not hold."""
        return self._filled(node, wanted=False) if never_null(node) else frozenset()

    def _truth(self, node: exp.Expr, known: frozenset[str], *, wanted: bool) -> str:
        node = node.unnest()
        if isinstance(node, exp.Not):
            return self._truth(node.this, known, wanted=not wanted)
        if isinstance(node, exp.And | exp.Or):
            return self._both(node, known, wanted=wanted)
        if isinstance(node, exp.Boolean):
            return str(bool(node.this) == wanted)
        if isinstance(node, exp.Null):
            return "False"
        if isinstance(node, exp.Is):
            return self._is_null(node, known, wanted=wanted)
        if isinstance(node, exp.Coalesce):
            return self._first_known(operands(node), known, wanted=wanted)
        if isinstance(node, exp.Case):
            return self._chosen(node, known, lambda part: self._truth(part, known, wanted=wanted), "False")
        return self._predicate(node, known, wanted=wanted)

    def _both(self, node: exp.And | exp.Or, known: frozenset[str], *, wanted: bool) -> str:
        left = self._truth(node.left, known, wanted=wanted)
        if isinstance(node, exp.And) is wanted:
            right = self._truth(node.right, known | self._filled(node.left, wanted=wanted), wanted=wanted)
            return f"({left} and {right})"
        return f"({left} or {self._truth(node.right, known, wanted=wanted)})"

    def _filled(self, node: exp.Expr, *, wanted: bool) -> frozenset[str]:
        """The names that are surely not None where the condition holds or, not wanted, fails."""
        node = node.unnest()
        if isinstance(node, exp.Not):
            return self._filled(node.this, wanted=not wanted)
        if isinstance(node, exp.And | exp.Or):
            left, right = self._filled(node.left, wanted=wanted), self._filled(node.right, wanted=wanted)
            return left | right if isinstance(node, exp.And) is wanted else left & right
        if isinstance(node, exp.Is):
            return frozenset() if wanted else self._names(node.this)
        if type(node) in COMPARED:
            return self._names(node.this) | self._names(node.expression)
        return frozenset()

    def _names(self, node: exp.Expr) -> frozenset[str]:
        node = node.unnest()
        return frozenset({self._column(node)}) if isinstance(node, exp.Column) else frozenset()

    def _is_null(self, node: exp.Is, known: frozenset[str], *, wanted: bool) -> str:
        if not isinstance(node.expression, exp.Null):
            raise unsupported(node)
        term = self._term(node.this, known)
        if not term.names and not term.checks:
            return str(not wanted)
        value = self.value(node.this, known)
        return f"{value} is None" if wanted else f"{value} is not None"

    def _first_known(self, parts: list[exp.Expr], known: frozenset[str], *, wanted: bool) -> str:
        first = self._truth(parts[0], known, wanted=wanted)
        if len(parts) == 1:
            return first
        rest = self._first_known(parts[1:], known, wanted=wanted)
        if rest == "False":
            return first
        undecided = f"not {self._truth(parts[0], known, wanted=not wanted)}"
        # Where the rest is certain it is enough that the first does not say the contrary.
        return f"({undecided})" if rest == "True" else f"({first} or ({undecided} and {rest}))"

    def _predicate(self, node: exp.Expr, known: frozenset[str], *, wanted: bool) -> str:
        if type(node) in NULL_SAFE:
            sign = NULL_SAFE[type(node)]
            left, right = self.value(node.this, known), self.value(node.expression, known)
            return f"({left} {sign if wanted else OPPOSITE[sign]} {right})"
        if isinstance(node, exp.Between):
            low, high = exp.GTE(this=node.this, expression=node.args["low"]), node.args["high"]
            both = exp.And(this=low, expression=exp.LTE(this=node.this.copy(), expression=high))
            return self._truth(both, known, wanted=wanted)
        if isinstance(node, exp.In):
            return self._among(node, known, wanted=wanted)
        if type(node) in COMPARED:
            return self._comparison(node, known, wanted=wanted)
        template = PREDICATES.get(type(node))
        if template is None:
            raise unsupported(node)
        terms = [self._term(part, known) for part in operands(node)]
        answer = template.format(*(term.text for term in terms))
        return _joined([*checks_of_all(terms, known), answer if wanted else f"not {answer}"])

    def _comparison(self, node: exp.Expr, known: frozenset[str], *, wanted: bool) -> str:
        sign = COMPARED[type(node)]
        left, right = self._term(node.this, known), self._term(node.expression, known)
        sign = sign if wanted else OPPOSITE[sign]
        mine, theirs = checks_of(left, known), checks_of(right, known)
        if sign == "==":
            # What equals something that is not None is not None itself.
            mine = [] if left.bare and not theirs else mine
            theirs = [] if right.bare else theirs
        return _joined([*mine, *theirs, f"{left.text} {sign} {right.text}"])

    def _among(self, node: exp.In, known: frozenset[str], *, wanted: bool) -> str:
        if not node.expressions or node.args.get("query") or node.args.get("unnest"):
            raise unsupported(node)
        sought, choices = self._term(node.this, known), [self._term(part, known) for part in node.expressions]
        checks = checks_of(sought, known)
        if wanted:
            listed = ", ".join(self.value(part, known) for part in node.expressions)
            return _joined([*checks, f"{sought.text} in ({listed},)"])
        listed = ", ".join(term.text for term in choices)
        return _joined([*checks_of_all([sought, *choices], known), f"{sought.text} not in ({listed},)"])


def _joined(parts: list[str]) -> str:
    return f"({' and '.join(parts)})"
