"""A search by name finds what sounds alike, ranks it, says why, and looks at nothing it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from auth.policy import RowScope
from resolvers.search import Candidate, asked, rank
from tests.resolvers.views import view

if TYPE_CHECKING:
    from tests.resolvers.conftest import Asking

QUERY = """query Q($name: String!, $year: Int, $province: String, $first: Int = 10, $after: String) {
  searchPersons(name: $name, birthYear: $year, province: $province, first: $first, after: $after) {
    edges { cursor node { score reasons person { givenName familyName birthYear } } }
    pageInfo { hasNextPage endCursor } } }"""


def _found(ask: Asking, name: str, **more: object) -> list[tuple[str, list[str]]]:
    edges = ask(QUERY, more.pop("view", None) or view(), name=name, **more)["searchPersons"]["edges"]  # type: ignore[arg-type]
    return [(each["node"]["person"]["givenName"], each["node"]["reasons"]) for each in edges]


def test_names_that_sound_alike_are_found_and_ranked_below_the_same_name(ask_village: Asking) -> None:
    first, second, *_ = _found(ask_village, "นายสมชัย ใจดี")
    assert first == ("สมชัย", ["GIVEN_EXACT", "FAMILY_EXACT"])
    assert second == ("สมไชย", ["GIVEN_SOUNDS_ALIKE", "FAMILY_SOUNDS_ALIKE"])


def test_the_birth_year_ranks_and_is_a_reason(ask_village: Asking) -> None:
    plain = _found(ask_village, "สมชัย ใจดี")
    assert plain[0][0] == "สมชัย"
    dated = _found(ask_village, "สมชัย ใจดี", year=1951)
    assert dated[0] == ("สมชัย", ["GIVEN_EXACT", "FAMILY_EXACT", "BIRTH_YEAR"])
    assert ("สมไชย", ["GIVEN_SOUNDS_ALIKE", "FAMILY_SOUNDS_ALIKE", "BIRTH_YEAR_NEAR"]) in dated


def test_a_lone_word_is_sought_among_given_and_family_names(ask_village: Asking) -> None:
    assert _found(ask_village, "มานี")[0] == ("มานี", ["GIVEN_EXACT"])
    families = _found(ask_village, "ใจดี")
    assert {name for name, reasons in families if reasons == ["FAMILY_EXACT"]} == {
        "สมชาย",
        "สมหญิง",
        "มานี",
        "สมชัย",
    }


def test_a_province_narrows_the_search(ask_village: Asking) -> None:
    assert {name for name, _ in _found(ask_village, "ใจดี", province="ลำพูน")} == {"สมชัย", "สมไชย"}
    assert _found(ask_village, "ใจดี", province="กระบี่") == []


@pytest.mark.parametrize("name", ["", " ", "...", "ก", "นาย", "x" * 5000, "' OR 1=1 //"])
def test_words_that_are_no_name_find_nobody(ask_village: Asking, name: str) -> None:
    assert _found(ask_village, name) == []


def test_the_search_finds_only_persons_the_caller_may_see(ask_village: Asking) -> None:
    served = view(scope=RowScope.SERVED, agency="DCY")
    assert {name for name, _ in _found(ask_village, "ใจดี", view=served)} == {"สมชาย", "สมหญิง", "สมไชย"}


def test_pages_of_a_search_follow_on_without_loss_or_repeat(ask_village: Asking) -> None:
    whole = ask_village(QUERY, view(), name="ใจดี")["searchPersons"]["edges"]
    walked, after = [], None
    while True:
        page = ask_village(QUERY, view(), name="ใจดี", first=2, after=after)["searchPersons"]
        walked += page["edges"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert walked == whole
    assert len(whole) == 5


def test_a_cursor_of_another_search_is_refused(ask_village: Asking) -> None:
    cursor = ask_village(QUERY, view(), name="ใจดี", first=1)["searchPersons"]["pageInfo"]["endCursor"]
    assert ask_village.code(QUERY, view(), name="มานี", after=cursor) == "BAD_CURSOR"


def test_the_order_of_a_ranking_does_not_depend_on_the_order_of_the_candidates() -> None:
    people = [
        Candidate("P2", "สมชัย", "ใจดี", 1950),
        Candidate("P1", "สมชัย", "ใจดี", 1950),
        Candidate("P3", "สมไชย", "ใจดี", None),
        Candidate("P4", None, None, None),
        Candidate("P5", "ประยุทธ", "แก้วมณี", 1950),
    ]
    ranked = rank(asked("สมชัย ใจดี", 1950), people)
    assert [one.id for one in ranked] == ["P1", "P2", "P3"]
    assert rank(asked("สมชัย ใจดี", 1950), reversed(people)) == ranked
    assert all(0 <= one.score <= 1 and one.reasons for one in ranked)
