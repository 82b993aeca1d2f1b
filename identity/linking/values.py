"""Values of SQL expressions as Python text: what is NULL when, and what is computed once for a pair."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from identity.linking.sql import (
    CALLS,
    COUNTED_IN_BYTES,
    FLAGS,
    OF_NULLS,
    OPERATORS,
    PERHAPS_NULL,
    PERHAPS_NULL_CALLS,
    is_ascii,
    is_condition,
    never_null,
    operands,
    side_and_column,
    unsupported,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Resolve = Callable[[str, str], str]
    """(side `l`, `r` or empty; column) -> the Python name of its value."""

_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Term:
    """A value as Python text. It is NULL when one of the names is None or one of the checks fails, else it is `text`,
    to be computed after the checks, which may set names that it uses."""

    text: str
    names: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    whole: str = ""
    """The value with None for NULL already, where it is computed that way."""

    @property
    def bare(self) -> bool:
        """Is it a variable as it stands?"""
        return self.names == (self.text,) and not self.checks


@dataclass(slots=True)
class Values(ABC):
    """Translates values; what a value asks of conditions is left to `identity.linking.compiled`.

    `resolve` names the columns; `kept` names, for the SQL of a costly part, the variable that keeps it for the pair,
    which the function sets to `unset` before. `known` are names that are not None wherever the text is used.
    """

    resolve: Resolve
    kept: Mapping[str, str] = field(default_factory=dict[str, str])
    _bound: list[str] = field(default_factory=list[str])
    _temporaries: int = 0

    @abstractmethod
    def holds(self, node: exp.Expr, known: frozenset[str] = frozenset()) -> str:
        """Python text that is true exactly when the condition is true."""

    @abstractmethod
    def fails(self, node: exp.Expr, known: frozenset[str] = frozenset()) -> str:
        """Python text that is true exactly when the condition is false, which NULL is not."""

    def value(self, node: exp.Expr, known: frozenset[str] = frozenset()) -> str:
        """Python text of the value, None for NULL."""
        term = self._term(node, known)
        if term.bare or term.whole:
            return term.whole or term.text
        checks = checks_of(term, known)
        return f"({term.text} if {' and '.join(checks)} else None)" if checks else term.text

    def _term(self, node: exp.Expr, known: frozenset[str]) -> Term:
        node = node.unnest()
        term = self._plain_term(node, known)
        kept = None if self._bound else self.kept.get(node.sql())
        if kept is None:
            return term
        if not term.checks:
            return Term(f"({kept} if {kept} is not unset else ({kept} := {term.text}))", term.names)
        value = f"({term.text} if {' and '.join(term.checks)} else None)"
        check = f"({kept} if {kept} is not unset else ({kept} := {value})) is not None"
        return Term(kept, term.names, (check,))

    def _plain_term(self, node: exp.Expr, known: frozenset[str]) -> Term:
        if isinstance(node, exp.Column):
            name = self._column(node)
            return Term(name, (name,))
        if isinstance(node, exp.Identifier):
            return self._parameter(node)
        if isinstance(node, exp.Literal):
            return Term(repr(str(node.this)) if node.is_string else str(node.this))
        if isinstance(node, exp.Null):
            return Term("None", (), ("False",), "None")
        if isinstance(node, exp.Array):
            return Term(f"[{', '.join(self.value(part, known) for part in node.expressions)}]")
        if isinstance(node, exp.Bracket):
            return self._part_of(node, known)
        if isinstance(node, exp.Case):
            return self._case(node, known)
        if isinstance(node, exp.Transform | exp.ArrayFilter):
            return self._transformed(node, known)
        if isinstance(node, exp.GenerateSeries):
            return self._range(node, known)
        if isinstance(node, exp.DPipe):
            return self._concatenated(node, known)
        if isinstance(node, exp.ConcatWs):
            parts = ", ".join(self.value(part, known) for part in operands(node))
            return Term(f"concat_ws({parts})")
        return self._call(node, known)

    def _call(self, node: exp.Expr, known: frozenset[str]) -> Term:
        if is_condition(node):
            return self._condition_as_value(node, known)
        if any(value and name not in FLAGS for name, value in node.args.items()):
            raise unsupported(node)
        if type(node) in OF_NULLS:
            return self._of_nulls(node, known)
        name = str(node.this).lower() if isinstance(node, exp.Anonymous) else ""
        certain = CALLS.get(name) or OPERATORS.get(type(node))
        uncertain = PERHAPS_NULL_CALLS.get(name) or PERHAPS_NULL.get(type(node))
        template = certain or uncertain
        if template is None:
            raise unsupported(node)
        terms = [self._term(part, known) for part in operands(node)]
        if len(terms) != _arity(template):
            raise unsupported(node)
        texts = [term.text for term in terms]
        if template.startswith(COUNTED_IN_BYTES):
            known_ascii = [is_ascii(part.unnest()) for part in operands(node)]
            texts = [
                text if known else f"encoded({text})" for text, known in zip(texts, known_ascii, strict=True)
            ]
        text = template.format(*texts)
        return over(text, terms) if certain else self._perhaps_null(text, terms)

    def _of_nulls(self, node: exp.Expr, known: frozenset[str]) -> Term:
        parts = [self.value(part, known) for part in operands(node)]
        if isinstance(node, exp.Coalesce) and len(parts) == 2 and _WORD.fullmatch(parts[0]):
            return self._perhaps_null(f"({parts[0]} if {parts[0]} is not None else {parts[1]})", [])
        return self._perhaps_null(OF_NULLS[type(node)].format(", ".join(parts)), [])

    def _concatenated(self, node: exp.DPipe, known: frozenset[str]) -> Term:
        parts = [part.unnest() for part in node.flatten()]
        terms = [self._term(part, known) for part in parts]
        written = "".join(
            str(part.this).replace("%", "%%") if isinstance(part, exp.Literal) else "%s" for part in parts
        )
        values = "".join(
            f"{term.text}, "
            for part, term in zip(parts, terms, strict=True)
            if not isinstance(part, exp.Literal)
        )
        return over(f"({written!r} % ({values}))", terms)

    def _condition_as_value(self, node: exp.Expr, known: frozenset[str]) -> Term:
        holds = self.holds(node, known)
        if never_null(node):
            return Term(f"({holds})")
        return self._perhaps_null(f"(True if {holds} else False if {self.fails(node, known)} else None)", [])

    def _perhaps_null(self, text: str, terms: list[Term]) -> Term:
        name = self._temporary()
        term = over(name, terms, f"({name} := {text}) is not None")
        return replace(term, whole="" if terms else text)

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"

    def _parameter(self, node: exp.Identifier) -> Term:
        name = f"p_{node.name}"
        if name not in self._bound:
            raise unsupported(node)
        return Term(name, (name,))

    def _column(self, node: exp.Column) -> str:
        if not node.table and f"p_{node.name}" in self._bound:
            return f"p_{node.name}"
        return self.resolve(*side_and_column(node))

    def _part_of(self, node: exp.Bracket, known: frozenset[str]) -> Term:
        whole, place = self._term(node.this, known), node.expressions[0]
        if not isinstance(place, exp.Slice):
            index = self._term(place, known)
            return self._perhaps_null(f"element({whole.text}, {index.text})", [whole, index])
        if place.args.get("step"):
            raise unsupported(node)
        start, end = whole_number(place.this, node), whole_number(place.args.get("expression"), node)
        first = "" if start in (None, 0, 1) else str(start - 1 if start > 0 else start)
        # Both ends are part of the piece, and -1 is the last place.
        last = "" if end in (None, -1) else str(end if end >= 0 else end + 1)
        return over(f"{whole.text}[{first}:{last}]", [whole])

    def _case(self, node: exp.Case, known: frozenset[str]) -> Term:
        branches = [branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")]
        if all(isinstance(branch, exp.Literal) for branch in branches):
            return Term(self._chosen(node, known, lambda part: self.value(part, known), "None"))
        return self._perhaps_null(self._chosen(node, known, lambda part: self.value(part, known), "None"), [])

    def _chosen(
        self, node: exp.Case, known: frozenset[str], text: Callable[[exp.Expr], str], otherwise: str
    ) -> str:
        if node.this is not None:
            raise unsupported(node)
        default = node.args.get("default")
        chosen = otherwise if default is None else text(default)
        for branch in reversed(node.args["ifs"]):
            chosen = f"{text(branch.args['true'])} if {self.holds(branch.this, known)} else {chosen}"
        return f"({chosen})"

    def _transformed(self, node: exp.Transform | exp.ArrayFilter, known: frozenset[str]) -> Term:
        body = node.expression
        if not isinstance(body, exp.Lambda) or len(body.expressions) != 1:
            raise unsupported(node)
        source, name = self._term(node.this, known), f"p_{body.expressions[0].name}"
        # Python allows no assignment inside what a comprehension goes through: it is made before.
        listed = source.text if _WORD.fullmatch(source.text) else self._temporary()
        made = () if listed == source.text else (f"({listed} := {source.text}) is not None",)
        self._bound.append(name)
        if isinstance(node, exp.Transform):
            text = f"[{self.value(body.this, known)} for {name} in {listed}]"
        else:
            text = f"[{name} for {name} in {listed} if {self.holds(body.this, known)}]"
        self._bound.pop()
        return over(text, [source], *made)

    def _range(self, node: exp.GenerateSeries, known: frozenset[str]) -> Term:
        if node.args.get("step") or not node.args.get("is_end_exclusive"):
            raise unsupported(node)
        ends = [self._term(node.args["start"], known), self._term(node.args["end"], known)]
        return over(f"range({ends[0].text}, {ends[1].text})", ends)


def over(text: str, terms: Iterable[Term], *checks: str) -> Term:
    """A value that is NULL when one of the terms is, or one of the further checks fails."""
    terms = list(terms)
    names = dict.fromkeys(name for term in terms for name in term.names)
    return Term(text, tuple(names), (*(check for term in terms for check in term.checks), *checks))


def checks_of(term: Term, known: frozenset[str]) -> list[str]:
    return [f"{name} is not None" for name in term.names if name not in known] + list(term.checks)


def checks_of_all(terms: Iterable[Term], known: frozenset[str]) -> list[str]:
    return checks_of(over("", terms), known)


def _arity(template: str) -> int:
    """How many different arguments a template takes."""
    return template.count("{}") or len(set(re.findall(r"\{\d\}", template)))
