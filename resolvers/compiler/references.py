"""Fetching what operations refer to: rows by plain id, under the caller's row policy, shaped as they were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resolvers.compiler.cypher import Writer, where
from resolvers.compiler.lasting_ids import parted, successors_of
from resolvers.compiler.policy import NOTHING
from resolvers.compiler.rights import denied, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graphql import FieldNode

    from resolvers.compiler.bindings import Parameters
    from resolvers.compiler.cypher import Compiling
    from resolvers.compiler.policy import RowPolicy
    from resolvers.compiler.roots import Run

AT_ONCE = 1_000
"""References that one statement fetches; a result with more of them is fetched in parts."""
_THROUGH_PERSON = {
    "SourceRecord": "({row})-[:IDENTIFIES]->(:Person)-[:BECAME*0..16]->({person}:Person)",
    "Enrolment": "({row})<-[:ENROLLED]-({person}:Person)",
}
"""How queries reach the rows that are somebody's: by reference nothing is reached that a query would not reach."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One statement for all references of one field. `read` makes the value of one id from its rows."""

    kind: str
    text: str
    writer: Writer
    most: int
    """Rows that an agreement gives at once."""
    read: Callable[[str, list[list[Any]], Parameters], Any]

    def bind(self, variables: Mapping[str, Any]) -> Parameters:
        """The parameters of one request, but for the ids."""
        return self.writer.bindings.bind(variables)

    def cost(self, parameters: Parameters) -> int:
        """The rows that one reference may bring."""
        return self.writer.cost.of(parameters)

    async def rows(self, run: Run, parameters: Parameters, ids: Sequence[str]) -> dict[str, Any]:
        """What was asked of each id that the caller may see."""
        of: dict[str, list[list[Any]]] = {}
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            for asked, *row in (await run(self.text, {**parameters, "ids": part}))[0]["found"]:
                of.setdefault(asked, []).append(row)
        return {asked: self.read(asked, rows, parameters) for asked, rows in of.items()}


def compile_fetch(plan: Compiling, kind: str, nodes: list[FieldNode]) -> Fetch | None:
    """The fetch of a field that refers to rows of a type; None, and a note, where the type is not granted."""
    if denied(plan, kind):
        return None
    writer = Writer(plan)
    writer.cost.rows = 1
    if kind == "Person":
        return _persons(writer, nodes)
    found = writer.variable()
    conditions = row_conditions(plan.policy, kind, found, person=writer.variable())
    row = writer.under(kind, {"self": found}, nodes)
    shape = shape_of(row)
    text = (
        f"UNWIND $ids AS asked MATCH ({found}:{kind} {{id: asked}}){where(conditions)} "
        f"RETURN collect([asked, {row.cypher}]) AS found"
    )
    return Fetch(kind, text, writer, _most(plan, kind), lambda _, rows, bound: shape(rows[0][0], bound))


def _most(plan: Compiling, kind: str) -> int:
    granted = plan.access.view.entity(kind)
    return 0 if granted is None else granted.max_rows


def _persons(writer: Writer, nodes: list[FieldNode]) -> Fetch:
    """Persons, retired ids followed to what they became, as the root field `person` does."""
    plan = writer.plan
    asked, found = writer.variable(), writer.variable()
    merged = plan.selector.under("Person", nodes)
    row = writer.object("Person", {"self": found}, merged)
    shape, successors = shape_of(row), successors_of(writer, "Person", found, merged)
    projections = ", ".join([f"{asked}.id", row.cypher, *(each.cypher for each in successors.values())])
    conditions = [plan.policy.unsealed(asked), *plan.policy.conditions("Person", found)]
    text = (
        f"UNWIND $ids AS asked MATCH ({asked}:Person {{id: asked}})-[:BECAME*0..16]->({found}:Person)"
        f"{where(conditions)} WITH DISTINCT {asked}, {found} ORDER BY {asked}.id, {found}.id "
        f"RETURN collect([{projections}]) AS found"
    )
    shapes = {key: shape_of(each) for key, each in successors.items()}

    def read(person_id: str, rows: list[list[Any]], bound: Parameters) -> Any:
        if len(rows) == 1:
            return shape(rows[0][0], bound)
        return parted("Person", person_id, rows, bound, asked=merged, successors=shapes)

    return Fetch("Person", text, writer, _most(plan, "Person"), read)


def row_conditions(policy: RowPolicy, kind: str, row: str, *, person: str) -> list[str]:
    """What must hold of a row for the caller to reach it by its id alone."""
    conditions = policy.conditions(kind, row)
    through = _THROUGH_PERSON.get(kind)
    if through is None or conditions == [NOTHING]:
        return conditions
    whose = where(policy.conditions("Person", person))
    return [*conditions, f"EXISTS {{ MATCH {through.format(row=row, person=person)}{whose} }}"]


def visible_statement(policy: RowPolicy, kind: str, name: str) -> str:
    """Of `$ids`, values of the property that names the rows of a type, those of rows that the caller may see."""
    conditions = row_conditions(policy, kind, "n0", person="n1")
    return (
        f"UNWIND $ids AS asked MATCH (n0:{kind} {{{name}: asked}}){where(conditions)} "
        "RETURN collect(DISTINCT asked) AS found"
    )
