"""How each field of Query and Mutation compiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import get_named_type

from resolvers.compiler.lists import persons, programmes, search_persons
from resolvers.compiler.lookups import crosswalk, household, node_by_id, person, person_by_identifier
from resolvers.compiler.operations import compile_operation
from resolvers.compiler.roots import Fixed, RootPlan
from resolvers.compiler.vocabulary import Performed
from resolvers.operations.wiring import operations
from resolvers.schema import fields_of, meaning_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphql import FieldNode

    from resolvers.compiler.cypher import Compiling


def compile_root(plan: Compiling, kind: str, nodes: list[FieldNode]) -> RootPlan:
    """The plan of one field of Query or Mutation; raises ForbiddenField."""
    name = nodes[0].name.value
    if isinstance(meaning_of(fields_of(kind)[name]), Performed):
        return compile_operation(plan, operations()[name], kind, nodes)
    return _ROOTS[name](plan, nodes)


def viewer(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """What the view opens, as far as it is asked."""
    view = plan.access.view
    granted = [
        {
            "entity": entity,
            "field": name,
            "mask": rule.mask.value,
            "filterable": rule.filterable,
            "sortable": rule.sortable,
        }
        for entity, seen in sorted(view.entities.items())
        for name, rule in sorted(seen.fields.items())
    ]
    known = {
        "agency": view.agency,
        "role": view.role,
        "purpose": view.purpose,
        "agreements": list(view.agreements),
        "fields": granted,
    }
    return Fixed(_picked(plan, "Viewer", known, nodes))


def _picked(plan: Compiling, kind: str, known: Mapping[str, Any], nodes: list[FieldNode]) -> dict[str, Any]:
    """The selected parts of a value that is already there."""
    picked: dict[str, Any] = {}
    for key, asked in plan.selector.under(kind, nodes).items():
        name = asked[0].name.value
        if name == "__typename":
            picked[key] = kind
        elif name == "fields":
            inner = get_named_type(fields_of(kind)[name].type).name
            picked[key] = [_picked(plan, inner, each, asked) for each in known[name]]
        else:
            picked[key] = known[name]
    return picked


_ROOTS: Mapping[str, Callable[[Compiling, list[FieldNode]], RootPlan]] = {
    "node": node_by_id,
    "person": person,
    "personByIdentifier": person_by_identifier,
    "searchPersons": search_persons,
    "persons": persons,
    "household": household,
    "programmes": programmes,
    "crosswalk": crosswalk,
    "viewer": viewer,
}
