"""Whose a citizen id is: records that carry somebody else's lose it before anything is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.contested import IN_A_ROW, MOST_HOLDERS
from identity.linking.cheaper import cheaper
from identity.linking.rules import (
    LIKE_GIVEN_NAME,
    LONE_NICKNAME,
    OF_LIKE_AGE,
    OTHER_PERSON,
    SAME_BIRTH_DATE,
    SAME_FAMILY_NAME,
    UNLIKE_GIVEN_NAME,
)

if TYPE_CHECKING:
    import duckdb

OTHER_NAME = f"({UNLIKE_GIVEN_NAME} and not {LONE_NICKNAME})"
"""Two records `a` and `b` with one number bear two given names, more than a letter apart: one letter is a slip."""
_NAMELESS = f"(a.given_fold is null or b.given_fold is null or {LONE_NICKNAME})"
_KNOWN_BIRTH = """
create or replace table shared_number as
with born as (
    select distinct citizen_id, given_fold, birth_date from records
    where birth_date is not null and given_fold is not null and citizen_id is not null
), known as (
    select distinct rid_l, rid_r from shared_number
    join records a on a.rid = rid_l join records b on b.rid = rid_r
    join born on born.citizen_id = a.citizen_id and (
        a.birth_year is null and born.given_fold = a.given_fold and born.birth_date = b.birth_date
        or b.birth_year is null and born.given_fold = b.given_fold and born.birth_date = a.birth_date
    ) where other and coalesce(a.sex = b.sex, true)
)
select rid_l, rid_r, other and known.rid_l is null as other, other_name, unequal_name, nameless
from shared_number left join known using (rid_l, rid_r)
"""
"""Who leaves the day of birth out on one form may tell it on another, under this number and this given name."""
_ANOTHER_NUMBER = "b.citizen_id_kind = 'thai' and a.citizen_id <> b.citizen_id"
# Who leaves out the family name is told by the sub-district.
_ONE_FAMILY = f"coalesce({SAME_FAMILY_NAME}, a.area = b.area)"
_BESIDE = f"a.citizen_id[:{IN_A_ROW}] = b.citizen_id[:{IN_A_ROW}] and {_ANOTHER_NUMBER}"
KNOWN_ELSEWHERE = (
    f"a.birth_date = b.birth_date and {SAME_BIRTH_DATE} and {_ONE_FAMILY} and a.given_fold = b.given_fold and {_ANOTHER_NUMBER}",
    f"a.home = b.home and a.given_fold = b.given_fold and {_ANOTHER_NUMBER} and {OF_LIKE_AGE}",
    f"a.phone = b.phone and a.given_fold = b.given_fold and {_ANOTHER_NUMBER} and {OF_LIKE_AGE}",
    f"{_BESIDE} and {LIKE_GIVEN_NAME}",
)
"""Any of these: the bearer of `a` is by all but the number the bearer of `b`, known by a lasting number. Each begins
with equal columns, by which they are found."""
UNEQUAL_NAME = f"(a.given_fold <> b.given_fold and not {LONE_NICKNAME})"
KNOWN_BESIDE = f"{_BESIDE} and a.given_fold = b.given_fold"
"""The bearer of `a` bears the very name of `b`, whose number was given out beside this one: where most others bear this
one under a name that is not the same to the letter, and `b` is no such bearer, it is a twin's."""

_SHARED_NUMBER = f"""
create or replace table shared_number as
with held as (
    select citizen_id from records where citizen_id is not null and citizen_id_kind <> 'foreign'
    group by 1 having count(*) between 2 and {MOST_HOLDERS}
), holder as (select * from records semi join held using (citizen_id))
select a.rid as rid_l, b.rid as rid_r, coalesce({cheaper(OTHER_PERSON)}, false) as other,
    coalesce({OTHER_NAME}, false) as other_name, coalesce({UNEQUAL_NAME}, false) as unequal_name,
    {_NAMELESS} as nameless
from holder a join holder b on a.citizen_id = b.citizen_id and a.rid < b.rid
"""  # noqa: S608
_STRAYED = f"""
create or replace table strayed as
with side as (
    select rid_l as rid, other_name, unequal_name from shared_number where not nameless
    union all select rid_r, other_name, unequal_name from shared_number where not nameless
), named as (
    select rid, 2 * count(*) filter (other_name) > count(*) as outnumbered,
        2 * count(*) filter (unequal_name) > count(*) as outspelt
    from side group by rid
), one as (select * from records join named using (rid) where outnumbered or outspelt)
select rid, bool_or(beside) as beside from (
    select a.rid, true as beside from one a join records b on {KNOWN_BESIDE}
    where a.outspelt and b.rid not in (select rid from named where outnumbered)
    {" ".join(f"union all select a.rid, false from one a join records b on {known} where outnumbered" for known in KNOWN_ELSEWHERE)}
) group by rid
"""  # noqa: S608
_CONTESTED = """
create or replace table contested as
select rid_l, rid_r from shared_number
left join strayed one on one.rid = rid_l left join strayed another on another.rid = rid_r
where other or other_name and (one.rid is not null or another.rid is not null)
    or unequal_name and (coalesce(one.beside, false) or coalesce(another.beside, false))
"""
TWIN_BESIDE = f"{_BESIDE} and {SAME_BIRTH_DATE}"
"""The bearer of `a` was born on the day of `b`, whose number was given out beside this one: it is this one's owner's twin,
so that between two bearers of whom nothing else tells, `a` is the owner's."""
_LOST_NUMBER = f"""
create or replace table lost_number as
with side as (
    select rid_l as rid, other from shared_number where rid_r not in (select rid from strayed)
    union all select rid_r, other from shared_number where rid_l not in (select rid from strayed)
), outvoted as (
    select rid, count(*) filter (other) - count(*) filter (not other) as majority from side group by rid having majority > 0
), tied as (select * from records semi join (from outvoted where majority = 1) using (rid)),
owner as (select a.rid from tied a join records b on {TWIN_BESIDE})
select rid, citizen_id from records
where rid in (select rid from strayed) or rid in (select rid from outvoted) and rid not in (select rid from owner)
"""  # noqa: S608
_LOSE_NUMBER = """
update records set citizen_id = null, citizen_id_kind = null where rid in (select rid from lost_number)
"""


def set_contested_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the citizen id from records that others contradict, and keep the pairs in the table `contested`.

    A valid checksum says nothing about whose number it is: a parent's number on a child's form is common. Of the
    records with one number those in the minority by name and birth lose it; with as many on either side, all do.
    A record whose bearer is known by another number, by name and day of birth or by given name and house or phone,
    loses one that most of the others who say a given name bear under another: so a twin's number is told from a new
    given name. So it does where a letter tells the two names apart, and its name is that of the number beside it.
    """
    for statement in (_SHARED_NUMBER, _KNOWN_BIRTH, _STRAYED, _CONTESTED, _LOST_NUMBER, _LOSE_NUMBER):
        connection.execute(statement).fetchall()
