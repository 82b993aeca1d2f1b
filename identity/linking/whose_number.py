"""Whose a citizen id is: records that carry somebody else's lose it before anything is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.linking.cheaper import cheaper
from identity.linking.rules import DIFFERENT_GIVEN_NAME, OTHER_PERSON, SAME_BIRTH_DATE, SAME_FAMILY_NAME

if TYPE_CHECKING:
    import duckdb

_MOST_HOLDERS = 30
"""A number on more records than this is not looked into: it blocks nothing either."""

_SHARED_NUMBER = f"""
create or replace table shared_number as
with held as (
    select citizen_id from records where citizen_id is not null and citizen_id_kind <> 'foreign'
    group by 1 having count(*) between 2 and {_MOST_HOLDERS}
), holder as (select * from records semi join held using (citizen_id))
select a.rid as rid_l, b.rid as rid_r, coalesce({cheaper(OTHER_PERSON)}, false) as other,
    coalesce({DIFFERENT_GIVEN_NAME}, false) as other_name
from holder a join holder b on a.citizen_id = b.citizen_id and a.rid < b.rid
"""  # noqa: S608
_ANOTHER_NUMBER = "a.citizen_id <> b.citizen_id and coalesce(abs(a.birth_year - b.birth_year) <= 5, true)"
_STRAYED = f"""
create or replace table strayed as
with side as (
    select rid_l as rid, other_name from shared_number union all select rid_r, other_name from shared_number
), outnumbered as (
    select rid from side group by rid having count(*) filter (other_name) > count(*) filter (not other_name)
), one as (select * from records semi join outnumbered using (rid)),
other as (select * from records where citizen_id_kind = 'thai')
select a.rid from one a join other b on a.given_fold = b.given_fold and a.birth_date = b.birth_date
where a.citizen_id <> b.citizen_id and {SAME_FAMILY_NAME} and {SAME_BIRTH_DATE}
union select a.rid from one a join other b on a.given_fold = b.given_fold and a.home = b.home where {_ANOTHER_NUMBER}
union select a.rid from one a join other b on a.given_fold = b.given_fold and a.phone = b.phone where {_ANOTHER_NUMBER}
"""  # noqa: S608
_CONTESTED = """
create or replace table contested as
select rid_l, rid_r from shared_number
where other or (other_name and (rid_l in (from strayed) or rid_r in (from strayed)))
"""
_LOSE_NUMBER = """
update records set citizen_id = null, citizen_id_kind = null where rid in (from strayed) or rid in (
    select rid from (
        select rid_l as rid, other from shared_number where rid_r not in (from strayed)
        union all select rid_r, other from shared_number where rid_l not in (from strayed)
    ) group by rid having count(*) filter (other) > count(*) filter (not other)
)
"""


def set_contested_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the citizen id from records that others contradict, and keep the pairs in the table `contested`.

    A valid checksum says nothing about whose number it is: a parent's number on a child's form is common. Of the
    records with one number those in the minority by name and birth lose it; with as many on either side, all do.
    A record whose bearer is known by another number, by name and day of birth or by given name and house or phone,
    loses one that others bear under another given name: so a twin's number is told from a new given name.
    """
    for statement in (_SHARED_NUMBER, _STRAYED, _CONTESTED, _LOSE_NUMBER):
        connection.execute(statement).fetchall()
