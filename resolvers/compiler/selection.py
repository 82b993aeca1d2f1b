"""Which fields a selection asks of one type: fragments followed, directives decided, equal keys merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    VariableNode,
    get_named_type,
    is_abstract_type,
    print_ast,
)

from resolvers.errors import ValidationFailed
from resolvers.schema import graphql_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from graphql import (
        DirectiveNode,
        FragmentDefinitionNode,
        GraphQLNamedType,
        OperationDefinitionNode,
        SelectionNode,
        SelectionSetNode,
    )

Merged = dict[str, list[FieldNode]]
"""Response key -> the field's nodes, in the order in which the keys first appear."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Collects fields. `switches` are the values of the variables that @skip and @include name; None: all count."""

    fragments: Mapping[str, FragmentDefinitionNode]
    switches: Mapping[str, Any] | None

    def merged(self, kind: str, selections: Iterable[SelectionSetNode | None]) -> Merged:
        """The fields selected on the object type `kind`, nodes of one response key together."""
        found: Merged = {}
        seen: set[str] = set()
        for node in (each for one in selections if one for each in self._fields(kind, one, seen)):
            found.setdefault(_key(node), []).append(node)
        return found

    def under(self, kind: str, nodes: Iterable[FieldNode]) -> Merged:
        """The fields selected below these nodes on the object type `kind`."""
        return self.merged(kind, (node.selection_set for node in nodes))

    def _fields(self, kind: str, selections: SelectionSetNode, seen: set[str]) -> Iterator[FieldNode]:
        for node in selections.selections:
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                if node.name.value not in seen and _applies(fragment.type_condition.name.value, kind):
                    seen.add(node.name.value)
                    yield from self._fields(kind, fragment.selection_set, seen)
            else:
                condition = getattr(node, "type_condition", None)
                if condition is None or _applies(condition.name.value, kind):
                    yield from self._fields(kind, getattr(node, "selection_set", None), seen)  # pyright: ignore[reportArgumentType]

    def _wanted(self, node: SelectionNode) -> bool:
        return all(self._passes(directive) for directive in node.directives or ())

    def _passes(self, directive: DirectiveNode) -> bool:
        if self.switches is None or not directive.arguments:
            return True
        value = directive.arguments[0].value  # Both directives have `if` alone; validation has seen to that.
        on = (
            self.switches[value.name.value]
            if isinstance(value, VariableNode)
            else getattr(value, "value", None)
        )
        return on is (directive.name.value == "include")


def _key(node: FieldNode) -> str:
    return (node.alias or node.name).value


def _applies(condition: str, kind: str) -> bool:
    if condition == kind:
        return True
    schema = graphql_schema()
    wanted, concrete = schema.type_map[condition], schema.type_map[kind]
    return (
        isinstance(wanted, GraphQLAbstractType)
        and isinstance(concrete, GraphQLObjectType)
        and schema.is_sub_type(wanted, concrete)
    )


def check_merging(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> None:
    """Raise ValidationFailed where one response key of one type is asked for two different things.

    Each node is compared with the first of its key alone, so the time is linear in the fields of the document
    written out, which the budget bounds. Types that exclude each other may differ, as the specification allows.
    """
    selector = Selector(fragments, None)
    schema = graphql_schema()
    waiting: list[tuple[GraphQLNamedType, list[FieldNode]]] = []
    root = schema.get_root_type(operation.operation)
    assert root is not None  # noqa: S101  # Validation has looked at it.
    _check(selector.merged(root.name, [operation.selection_set]), root, waiting)
    while waiting:
        kind, nodes = waiting.pop()
        for concrete in schema.get_possible_types(kind) if is_abstract_type(kind) else (kind,):
            if isinstance(concrete, GraphQLObjectType):
                _check(selector.under(concrete.name, nodes), concrete, waiting)


def _check(
    merged: Merged, kind: GraphQLObjectType, waiting: list[tuple[GraphQLNamedType, list[FieldNode]]]
) -> None:
    for key, nodes in merged.items():
        if len(nodes) > 1 and any(_asked(node) != _asked(nodes[0]) for node in nodes[1:]):
            places = [
                (node.loc.start_token.line, node.loc.start_token.column) for node in nodes[:2] if node.loc
            ]
            raise ValidationFailed(
                f"'{key}' is asked for two different things; use aliases.", locations=places
            )
        field = kind.fields.get(nodes[0].name.value)
        if field is not None and nodes[0].selection_set is not None:
            waiting.append((get_named_type(field.type), nodes))


def _asked(node: FieldNode) -> tuple[str, tuple[str, ...]]:
    return node.name.value, tuple(sorted(print_ast(each) for each in node.arguments or ()))
