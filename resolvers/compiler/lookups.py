"""Root fields that look one thing up: by id, by identifier, by an agency's own record id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from identity.standardise import standardise_identifier
from resolvers.compiler.cypher import Writer, where
from resolvers.compiler.lasting_ids import ById, successors_of
from resolvers.compiler.rights import NODE_TYPES, denied, need_filter, needed, shape_of
from resolvers.compiler.roots import ByType, Fixed, RootPlan, Statement
from resolvers.ids import plain_id

if TYPE_CHECKING:
    from graphql import FieldNode

    from resolvers.compiler.cypher import Compiling

MOST_SUCCESSORS = 20


def node_by_id(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """A person, household or programme by global id."""
    plans = {
        kind: _by_key(plan, nodes, kind, key) if key != "id" else _by_lasting_id(plan, nodes, kind)
        for kind, key in NODE_TYPES.items()
    }
    return ByType(plans, needed(plan, nodes[0], "id"))


def person(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """A person by id, in use or retired."""
    return _by_lasting_id(plan, nodes, "Person")


def household(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """A household by id, lived in or given up."""
    return _by_lasting_id(plan, nodes, "Household")


def _by_lasting_id(plan: Compiling, nodes: list[FieldNode], kind: str) -> RootPlan:
    if denied(plan, kind):
        return Fixed(None)
    writer = Writer(plan)
    asked, found = writer.variable(), writer.variable()
    id_ = writer.bindings.add(needed(plan, nodes[0], "id"), lambda value: plain_id(kind, str(value)))
    merged = plan.selector.under(kind, nodes)
    row = writer.object(kind, {"self": found}, merged)
    successors = successors_of(writer, kind, found, merged)
    conditions = [plan.policy.unsealed(asked), *plan.policy.conditions(kind, found)]
    if kind == "Household":
        conditions.append(_without_successor(writer, found))
    projections = ", ".join([f"{asked}.id", row.cypher, *(each.cypher for each in successors.values())])
    text = (
        f"MATCH ({asked}:{kind} {{id: ${id_}}})-[:BECAME*0..16]->({found}:{kind}){where(conditions)} "
        f"WITH DISTINCT {asked}, {found} ORDER BY {found}.id LIMIT {MOST_SUCCESSORS} "
        f"RETURN collect([{projections}]) AS found"
    )
    writer.cost.rows = 1
    shapes = {key: shape_of(each) for key, each in successors.items()}
    return ById(text, writer, shape_of(row), kind, shapes, merged)


def _without_successor(writer: Writer, household: str) -> str:
    """A household that was given up keeps its address and is seen, but only where none that it became is: else what the
    caller is not to see would make a difference."""
    later = writer.variable()
    conditions = writer.plan.policy.conditions("Household", later)
    return f"NOT EXISTS {{ MATCH ({household})-[:BECAME*1..16]->({later}:Household){where(conditions)} }}"


def _by_key(plan: Compiling, nodes: list[FieldNode], kind: str, key: str) -> RootPlan:
    if denied(plan, kind):
        return Fixed(None)
    writer = Writer(plan)
    found = writer.variable()
    id_ = writer.bindings.add(needed(plan, nodes[0], "id"), lambda value: plain_id(kind, str(value)))
    return _single(writer, kind, nodes, f"MATCH ({found}:{kind} {{{key}: ${id_}}})", found, [])


def person_by_identifier(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """The person with a citizen id or G-code."""
    if denied(plan, "Person"):
        return Fixed(None)
    need_filter(plan, nodes[0], "citizenId")
    writer = Writer(plan)
    found = writer.variable()
    value = writer.bindings.add(needed(plan, nodes[0], "value"), _identifier)
    return _single(writer, "Person", nodes, f"MATCH ({found}:Person {{citizenId: ${value}}})", found, [])


def _identifier(value: Any) -> str | None:
    known = standardise_identifier(str(value))
    return None if known is None else known.value


def crosswalk(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """The person whom an agency's record identifies."""
    if denied(plan, "Person") or denied(plan, "SourceRecord"):
        return Fixed(None)
    need_filter(plan, nodes[0], "crosswalk")
    writer = Writer(plan)
    record, tie, found = writer.variable(), writer.variable(), writer.variable()
    source = writer.bindings.add(needed(plan, nodes[0], "source"), str)
    record_id = writer.bindings.add(needed(plan, nodes[0], "recordId"), str)
    match = (
        f"MATCH ({record}:SourceRecord {{source: ${source}, recordId: ${record_id}}})"
        f"-[{tie}:IDENTIFIES]->({found}:Person)"
    )
    return _single(
        writer,
        "Person",
        nodes,
        match,
        found,
        [f"{tie}.until IS NULL", *plan.policy.conditions("SourceRecord", record)],
    )


def _single(
    writer: Writer, kind: str, nodes: list[FieldNode], match: str, found: str, conditions: list[str]
) -> RootPlan:
    row = writer.under(kind, {"self": found}, nodes)
    conditions = [*conditions, *writer.plan.policy.conditions(kind, found)]
    key = NODE_TYPES[kind]
    text = (
        f"{match}{where(conditions)} WITH DISTINCT {found} ORDER BY {found}.{key} LIMIT 1 "
        f"RETURN collect({row.cypher}) AS found"
    )
    shape = shape_of(row)
    return Statement(text, writer, lambda rows, bound: shape(rows[0], bound) if rows else None)
