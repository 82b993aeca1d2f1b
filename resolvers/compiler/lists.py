"""Root fields that list: all persons, all programmes, the persons of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolvers.compiler.bindings import source_of
from resolvers.compiler.cypher import Writer, where
from resolvers.compiler.person_search import MOST_CANDIDATES, PersonSearch, SearchSources
from resolvers.compiler.rights import NODE_TYPES, denied, need_filter, needed
from resolvers.compiler.roots import EmptyPage, RootPlan, Statement

if TYPE_CHECKING:
    from graphql import FieldNode

    from resolvers.compiler.cypher import Compiling


def persons(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """The persons the caller may see."""
    filters = [name for name in ("province", "district") if source_of(nodes[0], name, plan.present)]
    if plan.access.view.entity("Person"):
        for name in filters:
            need_filter(plan, nodes[0], name)
    return _list(plan, nodes, "Query.persons", "Person", filters)


def programmes(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """All programmes."""
    return _list(plan, nodes, "Query.programmes", "Programme", [])


def _list(plan: Compiling, nodes: list[FieldNode], of: str, kind: str, filters: list[str]) -> RootPlan:
    writer = Writer(plan)
    found = writer.variable()
    key = f"{found}.{NODE_TYPES[kind]}"
    page, after = writer.page(of, f"{kind}Connection", nodes, {"self": found}, keys=(key,))
    if denied(plan, kind):
        return EmptyPage(writer, page.shape)
    filtered = [f"{found}.{name}" for name in filters]
    conditions = [
        f"{expression} = ${writer.bindings.add(needed(plan, nodes[0], name), str)}"
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


def search_persons(plan: Compiling, nodes: list[FieldNode]) -> RootPlan:
    """Persons by name, best first."""
    node = nodes[0]
    sources = SearchSources(
        needed(plan, node, "name"),
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
    if denied(plan, "Person"):
        return EmptyPage(writer, page.shape)
    for name in ("givenName", "familyName", *(["birthYear"] if sources.birth_year else [])):
        need_filter(plan, node, name)
    narrowed: list[str] = []
    if sources.province is not None:
        need_filter(plan, node, "province")
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
