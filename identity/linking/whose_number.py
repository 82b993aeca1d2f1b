"""Whose a citizen id is: records that carry somebody else's lose it before anything is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.contested import MOST_HOLDERS
from identity.linking.cheaper import cheaper
from identity.linking.rules import (
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
select rid_l, rid_r, other and known.rid_l is null as other, other_name, nameless
from shared_number left join known using (rid_l, rid_r)
"""
"""Who leaves the day of birth out on one form may tell it on another, under this number and this given name."""
_ANOTHER_NUMBER = "b.citizen_id_kind = 'thai' and a.citizen_id <> b.citizen_id"
# Who leaves out the family name is told by the sub-district.
_ONE_FAMILY = f"coalesce({SAME_FAMILY_NAME}, a.area = b.area)"
KNOWN_ELSEWHERE = (
    f"a.birth_date = b.birth_date and {SAME_BIRTH_DATE} and {_ONE_FAMILY} and a.given_fold = b.given_fold and {_ANOTHER_NUMBER}",
    f"a.home = b.home and a.given_fold = b.given_fold and {_ANOTHER_NUMBER} and {OF_LIKE_AGE}",
    f"a.phone = b.phone and a.given_fold = b.given_fold and {_ANOTHER_NUMBER} and {OF_LIKE_AGE}",
)
"""Any of these: the bearer of `a` is by all but the number the bearer of `b`, known by a lasting number. Each begins
with equal columns, by which they are found."""

_SHARED_NUMBER = f"""
create or replace table shared_number as
with held as (
    select citizen_id from records where citizen_id is not null and citizen_id_kind <> 'foreign'
    group by 1 having count(*) between 2 and {MOST_HOLDERS}
), holder as (select * from records semi join held using (citizen_id))
select a.rid as rid_l, b.rid as rid_r, coalesce({cheaper(OTHER_PERSON)}, false) as other,
    coalesce({OTHER_NAME}, false) as other_name, {_NAMELESS} as nameless
from holder a join holder b on a.citizen_id = b.citizen_id and a.rid < b.rid
"""  # noqa: S608
_STRAYED = f"""
create or replace table strayed as
with side as (
    select rid_l as rid, other_name from shared_number where not nameless
    union all select rid_r, other_name from shared_number where not nameless
), outnumbered as (
    select rid from side group by rid having count(*) filter (other_name) > count(*) filter (not other_name)
), one as (select * from records semi join outnumbered using (rid))
{" union ".join(f"select a.rid from one a join records b on {condition}" for condition in KNOWN_ELSEWHERE)}
"""  # noqa: S608
_CONTESTED = """
create or replace table contested as
select rid_l, rid_r from shared_number
where other or (other_name and (rid_l in (from strayed) or rid_r in (from strayed)))
"""
_LOST_NUMBER = """
create or replace table lost_number as
select rid, citizen_id from records where rid in (from strayed) or rid in (
    select rid from (
        select rid_l as rid, other from shared_number where rid_r not in (from strayed)
        union all select rid_r, other from shared_number where rid_l not in (from strayed)
    ) group by rid having count(*) filter (other) > count(*) filter (not other)
)
"""
_LOSE_NUMBER = """
update records set citizen_id = null, citizen_id_kind = null where rid in (select rid from lost_number)
"""


def set_contested_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the citizen id from records that others contradict, and keep the pairs in the table `contested`.

    A valid checksum says nothing about whose number it is: a parent's number on a child's form is common. Of the
    records with one number those in the minority by name and birth lose it; with as many on either side, all do.
    A record whose bearer is known by another number, by name and day of birth or by given name and house or phone,
    loses one that most of the others who say a given name bear under another: so a twin's number is told from a new
    given name.
    """
    for statement in (_SHARED_NUMBER, _KNOWN_BIRTH, _STRAYED, _CONTESTED, _LOST_NUMBER, _LOSE_NUMBER):
        connection.execute(statement).fetchall()
