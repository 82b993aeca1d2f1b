"""Walking a list page by page shows every row once, and nothing but a cursor of that list moves it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from resolvers.cursors import CursorSigner
from resolvers.errors import BadCursor
from tests.resolvers.views import DENIED, view
from tests.resolvers.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auth.policy import View
    from graph.driver import Database
    from tests.resolvers.conftest import Asking

PERSONS = """query Q($first: Int!, $after: String) { list: persons(first: $first, after: $after) {
  edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
KIN = """query Q($first: Int!, $after: String) { person(id: "A") { list: kin(first: $first, after: $after) {
  edges { cursor node { relation person { id } } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""


@pytest.fixture
def ask_crowd(ask: Asking, db: Database) -> Asking:
    """Asks about 23 persons, each in two relations to the person A."""
    world = World()
    world.person("A", "เอ", "หนึ่ง")
    for number in range(23):
        world.person(f"B{number:02}", "บี", None)
        for relation in ("guardian", "sibling"):
            world.edge("KIN", f"B{number:02}", "A", relation=relation)
    world.write(db)
    return ask


def _walk(ask: Asking, query: str, seen: View, first: int) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        said = ask(query, seen, first=first, after=after)
        page = said.get("list") or said["person"]["list"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert len(page["edges"]) <= first
        yield from page["edges"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]
        assert after == page["edges"][-1]["cursor"]


@pytest.mark.parametrize("first", [1, 4, 24, 100])
def test_a_walk_shows_every_row_once_in_order(ask_crowd: Asking, first: int) -> None:
    whole = ask_crowd(PERSONS, view(), first=100)["list"]["edges"]
    assert len(whole) == 24
    assert list(_walk(ask_crowd, PERSONS, view(), first)) == whole


@pytest.mark.parametrize(("rule", "rows"), [({}, 46), ({"Kin.relation": DENIED}, 23)])
def test_a_walk_over_ties_loses_none_that_share_a_person(
    ask_crowd: Asking, rule: dict[str, None], rows: int
) -> None:
    seen = view(fields=dict(rule))
    whole = ask_crowd(KIN, seen, first=100)["person"]["list"]["edges"]
    assert len(whole) == rows
    assert list(_walk(ask_crowd, KIN, seen, 7)) == whole


def test_the_end_of_a_list_is_an_empty_page(ask_crowd: Asking) -> None:
    last = ask_crowd(PERSONS, view(), first=24)["list"]["pageInfo"]["endCursor"]
    beyond = ask_crowd(PERSONS, view(), first=5, after=last)["list"]
    assert beyond["edges"] == []
    assert beyond["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": True,
        "startCursor": None,
        "endCursor": None,
    }


def test_a_cursor_of_another_list_or_order_is_refused(ask_crowd: Asking) -> None:
    person = ask_crowd(PERSONS, view(), first=1)["list"]["pageInfo"]["endCursor"]
    kin = ask_crowd(KIN, view(), first=1)["person"]["list"]["pageInfo"]["endCursor"]
    hidden = view(fields={"Kin.relation": DENIED})
    assert ask_crowd.code(KIN, view(), first=1, after=person) == "BAD_CURSOR"
    assert ask_crowd.code(PERSONS, view(), first=1, after=kin) == "BAD_CURSOR"
    assert ask_crowd.code(KIN, hidden, first=1, after=kin) == "BAD_CURSOR"
    for nonsense in ("", "a", "ก", "A" * 64, person[:-2]):
        assert ask_crowd.code(PERSONS, view(), first=1, after=nonsense) == "BAD_CURSOR"


def test_a_cursor_is_good_under_the_key_that_signed_it_alone() -> None:
    ours, theirs = CursorSigner(b"a" * 32), CursorSigner(b"b" * 32)
    cursor = ours.write("Query.persons", ["P1"])
    assert ours.read("Query.persons", cursor) == ["P1"]
    with pytest.raises(BadCursor):
        theirs.read("Query.persons", cursor)
    with pytest.raises(ValueError, match="16 bytes"):
        CursorSigner(b"short")
