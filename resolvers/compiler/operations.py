"""Operations among the root fields: arguments bound, the caller's right decided, the handler run, its result completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import get_named_type, is_abstract_type

from auth.operations import Denied, may
from graph.errors import GraphError
from resolvers.compiler.arguments import operation_arguments
from resolvers.compiler.completion import Layout, Part, filled, wanted
from resolvers.compiler.references import Fetch, visible_statement
from resolvers.errors import BudgetExceeded, NoDesk, OperationForbidden, ResultLost
from resolvers.operations.call import Call
from resolvers.operations.results import Forbidden
from resolvers.schema import fields_of, graphql_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import FieldNode, GraphQLField

    from resolvers.compiler.access import Access
    from resolvers.compiler.bindings import Parameters
    from resolvers.compiler.cypher import Compiling
    from resolvers.compiler.policy import RowPolicy
    from resolvers.compiler.roots import Run
    from resolvers.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class OperationPlan:
    """One operation in one document. It is performed at most once a request, and never again after a failure."""

    operation: Operation
    field: GraphQLField
    node: FieldNode
    part: Part
    fetches: tuple[Fetch, ...]
    policy: RowPolicy
    refusable: bool
    """Whether the result can say Forbidden; otherwise the field fails with that code."""

    @property
    def statements(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.fetches)

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        arguments = operation_arguments(self.field, self.node, variables)
        return {"arguments": arguments, "fetches": [each.bind(variables) for each in self.fetches]}

    def cost(self, parameters: Parameters) -> int:
        """The work itself, and each result with every row it refers to."""
        of_one = sum(
            fetch.cost(bound) for fetch, bound in zip(self.fetches, parameters["fetches"], strict=True)
        )
        arguments = parameters["arguments"]
        return self.operation.effort(arguments) + self.operation.cost(arguments) * (1 + of_one)

    async def answer(self, run: Run, parameters: Parameters) -> Any:
        call = self._call(run)
        decided = may(call.principal, call.view, self.operation.name)
        if isinstance(decided, Denied):
            return self._forbidden(decided)
        result = await self.operation.handler(call, **parameters["arguments"])
        try:
            return await self._completed(result, run, parameters["fetches"])
        except GraphError as error:
            if self.operation.mutates:
                raise ResultLost("It was done, but what came of it cannot be shown now.") from error
            raise

    def _call(self, run: Run) -> Call:
        if run.desk is None:
            raise NoDesk("Operations are not served here.")

        async def see(kind: str, name: str, ids: Iterable[str]) -> frozenset[str]:
            rows = await run(visible_statement(self.policy, kind, name), {"ids": sorted(set(ids))})
            return frozenset(rows[0]["found"])

        return Call(run.caller, run.desk, run.clock, see, frozenset(self.operation.shows))

    def _forbidden(self, decided: Denied) -> Any:
        if not self.refusable:
            raise OperationForbidden(decided.sentence)
        return self.part.complete(Forbidden(message=decided.sentence))

    async def _completed(self, result: Any, run: Run, bound: list[Parameters]) -> Any:
        value = self.part.complete(result)
        ids: list[set[str]] = [set() for _ in self.fetches]
        wanted(value, ids)
        rows = [
            self._agreed(fetch, await fetch.rows(run, parameters, sorted(of)))
            for fetch, parameters, of in zip(self.fetches, bound, ids, strict=True)
        ]
        return filled(value, rows)

    def _agreed(self, fetch: Fetch, rows: dict[str, Any]) -> dict[str, Any]:
        """No more rows than agreed: a query that finds more fails; of a mutation, which was done, the rest is not shown."""
        if len(rows) <= fetch.most:
            return rows
        if not self.operation.mutates:
            raise BudgetExceeded(f"At most {fetch.most} rows of {fetch.kind} are given at once.")
        return {asked: rows[asked] for asked in sorted(rows)[: fetch.most]}


def compile_operation(
    plan: Compiling, operation: Operation, root: str, nodes: list[FieldNode]
) -> OperationPlan:
    """The plan of a field of Query or Mutation that an operation answers. Who may is decided when it is performed."""
    graphql_field = fields_of(root)[nodes[0].name.value]
    _note_shown(plan.access, operation)
    layout = Layout(plan)
    part = layout.of(graphql_field.type, nodes)
    return OperationPlan(
        operation=operation,
        field=graphql_field,
        node=nodes[0],
        part=part,
        fetches=tuple(layout.fetches),
        policy=plan.policy,
        refusable=_can_be_forbidden(graphql_field),
    )


def _note_shown(access: Access, operation: Operation) -> None:
    """Tell what is denied and masked of all that the operation may show, the same whatever it shows this time."""
    for each in operation.shows:
        entity, _, name = each.partition(".")
        access.rule(entity, name)


def _can_be_forbidden(graphql_field: GraphQLField) -> bool:
    kind = get_named_type(graphql_field.type)
    if not is_abstract_type(kind):
        return False
    return "Forbidden" in {each.name for each in graphql_schema().get_possible_types(kind)}
