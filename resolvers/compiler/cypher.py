"""Writes Cypher for a selection: projections with masks inside, and hops with the row policy on every MATCH.

This is the single place that composes Cypher. Everything it puts together comes from the vocabulary of the
schema, the policy and the masks; whatever a caller wrote is a parameter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import get_named_type

from auth.policy import Mask
from resolvers.compiler.bindings import Bindings, Source, page_limit, source_of
from resolvers.compiler.cost import Cost
from resolvers.compiler.masks import masked
from resolvers.compiler.pages import page_parts
from resolvers.compiler.rights import needed
from resolvers.compiler.shape import PageShape, Projected, id_shape, list_shape, object_shape
from resolvers.compiler.vocabulary import Bound, GlobalId, Hop, Ids, One, Page, Some, Stored, Unwound
from resolvers.errors import SchemaDefect
from resolvers.ids import CONCEALED
from resolvers.relay import MAX_PAGE
from resolvers.schema import fields_of, meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import FieldNode

    from resolvers.compiler.access import Access
    from resolvers.compiler.policy import RowPolicy
    from resolvers.compiler.selection import Merged, Selector
    from resolvers.compiler.shape import Shape
    from resolvers.cursors import CursorSigner

Names = dict[str, str]
"""Variable of a template -> variable of the statement."""
_BRACED = re.compile(r"\{(\w+)\}")


def render(template: str, names: Mapping[str, str]) -> str:
    """The template with each `{variable}` replaced; other braces stay."""
    return _BRACED.sub(lambda found: names[found[1]], template)


@dataclass(frozen=True, slots=True)
class Compiling:
    """What all root fields of one plan share."""

    access: Access
    policy: RowPolicy
    selector: Selector
    signer: CursorSigner
    present: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A hop on its way into a statement: its names, its conditions, and the order of its rows."""

    text: str
    names: Names
    carried: str
    order: tuple[str, ...]


@dataclass(slots=True)
class Writer:
    """Writes one statement: hands out its variables and parameters, and keeps its cost."""

    plan: Compiling
    bindings: Bindings = field(default_factory=Bindings)
    cost: Cost = field(default_factory=Cost)
    _variables: int = 0

    def variable(self) -> str:
        """A variable that is not taken."""
        self._variables += 1
        return f"n{self._variables - 1}"

    def object(self, kind: str, names: Names, merged: Merged) -> Projected:
        """The list of an object's values, in the order of the response keys."""
        fields = [self._field(kind, names, nodes) for nodes in merged.values()]
        text = ", ".join(each.cypher for each in fields)
        return Projected(f"[{text}]", object_shape(list(merged), [each.shape for each in fields]))

    def under(self, kind: str, names: Names, nodes: Iterable[FieldNode]) -> Projected:
        """The object selected below these nodes."""
        return self.object(kind, names, self.plan.selector.under(kind, nodes))

    def _field(self, kind: str, names: Names, nodes: list[FieldNode]) -> Projected:
        name = nodes[0].name.value
        if name == "__typename":
            return Projected(f"'{kind}'")
        graphql_field = fields_of(kind)[name]
        meaning = meaning_of(graphql_field)
        rule = self.plan.access.rule(kind, name)
        # A list is granted whole or not at all: the one mask it may have besides `clear` takes all of it away.
        if rule is None or rule.mask is Mask.REDACT or self._withheld(kind, name, meaning):
            return Projected("null")
        target = get_named_type(graphql_field.type).name
        match meaning:
            case Stored(expression):
                return Projected(masked(render(expression or f"{{self}}.{name}", names), rule))
            case GlobalId(expression):
                return Projected(render(expression, names), self._id_shape(kind))
            case Bound(variable):
                return self.under(target, {"self": names[variable]}, nodes)
            case One(hop):
                return self._one(target, hop, names, nodes)
            case Some(hop, limit):
                return self._some(target, hop, names, nodes, limit)
            case Ids(hop, of, limit):
                return self._ids(of, hop, names, limit)
            case Unwound():
                return self._unwound(target, meaning, names, nodes)
            case Page(hop):
                return self._page(f"{kind}.{name}", target, hop, names, nodes)
            case _:
                raise SchemaDefect(f"{kind}.{name} has no meaning in the graph.")

    def _id_shape(self, kind: str) -> Shape:
        return id_shape(kind, self.plan.signer.conceal if kind in CONCEALED else None)

    def _withheld(self, kind: str, name: str, meaning: Any) -> bool:
        """Whether a link leads through an entity that is not granted, or explains what is hidden; noted as denied if so."""
        if not isinstance(meaning, One | Some | Page | Ids):
            return False
        entities = (*meaning.hop.checked.values(), *meaning.hop.needs)
        missing = any(self.plan.access.view.entity(each) is None for each in entities)
        told = meaning.hop.explains
        if missing or (told is not None and not self.plan.access.is_clear(*told)):
            self.plan.access.denied.add(f"{kind}.{name}")
            return True
        return False

    def match(self, hop: Hop, names: Names, node: FieldNode | None = None) -> Match:
        """The hop's MATCH with its row policy."""
        found = dict(names)
        for variable in ("end", "tie", "via"):
            if f"{{{variable}}}" in hop.pattern:
                found[variable] = self.variable()
        for option in hop.options:
            source = source_of(node, option, self.plan.present) if node else None
            found[option] = "$" + self.bindings.add(source or Source(None, False), bool)  # noqa: FBT003
        conditions = [render(each, found) for each in hop.where]
        for variable, entity in hop.checked.items():
            conditions += self.plan.policy.conditions(entity, found[variable])
        conditions += [self.plan.policy.unsealed(found[variable]) for variable in hop.retired]
        clear = self.plan.access.is_clear
        order = [key for key in hop.order if key.field is None or clear(key.entity or "", key.field)]
        if len(order) < len(hop.order):
            conditions.append(self._first_tie(hop, found))
        text = f"MATCH {render(hop.pattern, found)}" + where(conditions)
        carried = [f"DISTINCT {found['end']}"] if hop.repeats else [found["end"]]
        carried += [found["tie"]] if "tie" in found and not hop.repeats else []
        return Match(text, found, ", ".join(carried), tuple(render(key.expression, found) for key in order))

    def _first_tie(self, hop: Hop, names: Names) -> str:
        """That no other tie of the same two nodes comes first.

        Where the key that tells ties apart is hidden from the caller, their number is hidden as well.
        """
        other = {**names, "tie": self.variable()}
        conditions = [render(each, other) for each in hop.where]
        before = where([*conditions, f"elementId({other['tie']}) < elementId({names['tie']})"])
        return f"NOT EXISTS {{ MATCH {render(hop.pattern, other)}{before} }}"

    @staticmethod
    def _row(hop: Hop, names: Names) -> Names:
        return {variable: names[meant] for variable, meant in hop.row.items()}

    def _one(self, kind: str, hop: Hop, names: Names, nodes: list[FieldNode]) -> Projected:
        inner, shape = self._limited(kind, hop, names, nodes, 1)
        return Projected(f"head({inner})", shape)

    def _some(self, kind: str, hop: Hop, names: Names, nodes: list[FieldNode], limit: int) -> Projected:
        if not hop.pattern:
            return Projected("[]")
        inner, shape = self._limited(kind, hop, names, nodes, limit)
        return Projected(inner, list_shape(shape))

    def _limited(self, kind: str, hop: Hop, names: Names, nodes: list[FieldNode], limit: int) -> Any:
        found = self.match(hop, names, nodes[0])
        outer, self.cost = self.cost, self.cost.add(rows=limit)
        row = self.under(kind, self._row(hop, found.names), nodes)
        self.cost = outer
        order = ", ".join(found.order)
        text = f"{found.text} WITH {found.carried} ORDER BY {order} LIMIT {limit} RETURN {row.cypher}"
        return f"COLLECT {{ {text} }}", row.shape

    def _ids(self, of: str, hop: Hop, names: Names, limit: int) -> Projected:
        found = self.match(hop, names)
        end = found.names["end"]
        text = f"{found.text} WITH DISTINCT {end} ORDER BY {end}.id LIMIT {limit} RETURN {end}.id"
        return Projected(f"COLLECT {{ {text} }}", list_shape(id_shape(of)))

    def _unwound(self, kind: str, meaning: Unwound, names: Names, nodes: list[FieldNode]) -> Projected:
        item = self.variable()
        inner = {"owner": names["self"], "item": item}
        if "{clear}" in meaning.where:
            inner["clear"] = "$" + self.bindings.constant(self.plan.access.clear_fields("Person"))
        row = self.under(kind, inner, nodes)
        text = (
            f"UNWIND {render(meaning.source, names)} AS {item} WITH {item} ORDER BY {item} "
            f"WHERE {render(meaning.where, inner)} RETURN {row.cypher}"
        )
        return Projected(f"COLLECT {{ {text} }}", list_shape(row.shape))

    def _page(self, of: str, kind: str, hop: Hop, names: Names, nodes: list[FieldNode]) -> Projected:
        found = self.match(hop, names, nodes[0])
        page, after = self.page(of, kind, nodes, self._row(hop, found.names), keys=found.order)
        text = (
            found.text
            if after is None
            else found.text + (" AND " if " WHERE " in found.text else " WHERE ") + after
        )
        order = ", ".join(found.order)
        limit = f"${page.shape.limit}"
        rows = f"{text} WITH {found.carried} ORDER BY {order} LIMIT {limit} RETURN {page.cypher}"
        return Projected(f"COLLECT {{ {rows} }}", page.shape)

    def page(
        self,
        of: str,
        kind: str,
        nodes: list[FieldNode],
        row: Names,
        *,
        keys: tuple[str, ...],
        entity: str = "",
        paged: bool = True,
    ) -> tuple[PageOfRows, str | None]:
        """The projection of one row of a connection, and the condition that it comes after the cursor.

        `first` is bounded by the grant of the rows' entity, or of `entity`. Where the rows are not paged by the
        statement, the caller of this reads the cursor.
        """
        row_kind = row_kind_of(kind)
        limit = self.limit(nodes[0], entity or row_kind)
        after = self._after(f"{of}:{len(keys)}", nodes[0], keys) if paged else None
        outer, self.cost = self.cost, self.cost.add(limit)
        parts = page_parts(self.plan.selector, kind, nodes)
        slots = [self.under(row_kind, row, each) for each in parts.slots]
        self.cost = outer
        place = [f"[{', '.join(keys)}]"] if parts.wants_place else []
        cypher = "[" + ", ".join([*(slot.cypher for slot in slots), *place]) + "]"
        shape = PageShape(
            of=f"{of}:{len(keys)}",
            signer=self.plan.signer,
            limit=limit,
            after=source_of(nodes[0], "after", self.plan.present) is not None,
            place=len(slots),
            parts=(),
        )
        return PageOfRows(cypher, parts.shaped(shape, [slot.shape for slot in slots])), after

    def limit(self, node: FieldNode, entity: str) -> str:
        """Bind `first`, no more than the grant of the entity allows; the parameter's name."""
        granted = self.plan.access.view.entity(entity)
        source = needed(self.plan, node, "first")
        return self.bindings.add(source, page_limit(min(MAX_PAGE, granted.max_rows) if granted else MAX_PAGE))

    def _after(self, of: str, node: FieldNode, keys: tuple[str, ...]) -> str | None:
        source = source_of(node, "after", self.plan.present)
        if source is None:
            return None
        names = tuple(self.bindings.name() for _ in keys)
        self.bindings.add_many(source, names, lambda cursor: self.plan.signer.read(of, cursor))
        return comes_after(keys, names)


@dataclass(frozen=True, slots=True)
class PageOfRows:
    """One row of a connection as an expression, and the shape of the whole page."""

    cypher: str
    shape: PageShape


def comes_after(keys: tuple[str, ...], names: tuple[str, ...]) -> str:
    """That a row comes after a place in the order of one or two keys."""
    if len(keys) == 1:
        return f"{keys[0]} > ${names[0]}"
    return f"({keys[0]} > ${names[0]} OR {keys[0]} = ${names[0]} AND {keys[1]} > ${names[1]})"


def where(conditions: Iterable[str]) -> str:
    """A WHERE of all conditions, or nothing."""
    text = " AND ".join(conditions)
    return f" WHERE {text}" if text else ""


def row_kind_of(connection: str) -> str:
    """The type of a connection type's rows."""
    edge = get_named_type(fields_of(connection)["edges"].type).name
    return get_named_type(fields_of(edge)["node"].type).name
