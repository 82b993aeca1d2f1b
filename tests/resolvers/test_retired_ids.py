"""An id once given out is answered for ever, and tells nothing about persons the caller may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auth.policy import RowScope
from resolvers.ids import global_id
from tests.resolvers.views import DENIED, view

if TYPE_CHECKING:
    from tests.resolvers.conftest import Asking

QUERY = """query Q($id: ID!) { person(id: $id) {
  __typename id givenName formerIds successors { givenName } kin(first: 1) { nodes { relation } } } }"""


def test_a_merged_id_gives_the_person_it_was_merged_into(ask_village: Asking) -> None:
    person = ask_village(QUERY, view(), id="M1")["person"]
    assert person["id"] == global_id("Person", "P1")
    assert person["successors"] == []
    assert person["formerIds"] == [global_id("Person", "M1")]


def test_a_split_id_gives_its_successors_and_nothing_else(ask_village: Asking) -> None:
    for asked in ("S1", "M2"):
        assert ask_village(QUERY, view(), id=asked)["person"] == {
            "__typename": "Person",
            "id": global_id("Person", asked),
            "givenName": None,
            "formerIds": None,
            "successors": [{"givenName": "สมชาย"}, {"givenName": "สมหญิง"}],
            "kin": None,
        }


def test_a_successor_out_of_sight_does_not_show_that_there_was_a_split(ask_village: Asking) -> None:
    seen = view(scope=RowScope.SERVED)
    split, own = ask_village(QUERY, seen, id="S1"), ask_village(QUERY, seen, id="P1")
    assert split == own


def test_successors_that_are_denied_are_not_shown(ask_village: Asking) -> None:
    person = ask_village(QUERY, view(fields={"Person.successors": DENIED}), id="S1")["person"]
    assert person["id"] == global_id("Person", "S1")
    assert person["successors"] is None


def test_several_selections_of_successors_are_each_answered(ask_village: Asking) -> None:
    query = '{ person(id: "S1") { a: successors { title } b: successors { id kin(first: 9) { nodes { relation } } } } }'
    person = ask_village(query, view())["person"]
    assert person["a"] == [{"title": "นาย"}, {"title": None}]
    assert [len(each["kin"]["nodes"]) for each in person["b"]] == [3, 1]


HOME = """query Q($id: ID!) { household(id: $id) {
  __typename id province successors { province } members(first: 9) { nodes { role } } } }"""


def test_a_household_given_up_gives_the_one_its_people_live_in(ask_village: Asking) -> None:
    home = ask_village(HOME, view(), id="G1")["household"]
    assert home == ask_village(HOME, view(), id="H1")["household"]
    assert home["id"] == global_id("Household", "H1")
    assert home["successors"] == []
    again = ask_village("query Q($id: ID!) { node(id: $id) { id } }", view(), id=global_id("Household", "G1"))
    assert again["node"]["id"] == home["id"]


def test_a_household_given_up_for_several_gives_them_and_nothing_else(ask_village: Asking) -> None:
    for asked in ("G2", "G3"):
        assert ask_village(HOME, view(), id=asked)["household"] == {
            "__typename": "Household",
            "id": global_id("Household", asked),
            "province": None,
            "successors": [{"province": "เชียงใหม่"}, {"province": "เชียงใหม่"}],
            "members": None,
        }


def test_a_home_out_of_sight_does_not_show_that_there_were_several(ask_village: Asking) -> None:
    seen = view(agency="DEP", scope=RowScope.SERVED)
    assert ask_village(HOME, seen, id="G2") == ask_village(HOME, seen, id="H1")
    nobody = view(agency="DWF", scope=RowScope.SERVED)
    assert ask_village(HOME, nobody, id="G2")["household"] is None


def test_where_no_home_is_in_sight_a_household_given_up_is_shown_as_it_was(ask_village: Asking) -> None:
    home = ask_village(HOME, view(scope=RowScope.AREA, areas=("56",)), id="G3")["household"]
    assert (home["id"], home["province"]) == (global_id("Household", "G2"), "พะเยา")


def test_a_sealed_household_that_was_given_up_leads_nobody_outside_anywhere(ask_village: Asking) -> None:
    assert ask_village(HOME, view(), id="G9")["household"] is None
    inside = view(compartments=("shelter",))
    assert ask_village(HOME, inside, id="G9")["household"]["id"] == global_id("Household", "H1")


def test_homes_that_are_denied_are_not_shown(ask_village: Asking) -> None:
    seen = view(fields={"Household.successors": DENIED})
    home = ask_village(HOME, seen, id="G2")["household"]
    assert (home["id"], home["successors"]) == (global_id("Household", "G2"), None)
