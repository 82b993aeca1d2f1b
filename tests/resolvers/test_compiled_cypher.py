"""GraphQL in, exact Cypher out: what the compiler writes, pinned."""

from __future__ import annotations

from textwrap import dedent

from auth.policy import RowScope
from resolvers.compiler.plan import Compiler
from resolvers.cursors import CursorSigner
from tests.resolvers.views import DENIED, INITIALS, LAST_4, YEAR, view


def _cypher(query: str, seen: object = None, **given: object) -> str:
    compiler = Compiler(CursorSigner(b"0" * 32))
    plan, _ = compiler.plan(query, name=None, given=given, view=seen or view(scope=RowScope.SERVED))  # type: ignore[arg-type]
    (root,) = plan.roots.values()
    return "\n".join(root.statements)


def _flat(text: str) -> str:
    return " ".join(dedent(text).split())


def test_a_household_with_its_members() -> None:
    query = """query Q($id: ID!, $n: Int!) { household(id: $id) { province
      members(first: $n) { edges { cursor node { role person { name: givenName } } } } } }"""
    assert _cypher(query, id="H1", n=5) == _flat("""
        MATCH (n0:Household {id: $p0})-[:BECAME*0..16]->(n1:Household)
        WHERE n0.compartment = 'open' AND n1.compartment = 'open' AND $agency IN n1.agencies
            AND NOT EXISTS { MATCH (n1)-[:BECAME*1..16]->(n4:Household)
                WHERE n4.compartment = 'open' AND $agency IN n4.agencies }
        WITH DISTINCT n0, n1 ORDER BY n1.id LIMIT 20
        RETURN collect([n0.id, [n1.province, COLLECT {
            MATCH (n1)<-[n3:MEMBER_OF]-(n2:Person)
            WHERE n2.status = 'active' AND n2.compartment = 'open' AND $agency IN n2.agencies
            WITH n2, n3 ORDER BY n2.id LIMIT $p1
            RETURN [[n3.role, [n2.givenName]], [n2.id]] }]]) AS found
    """)


def test_a_page_of_persons_after_a_cursor_in_an_area() -> None:
    query = """query Q($p: String!, $after: String) { persons(first: 20, province: $p, after: $after) {
      nodes { id birthDate } pageInfo { hasNextPage } } }"""
    seen = view(
        scope=RowScope.AREA, areas=("50",), compartments=("shelter",), fields={"Person.birthDate": YEAR}
    )
    assert _cypher(query, seen, p="เชียงใหม่", after="x") == _flat("""
        MATCH (n0:Person)
        WHERE n0.province = $p2 AND n0.id > $p1
            AND n0.status = 'active' AND n0.compartment IN $compartments AND n0.provinceCode IN $areas
        WITH n0 ORDER BY n0.province, n0.id LIMIT $p0
        RETURN collect([[n0.id, left(n0.birthDate, 4)]]) AS found
    """)


def test_masks_and_denied_fields() -> None:
    seen = view(
        fields={"Person.citizenId": LAST_4, "Person.givenName": INITIALS, "Person.phone": DENIED},
        without=("Kin",),
    )
    query = '{ personByIdentifier(value: "1") { phone kin(first: 1) { nodes { relation } } } }'
    filterable = view(fields={"Person.phone": DENIED}, without=("Kin",))
    assert _cypher(query, filterable) == _flat("""
        MATCH (n0:Person {citizenId: $p0})
        WHERE n0.status = 'active' AND n0.compartment = 'open'
        WITH DISTINCT n0 ORDER BY n0.id LIMIT 1
        RETURN collect([null, null]) AS found
    """)
    assert _cypher('{ person(id: "P1") { citizenId givenName __typename } }', seen) == _flat("""
        MATCH (n0:Person {id: $p0})-[:BECAME*0..16]->(n1:Person)
        WHERE n0.compartment = 'open' AND n1.status = 'active' AND n1.compartment = 'open'
        WITH DISTINCT n0, n1 ORDER BY n1.id LIMIT 20
        RETURN collect([n0.id, [
            CASE WHEN n1.citizenId IS NULL THEN null
                WHEN size(n1.citizenId) > 4
                THEN reduce(s = '', i IN range(1, size(n1.citizenId) - 4) | s + '*') + right(n1.citizenId, 4)
                ELSE reduce(s = '', i IN range(1, size(n1.citizenId)) | s + '*') END,
            reduce(s = '', w IN [w IN split(n1.givenName, ' ') WHERE w <> ''] | s +
                CASE WHEN size(w) > 1 AND left(w, 1) IN ['เ', 'แ', 'โ', 'ใ', 'ไ']
                THEN substring(w, 1, 1) ELSE left(w, 1) END + '.'),
            'Person']]) AS found
    """).replace("found([ ", "found([").replace("[ CASE", "[CASE")


def test_a_plan_is_made_once_for_equal_views_and_again_where_something_it_depends_on_differs() -> None:
    compiler = Compiler(CursorSigner(b"0" * 32))
    query = "query Q($p: String, $s: Boolean = true) { persons(first: 3, province: $p) { nodes { id title @skip(if: $s) } } }"

    def plan(seen: object = None, **given: object) -> object:
        return compiler.plan(query, name=None, given=given, view=seen or view())[0]  # type: ignore[arg-type]

    assert plan() is plan()
    assert plan(p="ลำพูน") is plan(p="กระบี่")
    assert plan(p="ลำพูน") is not plan()
    assert plan(s=False) is not plan()
    assert plan(view(agency="DCY")) is not plan()
