"""How each field of Query compiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import get_named_type

from identity.standardise import standardise_identifier
from resolvers.compiler.bindings import Source, source_of
from resolvers.compiler.cypher import Writer, where
from resolvers.compiler.person_by_id import PersonById
from resolvers.compiler.person_search import MOST_CANDIDATES, PersonSearch, SearchSources
from resolvers.compiler.roots import ByType, EmptyPage, Fixed, RootPlan, Statement
from resolvers.errors import ForbiddenField, SchemaDefect
from resolvers.ids import plain_id
from resolvers.schema import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphql import FieldNode

    from resolvers.compiler.cypher import Compiling
    from resolvers.compiler.shape import Projected, Shape

MOST_SUCCESSORS = 20
_NODE_TYPES: Mapping[str, str] = {"Person": "id", "Household": "id", "Programme": "code"}
"""The types `node` gives, and the property that keys them: those whose row policy stands on its own."""


def compile_root(plan: Compiling, name: str, nodes: list[FieldNode]) -> RootPlan:
    """The plan of one root field; raises ForbiddenField."""
    return _ROOTS[name](plan, nodes)


def _node(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    plans = {
        kind: _person(plan, nodes) if kind == "Person" else _by_key(plan, nodes, kind, key)
        for kind, key in _NODE_TYPES.items()
    }
    return ByType(plans, _needed(plan, nodes[0], "id"))


def _person(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    if _denied(plan, "Person"):
        return Fixed(None)
    writer = Writer(plan)
    asked, found = writer.variable(), writer.variable()
    id_ = writer.bindings.add(_needed(plan, nodes[0], "id"), lambda value: plain_id("Person", str(value)))
    merged = plan.selector.under("Person", nodes)
    row = writer.object("Person", {"self": found}, merged)
    successors = _successors(writer, found, merged)
    conditions = [plan.policy.unsealed(asked), *plan.policy.conditions("Person", found)]
    projections = ", ".join([f"{asked}.id", row.cypher, *(each.cypher for each in successors.values())])
    text = (
        f"MATCH ({asked}:Person {{id: ${id_}}})-[:BECAME*0..16]->({found}:Person){where(conditions)} "
        f"WITH DISTINCT {asked}, {found} ORDER BY {found}.id LIMIT {MOST_SUCCESSORS} "
        f"RETURN collect([{projections}]) AS found"
    )
    writer.cost.rows = 1
    return PersonById(
        text, writer, _shape(row), {key: _shape(each) for key, each in successors.items()}, merged
    )


def _successors(writer: Writer, found: str, merged: Mapping[str, list[FieldNode]]) -> dict[str, Projected]:
    """What is asked of the persons a split id stands for, for each response key that asks for them."""
    return {
        key: writer.under("Person", {"self": found}, nodes)
        for key, nodes in merged.items()
        if nodes[0].name.value == "successors" and writer.plan.access.view.rule("Person", "successors")
    }


def _by_key(plan: Compiling, nodes: list[FieldNode], kind: str, key: str) -> RootPlan:
    if _denied(plan, kind):
        return Fixed(None)
    writer = Writer(plan)
    found = writer.variable()
    id_ = writer.bindings.add(_needed(plan, nodes[0], "id"), lambda value: plain_id(kind, str(value)))
    return _single(writer, kind, nodes, f"MATCH ({found}:{kind} {{{key}: ${id_}}})", found, [])


def _household(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    return _by_key(plan, nodes, "Household", "id")


def _person_by_identifier(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    if _denied(plan, "Person"):
        return Fixed(None)
    _filter_right(plan, nodes[0], "citizenId")
    writer = Writer(plan)
    found = writer.variable()
    value = writer.bindings.add(_needed(plan, nodes[0], "value"), _identifier)
    return _single(writer, "Person", nodes, f"MATCH ({found}:Person {{citizenId: ${value}}})", found, [])


def _identifier(value: Any) -> str | None:
    known = standardise_identifier(str(value))
    return None if known is None else known.value


def _crosswalk(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    if _denied(plan, "Person") or _denied(plan, "SourceRecord"):
        return Fixed(None)
    _filter_right(plan, nodes[0], "crosswalk")
    writer = Writer(plan)
    record, tie, found = writer.variable(), writer.variable(), writer.variable()
    source = writer.bindings.add(_needed(plan, nodes[0], "source"), str)
    record_id = writer.bindings.add(_needed(plan, nodes[0], "recordId"), str)
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
    key = _NODE_TYPES[kind]
    text = (
        f"{match}{where(conditions)} WITH DISTINCT {found} ORDER BY {found}.{key} LIMIT 1 "
        f"RETURN collect({row.cypher}) AS found"
    )
    shape = _shape(row)
    return Statement(text, writer, lambda rows, bound: shape(rows[0], bound) if rows else None)


def _persons(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    filters = [name for name in ("province", "district") if source_of(nodes[0], name, plan.present)]
    if plan.access.view.entity("Person"):
        for name in filters:
            _filter_right(plan, nodes[0], name)
    return _list(plan, nodes, "Query.persons", "Person", filters)


def _programmes(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    return _list(plan, nodes, "Query.programmes", "Programme", [])


def _list(plan: Compiling, nodes: list[FieldNode], of: str, kind: str, filters: list[str]) -> RootPlan:
    writer = Writer(plan)
    found = writer.variable()
    key = f"{found}.{_NODE_TYPES[kind]}"
    page, after = writer.page(of, f"{kind}Connection", nodes, {"self": found}, keys=(key,))
    if _denied(plan, kind):
        return EmptyPage(writer, page.shape)
    filtered = [f"{found}.{name}" for name in filters]
    conditions = [
        f"{expression} = ${writer.bindings.add(_needed(plan, nodes[0], name), str)}"
        for name, expression in zip(filters, filtered, strict=True)
    ]
    # Without a cursor the key is compared all the same, so that Neo4j reads rows in the order of an index.
    conditions += [after or f"{key} > ''", *plan.policy.conditions(kind, found)]
    order = ", ".join([*filtered, key])
    text = (
        f"MATCH ({found}:{kind}){where(conditions)} WITH {found} ORDER BY {order} LIMIT ${page.shape.limit} "
        f"RETURN collect({page.cypher}) AS found"
    )
    return Statement(text, writer, page.shape)


def _search_persons(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    node = nodes[0]
    sources = SearchSources(
        _needed(plan, node, "name"),
        source_of(node, "birthYear", plan.present),
        source_of(node, "province", plan.present),
        source_of(node, "after", plan.present),
    )
    writer = Writer(plan)
    match, found = writer.variable(), writer.variable()
    row = {"self": match, "person": found}
    places = (f"{match}.score", f"{match}.id")
    # The cursor is read when the request is bound: its list has the words that were searched for in its name.
    page, _ = writer.page(
        "Query.searchPersons", "PersonMatchConnection", nodes, row, keys=places, entity="Person", paged=False
    )
    if _denied(plan, "Person"):
        return EmptyPage(writer, page.shape)
    for name in ("givenName", "familyName", *(["birthYear"] if sources.birth_year else [])):
        _filter_right(plan, node, name)
    narrowed: list[str] = []
    if sources.province is not None:
        _filter_right(plan, node, "province")
        narrowed = [f"{found}.province = ${writer.bindings.add(sources.province, str)}"]
    policy = plan.policy.conditions("Person", found)
    text = (
        f"UNWIND $found AS {match} MATCH ({found}:Person {{id: {match}.id}}){where(policy)} "
        f"WITH {match}, {found} ORDER BY {match}.score DESC, {match}.id RETURN collect({page.cypher}) AS found"
    )
    year = f"{found}.birthYear" if sources.birth_year else "null"
    candidates = _candidates(found, [*narrowed, *policy], year)
    return PersonSearch(candidates, text, writer, page.shape, sources, plan.signer)


def _candidates(found: str, conditions: list[str], year: str) -> str:
    given, family = f"{found}.givenSound = $given", f"{found}.familySound = $family"
    ways = " UNION ".join(
        f"MATCH ({found}:Person){where([*sounds, *conditions])} "
        f"RETURN {found} ORDER BY {found}.id LIMIT {MOST_CANDIDATES}"
        for sounds in ([given, family], [given], [family])
    )
    return (
        f"CALL () {{ {ways} }} WITH {found} ORDER BY {found}.id "
        f"RETURN collect([{found}.id, {found}.givenName, {found}.familyName, {year}]) AS found"
    )


def _viewer(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
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


def _needed(plan: Compiling, node: FieldNode, name: str) -> Source:
    source = source_of(node, name, plan.present)
    if source is None:
        raise SchemaDefect(f"{node.name.value} without {name}.")
    return source


def _denied(plan: Compiling, entity: str) -> bool:
    if plan.access.view.entity(entity) is None:
        plan.access.denied.add(entity)
        return True
    return False


def _filter_right(plan: Compiling, node: FieldNode, name: str) -> None:
    """Raise ForbiddenField unless the caller may search by this field of Person."""
    rule = plan.access.view.rule("Person", name)
    if rule is None or not rule.filterable:
        places = [(node.loc.start_token.line, node.loc.start_token.column)] if node.loc else []
        raise ForbiddenField(f"Person.{name} is not a field you may search by.", locations=places)


def _shape(row: Projected) -> Shape:
    if row.shape is None:
        raise SchemaDefect("An object without a shape.")
    return row.shape


_ROOTS: Mapping[str, Callable[[Compiling, list[FieldNode]], RootPlan]] = {
    "node": _node,
    "person": _person,
    "personByIdentifier": _person_by_identifier,
    "searchPersons": _search_persons,
    "persons": _persons,
    "household": _household,
    "programmes": _programmes,
    "crosswalk": _crosswalk,
    "viewer": _viewer,
}
