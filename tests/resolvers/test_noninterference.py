"""Two graphs that differ only in what a caller may not learn give the same answers, to the byte.

Data, order, number, cursors, errors and extensions are all in the bytes. This is the definition of correct for
everything the compiler does about access; the other tests here are only its readable part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from auth.policy import RowScope
from tests.resolvers.twin_worlds import GIVEN_UP, PERSONS, RECORDS, RETIRED, VALUES, twins
from tests.resolvers.views import DENIED, INITIALS, LAST_4, REDACTED, YEAR, view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auth.policy import View
    from graph.driver import Database
    from tests.resolvers.conftest import Asking
    from tests.resolvers.world import World

STEWARD = {"role": "steward", "purpose": "stewardship"}
"""May ask everything that is computed, too."""
VIEWS = {
    "served, masked": view(
        **STEWARD,
        scope=RowScope.SERVED,
        fields={"Person.birthDate": YEAR, "Person.phone": LAST_4, "SourceRecord.phone": REDACTED},
    ),
    "served, denied": view(
        **STEWARD,
        scope=RowScope.SERVED,
        fields={"Person.givenName": INITIALS, "Person.province": DENIED, "Kin.relation": DENIED, "Enrolment.amount": DENIED},
    ),
    "area": view(**STEWARD, scope=RowScope.AREA, areas=("50",), fields={"Person.citizenId": DENIED, "Membership.role": DENIED}),
    "all but the sealed": view(**STEWARD, scope=RowScope.ALL, fields={"Person.phone": DENIED, "SourceRecord.givenName": DENIED}),
}  # fmt: skip

PERSON = """
fragment P on Person { id givenName familyName birthDate birthYear citizenId phone province formerIds
  successors { id givenName }
  memberships(first: 2) { edges { cursor node { role household { id members(first: 3) {
    nodes { role person { id givenName } } pageInfo { hasNextPage endCursor } } } } } pageInfo { hasNextPage } }
  kin(first: 3) { edges { cursor node { relation person { id phone } records { id source } } } pageInfo { hasNextPage endCursor } }
  family { id members(first: 9) { nodes { id } } households(first: 9) { nodes { id } } }
  enrolments(first: 9) { nodes { id amount programme { code } sourceRecord { givenName phone } } }
  sourceRecords(first: 9, history: true) { edges { cursor node { decidedBy sourceRecord { source givenName phone } } } }
  crosswalk(first: 9) { nodes { source recordId } }
  provenance { field rule supports { id } contradicts { id } } }
"""
PAGE = """query { persons(first: 3) { edges { cursor node { ...P } } pageInfo { hasNextPage endCursor } } }"""
HOME = """query { household(id: "H0") { id families { id members(first: 9) { nodes { id } } }
  members(first: 2) { nodes { role person { ...P } } pageInfo { hasNextPage } } } }"""


def _several(root: str, named: str, values: Iterable[object], selection: str) -> str:
    """One document that asks a root field once for each value."""
    asked = (f"q{at}: {root}({named % value}) {{ {selection} }}" for at, value in enumerate(values))
    return f"query {{ {' '.join(asked)} }}"


QUERIES = [
    PAGE + PERSON,
    HOME + PERSON,
    _several("person", 'id: "%s"', (*PERSONS[:2], *RETIRED), "...P") + PERSON,
    _several("household", 'id: "%s"', GIVEN_UP, "id province successors { id members(first: 2) { nodes { role } } }"),
    _several("personByIdentifier", 'value: "%s"', [each for each in VALUES["citizenId"] if each], "id"),
    _several("persons", 'first: 9, province: "%s"', VALUES["province"], "nodes { id } pageInfo { hasNextPage }"),
    _several("crosswalk", 'source: "%s", recordId: "%s"', [each[1:] for each in RECORDS], "id givenName"),
    _several(
        "searchPersons", 'first: 2, birthYear: 1950, name: "%s"', ("สมชาย", "มานี", "สมไชย ใจดี"),
        "edges { cursor node { score reasons person { id givenName } } } pageInfo { hasNextPage }",
    ),
    _several(
        "personOn", 'on: "2026-11-02T00:00:00Z", source: "%s", recordId: "%s"', [each[1:] for each in RECORDS],
        "id givenName",
    ),
    _several(
        "personHistory", 'id: "%s"', (*PERSONS[:2], *RETIRED),
        "person { id phone } records { record { source givenName phone } since until decidedBy under } "
        "retired { id became at reason }",
    ),
]  # fmt: skip


def _answers(ask: Asking, db: Database, world: World, seen: View) -> list[bytes]:
    world.write(db)
    return [ask.answer(query, seen).body for query in QUERIES]


@pytest.mark.parametrize("name", VIEWS)
@settings(
    max_examples=6, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(data=st.data())
def test_what_a_caller_may_not_learn_changes_no_byte_of_an_answer(
    ask: Asking, db: Database, name: str, data: st.DataObject
) -> None:
    left, right = data.draw(twins(VIEWS[name]))
    first, second = _answers(ask, db, left, VIEWS[name]), _answers(ask, db, right, VIEWS[name])
    for one, other in zip(first, second, strict=True):
        assert orjson.loads(one) == orjson.loads(other)
        assert one == other
