"""What outranks weights: contested identity numbers, and pairs that are not one person whatever else they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.linking.cheaper import cheaper

if TYPE_CHECKING:
    import duckdb

    from identity.linking.features import Filled

_MOST_HOLDERS = 30
"""A number on more records than this is not looked into: it blocks nothing either."""

_OTHER_GIVEN_NAME = """(
    a.given_fold <> b.given_fold and coalesce(a.given_sound <> b.given_sound, true)
    and jaro_similarity(a.given_fold, b.given_fold) < 0.87
    and damerau_levenshtein(a.given_fold, b.given_fold) > 2
    and coalesce(a.given_fold <> b.family_fold, true) and coalesce(a.family_fold <> b.given_fold, true)
)"""
_OTHER_WHOLE_NAME = """(
    (a.given_fold is null or b.given_fold is null)
    and len(list_intersect(a.name_parts, b.name_parts)) = 0
    and jaro_winkler_similarity(a.full_fold, b.full_fold) < 0.7
)"""
_SAME_FAMILY_NAME = "(a.family_fold = b.family_fold or a.family_sound = b.family_sound)"
# A stated age is often wrong by years.
_OTHER_BIRTH_YEAR = """(
    abs(a.birth_year - b.birth_year) >
    case when 'approximate' in (a.birth_precision, b.birth_precision) then 8 else 1 end
)"""
# Another sex tells a relative from somebody with a new name or a nickname; so does, without a birth year on one
# side, the same family name.
OTHER_PERSON = f"""(
    ({_OTHER_GIVEN_NAME} or {_OTHER_WHOLE_NAME})
    and (coalesce(a.sex <> b.sex, false) or coalesce({_OTHER_BIRTH_YEAR}, {_SAME_FAMILY_NAME}, false))
)"""
_BOTH_DATES = """(
    a.birth_date is not null and b.birth_date is not null
    and a.birth_month_day <> '01-01' and b.birth_month_day <> '01-01'
)"""
_SAME_BIRTH_DATE = f"({_BOTH_DATES} and a.birth_date = b.birth_date)"
# A slip of the pen changes a digit or two, or swaps day and month; a wrong year leaves day and month as they are.
_OTHER_BIRTH_DATE = f"""(
    {_BOTH_DATES} and a.birth_month_day <> b.birth_month_day and damerau_levenshtein(a.birth_date, b.birth_date) > 2
    and not (a.birth_year = b.birth_year and a.birth_month = b.birth_day and a.birth_day = b.birth_month)
)"""
# For years without a day: an age is a guess, mostly of two years, of five where the old are rounded.
_FAR_BIRTH_YEAR = f"""(
    not {_BOTH_DATES} and abs(a.birth_year - b.birth_year) >
    case when 'approximate' in (a.birth_precision, b.birth_precision) then 5 else 1 end
)"""
_OTHER_BIRTH = f"({_OTHER_BIRTH_DATE} or {_FAR_BIRTH_YEAR})"
_SAME_PLACE_OR_PHONE = """(
    a.house_code = b.house_code or a.home = b.home or a.sub_district_code = b.sub_district_code or a.phone = b.phone
)"""
_NO_NUMBER_SHARED = "coalesce(a.citizen_id <> b.citizen_id, true) and coalesce(a.phone <> b.phone, true)"
_ELSEWHERE = """(
    coalesce(a.sub_district_code, a.registered_sub_district_code)
        <> coalesce(b.sub_district_code, b.registered_sub_district_code)
    and coalesce(a.sub_district_code <> b.registered_sub_district_code, true)
    and coalesce(a.registered_sub_district_code <> b.sub_district_code, true)
    and coalesce(a.registered_sub_district_code <> b.registered_sub_district_code, true)
)"""
_SAME_NAME_AND_BIRTH_DATE = f"""coalesce(
    {_SAME_BIRTH_DATE} and a.given_fold = b.given_fold and {_SAME_FAMILY_NAME}, false
)"""

CONTESTED = "same citizen id, other name and birth year"


@dataclass(frozen=True, slots=True)
class Rule:
    """Pairs of records `a` and `b` that meet the condition are kept apart; those that a human should see
    are reported when the weights alone would have joined them. A rule holds where `needs` are filled."""

    name: str
    condition: str
    for_human: bool
    needs: tuple[str, ...] = ()


RULES = (
    Rule(
        # Numbers that begin with 0, 6, 7 or 8 and G-codes are exchanged for others in time, foreign ones may be
        # mistyped unseen: only the lasting, checked Thai number keeps two records apart.
        "two different citizen ids",
        "a.citizen_id_kind = 'thai' and b.citizen_id_kind = 'thai' and a.citizen_id <> b.citizen_id "
        f"and damerau_levenshtein(a.citizen_id, b.citizen_id) > 1 and not {_SAME_NAME_AND_BIRTH_DATE}",
        for_human=True,
    ),
    Rule(
        # Twins, siblings and other members of one household share nearly everything that weights look at. A lone
        # given name beside a full one may be a nickname and says nothing.
        "other given name in one household",
        f"{_OTHER_GIVEN_NAME} and (a.family_fold is null) = (b.family_fold is null) and coalesce(a.citizen_id <> b.citizen_id, true) and {_SAME_PLACE_OR_PHONE}",
        for_human=False,
    ),
    Rule(
        # More than ten million people in Thailand share given and family name with somebody: a rare name in
        # common, which weighs much, does not make up for two birth dates that have nothing in common.
        "namesakes with other birth dates",
        f"{_OTHER_BIRTH_DATE} and {_NO_NUMBER_SHARED}",
        for_human=False,
        needs=("sub_district_code", "birth_date"),
    ),
    Rule(
        "namesakes elsewhere with other birth years",
        f"{_FAR_BIRTH_YEAR} and {_ELSEWHERE} and {_NO_NUMBER_SHARED}",
        for_human=False,
        needs=("sub_district_code", "birth_year"),
    ),
    Rule(
        # A nickname, or relatives who share a phone or a house: a birth that contradicts it too tells which.
        "other given name and other birth",
        f"{_OTHER_GIVEN_NAME} and {_OTHER_BIRTH} and coalesce(a.citizen_id <> b.citizen_id, true)",
        for_human=False,
        needs=("sub_district_code", "birth_year"),
    ),
)


def set_contested_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the citizen id from records that others contradict, and keep the pairs in the table `contested`.

    A valid checksum says nothing about whose number it is: a parent's number on a child's form is common. Of the
    records with one number those in the minority by name and birth lose it; with as many on either side, all do.
    """
    connection.execute(
        "create or replace table contested as "  # noqa: S608
        "with held as (select citizen_id from records where citizen_id is not null and citizen_id_kind <> 'foreign' "
        f"group by 1 having count(*) between 2 and {_MOST_HOLDERS}), "
        "holder as (select * from records semi join held using (citizen_id)) "
        f"select a.rid as rid_l, b.rid as rid_r, {cheaper(OTHER_PERSON)} as other "
        "from holder a join holder b on a.citizen_id = b.citizen_id and a.rid < b.rid"
    ).fetchall()
    connection.execute(
        "update records set citizen_id = null, citizen_id_kind = null where rid in ("
        "select rid from (select rid_l as rid, other from contested union all select rid_r, other from contested) "
        "group by rid having count(*) filter (other) > count(*) filter (not other))"
    ).fetchall()
    connection.execute("delete from contested where not other").fetchall()


def find_apart(connection: duckdb.DuckDBPyConnection, filled: Filled) -> list[tuple[int, int, str]]:
    """Pairs kept apart: (rid_l, rid_r, reason), contested numbers first, then what a rule finds in `links`."""
    contested = connection.execute("select rid_l, rid_r from contested order by 1, 2").fetchall()
    cases = " ".join(
        f"when {cheaper(rule.condition)} then {number}"
        for number, rule in enumerate(RULES)
        if filled.has(*rule.needs)
    )
    rows = connection.execute(
        "select rid_l, rid_r, rule from ("  # noqa: S608
        f"select rid_l, rid_r, case {cases} end as rule from links "
        "join records a on a.rid = rid_l join records b on b.rid = rid_r) where rule is not null order by 1, 2"
    ).fetchall()
    return [(int(left), int(right), CONTESTED) for left, right in contested] + [
        (int(left), int(right), RULES[rule].name) for left, right, rule in rows
    ]
