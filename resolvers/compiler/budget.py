"""The budget of a document: counted in linear time before validation, which is not linear, so that it stays cheap."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode

from resolvers.errors import BudgetExceeded, ParseFailed, ValidationFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode, SelectionNode, SelectionSetNode

MAX_TOKENS = 2_000
MAX_TEXT = 20_000
MAX_LITERAL = 1_000
"""The most letters of one string in a document; a longer value comes as a variable."""
MAX_DEFINITIONS = 40
MAX_ROOT_FIELDS = 20
MAX_DEPTH = 16
MAX_FIELDS = 500
MAX_ALIASES = 60
MAX_DIRECTIVES = 60
MAX_VARIABLES = 60
MAX_NAMES = MAX_FIELDS + MAX_ALIASES + MAX_DIRECTIVES + 3 * MAX_DEFINITIONS
"""Names outside arguments: fields, aliases, directives, and those of fragments."""
MAX_COST = 20_000
"""The most rows one request may ask for, all pages multiplied out; what is computed counts as rows too
(`resolvers/operations/efforts.py`)."""

_TOKEN = re.compile(
    r"""
      (?P<string> \"{3} (?: [^"\\] | \\. | "(?!"") )*+ \"{3} | "(?!"") (?: [^"\\\n] | \\. )*+ " | "" )
    | (?P<unclosed> " )
    | (?P<name> \w+ )
    | (?P<skip> \#[^\n\r]* | \.\.\. )
    | (?P<sign> [^\s,\w] )
    """,
    re.DOTALL | re.ASCII | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Size:
    """What a selection holds with all its fragments written out; fields that repeat count each time."""

    fields: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: Size) -> Size:
        """Both, one next to the other."""
        return Size(
            self.fields + other.fields,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


def check_text(text: str) -> None:
    """Refuse a document whose bare tokens are too many, too deep or too long, before it is parsed.

    Parsing costs some 20 µs a token, this a fiftieth of it. Comments count: they cost as much.
    """
    if len(text) > MAX_TEXT:
        raise BudgetExceeded(f"A document has at most {MAX_TEXT} characters.")
    scan = _Scan()
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count == MAX_TOKENS:
            raise BudgetExceeded(f"A document has at most {MAX_TOKENS} tokens.")
        scan.read(token.lastgroup or "", token)


class _Scan:
    """Counts what tokens alone tell. Within parentheses stand arguments, which are not counted as names."""

    def __init__(self) -> None:
        self._inside = 0
        self._depth = 0
        self._names = 0
        self._signs = {"@": 0, ":": 0}

    def read(self, kind: str, token: re.Match[str]) -> None:
        if kind == "sign":
            self._sign(token[0])
        elif kind == "name":
            self._names += not self._inside
            _refuse_above(self._names, MAX_NAMES, "names")
        elif kind == "string" and token.end() - token.start() > MAX_LITERAL:
            raise BudgetExceeded(f"A string in a document has at most {MAX_LITERAL} characters.")
        elif kind == "unclosed":
            raise ParseFailed("A string in the document does not end.")

    def _sign(self, sign: str) -> None:
        if sign in "()":
            self._inside += 1 if sign == "(" else -1
        elif sign in "{}":
            self._depth += 1 if sign == "{" else -1
            _refuse_above(self._depth, MAX_DEPTH + 1, "levels")
        elif sign == "@" or (sign == ":" and not self._inside):
            self._signs[sign] += 1
            _refuse_above(self._signs["@"], MAX_DIRECTIVES, "directives")
            _refuse_above(self._signs[":"], MAX_ALIASES, "aliases")


def _refuse_above(counted: int, limit: int, what: str) -> None:
    if counted > limit:
        raise BudgetExceeded(f"A document has at most {limit} {what}.")


def check_document(document: DocumentNode) -> Size:
    """Refuse a document that is too big written out; the size of its largest operation."""
    if len(document.definitions) > MAX_DEFINITIONS:
        raise BudgetExceeded(f"A document has at most {MAX_DEFINITIONS} operations and fragments.")
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    measure = _Measure(fragments)
    largest = Size()
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            size = measure.selection_set(node.selection_set)
            _check_size(size, node, measure.root_fields(node.selection_set))
            largest = max(largest, size, key=lambda each: each.fields)
    return largest


def _check_size(size: Size, node: OperationDefinitionNode, root_fields: int) -> None:
    for counted, limit, name in (
        (root_fields, MAX_ROOT_FIELDS, "root fields"),
        (size.depth, MAX_DEPTH, "levels"),
        (size.fields, MAX_FIELDS, "fields"),
        (size.aliases, MAX_ALIASES, "aliases"),
        (size.directives + len(node.directives or ()), MAX_DIRECTIVES, "directives"),
        (len(node.variable_definitions or ()), MAX_VARIABLES, "variables"),
    ):
        if counted > limit:
            raise BudgetExceeded(f"An operation has at most {limit} {name}.")


class _Measure:
    """Sizes of selections; each fragment is measured once, however often it is spread."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._sizes: dict[str, Size | None] = {}
        self._roots: dict[str, int] = {}

    def selection_set(self, selections: SelectionSetNode | None) -> Size:
        total = Size()
        for selection in selections.selections if selections else ():
            total = total.beside(self._selection(selection))
        return total

    def _selection(self, node: SelectionNode) -> Size:
        directives = len(node.directives or ())
        if isinstance(node, FieldNode):
            inner = self.selection_set(node.selection_set)
            own = Size(inner.fields + 1, inner.depth + 1, inner.aliases + bool(node.alias), inner.directives)
            return Size(own.fields, own.depth, own.aliases, own.directives + directives)
        inner = (
            self._fragment(node.name.value)
            if isinstance(node, FragmentSpreadNode)
            else self.selection_set(getattr(node, "selection_set", None))
        )
        return Size(inner.fields, inner.depth, inner.aliases, inner.directives + directives)

    def _fragment(self, name: str) -> Size:
        if name in self._sizes:
            size = self._sizes[name]
            if size is None:
                raise ValidationFailed(f"Fragment '{name}' spreads itself.")
            return size
        self._sizes[name] = None
        fragment = self._fragments.get(name)
        size = Size() if fragment is None else self.selection_set(fragment.selection_set)
        self._sizes[name] = size
        return size

    def root_fields(self, selections: SelectionSetNode | None) -> int:
        """Fields at the top, those of fragments included, each fragment counted once."""
        total = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                total += 1
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in self._roots:
                    self._roots[name] = 0
                    fragment = self._fragments.get(name)
                    self._roots[name] = self.root_fields(fragment.selection_set if fragment else None)
                total += self._roots[name]
            else:
                total += self.root_fields(getattr(node, "selection_set", None))
        return total
