"""What outranks weights: pairs that are not one person whatever else they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_OTHER_GIVEN_NAME = """(
    a.given_fold <> b.given_fold and coalesce(a.given_sound <> b.given_sound, true)
    and jaro_winkler_similarity(a.given_fold, b.given_fold) < 0.85
    and damerau_levenshtein(a.given_fold, b.given_fold) > 2
    and coalesce(a.given_fold <> b.family_fold, true) and coalesce(a.family_fold <> b.given_fold, true)
)"""
_OTHER_WHOLE_NAME = """(
    (a.given_fold is null or b.given_fold is null)
    and len(list_intersect(a.name_parts, b.name_parts)) = 0
    and jaro_winkler_similarity(a.full_fold, b.full_fold) < 0.7
)"""
_SHARED_FAMILY_NAME = "(a.family_fold = b.family_fold or a.family_sound = b.family_sound)"
_SAME_ADDRESS = """(
    a.house_code = b.house_code or a.home = b.home or a.sub_district_code = b.sub_district_code
)"""


@dataclass(frozen=True, slots=True)
class Rule:
    """Pairs of records `a` and `b` that meet the condition are kept apart; those that a human should see
    are reported when the weights alone would have joined them."""

    name: str
    condition: str
    for_human: bool


RULES = (
    Rule(
        "same citizen id, other name and birth year",
        f"a.citizen_id = b.citizen_id and a.citizen_id_kind <> 'foreign' and ({_OTHER_GIVEN_NAME} or {_OTHER_WHOLE_NAME}) "
        "and abs(a.birth_year - b.birth_year) > 1",
        for_human=True,
    ),
    Rule(
        # Numbers that begin with 0, 6, 7 or 8 and G-codes are exchanged for others in time, foreign ones may be
        # mistyped unseen: only the lasting, checked Thai number keeps two records apart.
        "two different citizen ids",
        "a.citizen_id_kind = 'thai' and b.citizen_id_kind = 'thai' and a.citizen_id <> b.citizen_id "
        "and damerau_levenshtein(a.citizen_id, b.citizen_id) > 1",
        for_human=True,
    ),
    Rule(
        "twins or siblings",
        f"a.birth_date = b.birth_date and {_SHARED_FAMILY_NAME} and {_OTHER_GIVEN_NAME} "
        f"and coalesce(a.citizen_id <> b.citizen_id, true) and {_SAME_ADDRESS}",
        for_human=False,
    ),
)


def find_apart(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int, str]]:
    """Of the table `links`, the pairs that a rule keeps apart: (rid_l, rid_r, name of the first rule)."""
    cases = " ".join(f"when {rule.condition} then {number}" for number, rule in enumerate(RULES))
    rows = connection.execute(
        "select rid_l, rid_r, rule from ("  # noqa: S608
        f"select rid_l, rid_r, case {cases} end as rule from links "
        "join records a on a.rid = rid_l join records b on b.rid = rid_r) where rule is not null order by 1, 2"
    ).fetchall()
    return [(int(left), int(right), RULES[rule].name) for left, right, rule in rows]
