"""The schema read through the API itself: for roles that may, answered by graphql-core, not by Neo4j."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, OperationDefinitionNode, OperationType, SelectionSetNode, execute_sync

from resolvers.errors import IntrospectionRefused
from resolvers.schema import graphql_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import FieldNode

    from resolvers.compiler.bindings import Parameters
    from resolvers.compiler.document import Document
    from resolvers.compiler.roots import Run


def is_introspection(field: str) -> bool:
    """Whether a root field asks about the schema."""
    return field in ("__schema", "__type")


@dataclass(frozen=True, slots=True)
class Introspection:
    """One root field about the schema."""

    document: DocumentNode
    key: str
    statements: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        document: Document,
        operation: OperationDefinitionNode,
        key: str,
        *,
        nodes: list[FieldNode],
        allowed: bool,
    ) -> Introspection:
        """Compile one field of an operation; IntrospectionRefused where the caller may not."""
        if not allowed:
            raise IntrospectionRefused("The schema is not read through the API in your role.")
        alone = OperationDefinitionNode(
            operation=OperationType.QUERY,
            variable_definitions=operation.variable_definitions,
            selection_set=SelectionSetNode(selections=tuple(nodes)),
        )
        return cls(DocumentNode(definitions=(alone, *document.fragments.values())), key)

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        return dict(variables)

    def cost(self, parameters: Parameters) -> int:  # noqa: ARG002
        return 0

    async def answer(self, run: Run, parameters: Parameters) -> Any:  # noqa: ARG002
        result = execute_sync(graphql_schema(), self.document, variable_values=parameters)
        return (result.data or {}).get(self.key)
