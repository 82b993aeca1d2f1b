"""Plans: a document compiled for one view of the data, kept for as long as it is asked often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import GraphQLNonNull, OperationType

from resolvers.compiler.access import Access
from resolvers.compiler.bounded import BoundedCache
from resolvers.compiler.cypher import Compiling
from resolvers.compiler.document import Document, Operation, read_document
from resolvers.compiler.fields import compile_root
from resolvers.compiler.introspection import Introspection, is_introspection
from resolvers.compiler.operations import OperationPlan
from resolvers.compiler.policy import RowPolicy
from resolvers.compiler.roots import Fixed, RootPlan
from resolvers.compiler.selection import Selector
from resolvers.compiler.variables import coerced
from resolvers.schema import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auth.policy import View
    from resolvers.cursors import CursorSigner

MAX_PLANS = 2_000
MAX_DOCUMENTS = 500
MAX_LETTERS = 1_000_000
"""The most characters of documents that plans and documents are kept of, each: a plan takes up some hundred bytes
a character, and somebody could send documents that are never asked twice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One operation compiled for one view: root fields by response key, and what the caller is told."""

    roots: Mapping[str, RootPlan]
    access: Mapping[str, Any]
    parameters: Mapping[str, Any]
    """What every statement of the view is given: agency, areas, compartments."""
    required: frozenset[str]
    """Response keys that must not be null: where one fails, there is no data at all."""
    serial: bool
    """Whether the fields are performed one after another, as those of a mutation are."""
    operations: tuple[str, ...]
    """Names of the operations among the fields, each once."""
    large: bool
    """Whether the request that asks for it may be larger than others."""


class Compiler:
    """Turns document text into plans. Holds two bounded caches, and no lock: one event loop uses it."""

    def __init__(self, signer: CursorSigner) -> None:
        self._signer = signer
        self._documents: BoundedCache[str, Document] = BoundedCache(MAX_DOCUMENTS, weight=MAX_LETTERS)
        self._plans: BoundedCache[tuple[Any, ...], Plan] = BoundedCache(MAX_PLANS, weight=MAX_LETTERS)

    def document(self, text: str) -> Document:
        """The document of this text, valid; raises BudgetExceeded, ParseFailed or ValidationFailed."""
        found = self._documents.get(text)
        if found is None:
            found = read_document(text)
            self._documents.put(text, found, weight=len(text))
        return found

    def plan(
        self,
        text: str,
        *,
        name: str | None,
        given: Mapping[str, Any],
        view: View,
        introspection: bool = False,
    ) -> tuple[Plan, Mapping[str, Any]]:
        """The plan of one operation, and its variables with defaults put in; raises a RequestRefused.

        A plan depends on the view, on the variables of @skip and @include, and on which variables are there:
        never on any other value.
        """
        document = self.document(text)
        operation = document.operation(name)
        variables = coerced(operation.variables, given)
        key = (
            text,
            name,
            view.key,
            introspection,
            tuple(variables[each] for each in operation.switches),
            tuple(variables[each] is None for each in operation.used),
        )
        plan = self._plans.get(key)
        if plan is None:
            plan = self._compiled(document, operation, variables, view, introspection)
            self._plans.put(key, plan, weight=len(text))
        return plan, variables

    def _compiled(
        self,
        document: Document,
        operation: Operation,
        variables: Mapping[str, Any],
        view: View,
        introspection: bool,
    ) -> Plan:
        access = Access(view)
        policy = RowPolicy(view)
        present = frozenset(name for name, value in variables.items() if value is not None)
        shared = Compiling(access, policy, Selector(document.fragments, variables), self._signer, present)
        roots: dict[str, RootPlan] = {}
        required: set[str] = set()
        serial = operation.node.operation is OperationType.MUTATION
        kind = "Mutation" if serial else "Query"
        for key, nodes in shared.selector.merged(kind, [operation.node.selection_set]).items():
            field = nodes[0].name.value
            if field == "__typename":
                roots[key] = Fixed(kind)
            elif is_introspection(field):
                roots[key] = Introspection.of(
                    document, operation.node, key, nodes=nodes, allowed=introspection
                )
            else:
                roots[key] = compile_root(shared, kind, nodes)
                if isinstance(fields_of(kind)[field].type, GraphQLNonNull):
                    required.add(key)
        performed = {
            root.operation.name: root.operation for root in roots.values() if isinstance(root, OperationPlan)
        }
        return Plan(
            roots,
            access.told(),
            policy.parameters,
            frozenset(required),
            serial=serial,
            operations=tuple(performed),
            large=any(each.large for each in performed.values()),
        )
