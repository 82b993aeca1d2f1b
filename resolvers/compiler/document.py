"""A document as it was sent: budgeted, parsed and validated once, then asked for its operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    validate,
    visit,
)
from graphql.utilities import type_from_ast, value_from_ast
from graphql.validation import (
    DeferStreamDirectiveOnValidOperationsRule,
    OverlappingFieldsCanBeMergedRule,
    ValuesOfCorrectTypeRule,
)

from resolvers.compiler.budget import MAX_TOKENS, check_document, check_text
from resolvers.compiler.selection import check_merging
from resolvers.errors import BadRequest, Location, ParseFailed, ValidationFailed
from resolvers.schema import graphql_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import GraphQLInputType
    from graphql.validation import ASTValidationRule

MAX_ERRORS = 5


class _LiteralsOfCorrectType(ValuesOfCorrectTypeRule):
    """As the rule it comes from, but the literal itself is not repeated in the message: it may be a name."""

    def report_error(self, error: GraphQLError) -> None:
        expected = self.context.get_input_type()
        wanted = "its argument expects" if expected is None else str(expected)
        super().report_error(GraphQLError(f"A literal is not of the type {wanted}.", error.nodes))


def _rules() -> tuple[type[ASTValidationRule], ...]:
    # Merging is checked by `check_merging`, linearly; graphql-core's rule is quadratic in repeated fields.
    left_out = (
        OverlappingFieldsCanBeMergedRule,
        ValuesOfCorrectTypeRule,
        DeferStreamDirectiveOnValidOperationsRule,
    )
    return (*(rule for rule in specified_rules if rule not in left_out), _LiteralsOfCorrectType)


_RULES = _rules()


@dataclass(frozen=True, slots=True)
class Variable:
    """One declared variable of an operation."""

    name: str
    type: GraphQLInputType
    default: Any
    has_default: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `switches` are variables of @skip and @include; `used` those given as arguments."""

    node: OperationDefinitionNode
    variables: tuple[Variable, ...]
    switches: tuple[str, ...]
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document. `operations` are keyed by name, the one without a name by None."""

    text: str
    operations: Mapping[str | None, Operation]
    fragments: Mapping[str, FragmentDefinitionNode]

    def operation(self, name: str | None) -> Operation:
        """The operation to run; BadRequest where the name does not choose exactly one."""
        if name is None:
            if len(self.operations) != 1:
                raise BadRequest("Several operations and no operationName to choose one.")
            return next(iter(self.operations.values()))
        if name not in self.operations:
            raise BadRequest("The document has no operation of that name.")
        return self.operations[name]


def read_document(text: str) -> Document:
    """Budget, parse and validate; raises BudgetExceeded, ParseFailed or ValidationFailed (first 5 faults)."""
    check_text(text)
    try:
        parsed = parse(text, max_tokens=MAX_TOKENS)
    except GraphQLSyntaxError as error:
        raise ParseFailed("The document is not GraphQL.", locations=_locations(error)) from error
    check_document(parsed)
    errors = validate(graphql_schema(), parsed, _RULES, max_errors=MAX_ERRORS, hide_suggestions=True)
    if errors:
        raise _validation_failed(errors[:MAX_ERRORS])
    fragments = {
        node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)
    }
    operations = [node for node in parsed.definitions if isinstance(node, OperationDefinitionNode)]
    for node in operations:
        check_merging(node, fragments)
    return Document(text, {_name(node): _operation(node, fragments) for node in operations}, fragments)


def _validation_failed(errors: list[GraphQLError]) -> ValidationFailed:
    failed = ValidationFailed(errors[0].message)
    failed.faults = tuple((error.message, tuple(_locations(error))) for error in errors)
    return failed


def _locations(error: GraphQLError) -> list[Location]:
    return [(place.line, place.column) for place in error.locations or ()]


def _name(node: OperationDefinitionNode) -> str | None:
    return node.name.value if node.name else None


def _operation(node: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Operation:
    found = _VariableUses()
    visit(node.selection_set, found)
    # Fragments that the operation does not spread add variables it does not have: they are dropped here.
    for fragment in fragments.values():
        visit(fragment, found)
    variables = tuple(_variable(each) for each in node.variable_definitions or ())
    declared = {variable.name for variable in variables}
    return Operation(
        node, variables, tuple(sorted(found.switches & declared)), tuple(sorted(found.arguments & declared))
    )


def _variable(node: Any) -> Variable:
    kind = type_from_ast(graphql_schema(), node.type)
    assert kind is not None  # noqa: S101  # Validation has looked at it.
    return Variable(
        node.variable.name.value,
        kind,  # pyright: ignore[reportArgumentType]
        value_from_ast(node.default_value, kind) if node.default_value else None,  # pyright: ignore[reportArgumentType]
        has_default=node.default_value is not None,
        required=node.type.kind == "non_null_type",
    )


class _VariableUses(Visitor):
    """Which variables stand in directives and which in arguments of fields."""

    def __init__(self) -> None:
        super().__init__()
        self.switches: set[str] = set()
        self.arguments: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        self.switches.update(
            each.value.name.value for each in node.arguments if isinstance(each.value, VariableNode)
        )

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.arguments.update(
            each.value.name.value for each in node.arguments or () if isinstance(each.value, VariableNode)
        )
