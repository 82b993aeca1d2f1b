"""Which pairs are kept apart: by a rule, by a contested number, or since a twin is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from identity.doubt import CONTESTED
from identity.evidence import OF_TWIN
from identity.linking.cheaper import cheaper
from identity.linking.known import KNOWN_AS
from identity.linking.rules import ON_ONE_FORM, RULES, TELL_TWINS, TWINS

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

    from identity.linking.features import Filled

REASONS = (CONTESTED, *(rule.name for rule in RULES), OF_TWIN)
"""Why pairs are kept apart; a pair names its reason by the place here."""
_KNOWN_AS = " ".join(
    f"when {number} then {cheaper(KNOWN_AS[rule.name])}"
    for number, rule in enumerate(RULES)
    if rule.name in KNOWN_AS
)
_TELL_TWINS = ", ".join(str(number) for number, rule in enumerate(RULES) if rule.name in TELL_TWINS)
_BESIDE_A_TWIN = f"""
with twins as (
    select rid_l as one, rid_r as other from apart join records a on a.rid = rid_l join records b on b.rid = rid_r
    where rule in ({_TELL_TWINS}) and {TWINS}
), both_ways as (select one, other from twins union all select other, one from twins),
link as (select rid_l as one, rid_r as other from links union all select rid_r, rid_l from links)
select distinct least(c.rid, both_ways.other) as rid_l, greatest(c.rid, both_ways.other) as rid_r
from both_ways join records a on a.rid = both_ways.one join records b on b.rid = both_ways.other
join link on link.other = both_ways.other join records c on c.rid = link.one
where c.given_fold = a.given_fold and c.rid <> a.rid and coalesce(c.citizen_id <> b.citizen_id, true)
"""  # noqa: S608

_MOST_LINES = 30
"""A form with more lines is a list of a shelter or of a village: its lines are kept apart where they are linked."""
_LINES = f"""
create or replace table lines as
with form as (
    select household_id, recorded_on from records where household_id is not null and recorded_on is not null
    group by all having count(*) between 2 and {_MOST_LINES}
), line as (select records.* from records semi join form using (household_id, recorded_on))
select a.rid as rid_l, b.rid as rid_r from line a join line b on {ON_ONE_FORM} and a.rid < b.rid
anti join links on rid_l = a.rid and rid_r = b.rid
"""  # noqa: S608
"""Two lines of one form are mostly too unlike to be linked, and yet stand between whole persons."""

_KNOWN_BOTH_WAYS = f"""
create or replace table {{table}} as
with pair as (
    select rid_l, rid_r, rule, rid_l as one, rid_r as other from {{table}}
    union all select rid_l, rid_r, rule, rid_r, rid_l from {{table}}
), known as (
    select distinct citizen_id, given_fold, given_sound, birth_date from records where citizen_id is not null
), explained as (
    select distinct rid_l, rid_r from pair join records owner on owner.rid = one
    join known a on a.citizen_id = owner.citizen_id join records b on b.rid = other
    where case rule {_KNOWN_AS} else false end
)
select {{table}}.* from {{table}} anti join explained using (rid_l, rid_r)
"""  # noqa: S608
"""A pair that a rule keeps apart is let go where a record with the number of the one explains it; see KNOWN_AS."""

_PAIRS_WITHIN = """
create or replace table within as
with member as (select * from clustered semi join (select label from clustered group by 1 having count(*) > 1) using (label))
select one.rid as rid_l, other.rid as rid_r from member one join member other using (label) where one.rid < other.rid
"""
_JUDGE = """
create or replace table {table} as
select rid_l, rid_r, rule from (
    select rid_l, rid_r, case {cases} end as rule from {pairs}
    join records a on a.rid = rid_l join records b on b.rid = rid_r
) where rule is not null
"""
_UNSEEN = """
create or replace table unseen as from unseen anti join links using (rid_l, rid_r) anti join apart using (rid_l, rid_r)
"""


@dataclass(frozen=True, slots=True)
class Apart:
    """Pairs kept apart, as columns, for they are as many as the links: the two rids, and the place in REASONS."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    reason: NDArray[np.int8]

    @property
    def pairs(self) -> NDArray[np.int64]:
        """The pairs as an array of n × 2."""
        return np.column_stack([self.left, self.right])

    def and_more(self, other: Apart) -> Apart:
        """These pairs and others."""
        return Apart(
            np.concatenate([self.left, other.left]),
            np.concatenate([self.right, other.right]),
            np.concatenate([self.reason, other.reason]),
        )


def find_apart(connection: duckdb.DuckDBPyConnection, filled: Filled) -> Apart:
    """Contested numbers first, then what a rule finds in `links`, then records with the given name of one of two
    known twins and records of the other."""
    connection.execute(_LINES).fetchall()
    _judge(connection, filled, pairs="(select rid_l, rid_r from links union all from lines)", table="apart")
    connection.execute(_KNOWN_BOTH_WAYS.format(table="apart")).fetchall()
    return _fetched(
        connection,
        "select rid_l, rid_r, 0 as reason, 0 as part from contested "  # noqa: S608
        "union all select rid_l, rid_r, rule + 1, 1 from apart "
        f"union all select rid_l, rid_r, {len(REASONS) - 1}, 2 from ({_BESIDE_A_TWIN})",
    )


def find_apart_within(
    connection: duckdb.DuckDBPyConnection, filled: Filled, labels: NDArray[np.int64]
) -> Apart:
    """What a rule finds between records that came into one cluster by way of others and were never compared, or weigh
    too little to be links. `labels` are the clusters by rid. Whoever asks twice is told of a pair once."""
    clustered = pa.table({"rid": np.arange(len(labels), dtype=np.int32), "label": labels})
    connection.register("clustered", clustered)
    connection.execute(_PAIRS_WITHIN).fetchall()
    connection.unregister("clustered")
    _judge(connection, filled, pairs="within", table="unseen")
    connection.execute(_UNSEEN).fetchall()
    connection.execute(_KNOWN_BOTH_WAYS.format(table="unseen")).fetchall()
    connection.execute("insert into apart from unseen").fetchall()
    return _fetched(connection, "select rid_l, rid_r, rule + 1 as reason, 0 as part from unseen")


def _judge(connection: duckdb.DuckDBPyConnection, filled: Filled, *, pairs: str, table: str) -> None:
    cases = " ".join(
        f"when {cheaper(rule.condition)} then {number}"
        for number, rule in enumerate(RULES)
        if filled.has(*rule.needs)
    )
    connection.execute(_JUDGE.format(table=table, pairs=pairs, cases=cases)).fetchall()


def _fetched(connection: duckdb.DuckDBPyConnection, pairs: str) -> Apart:
    ordered = f"select rid_l, rid_r, reason from ({pairs}) order by part, rid_l, rid_r"  # noqa: S608
    found = connection.sql(ordered).fetchnumpy()
    return Apart(
        found["rid_l"].astype(np.int64), found["rid_r"].astype(np.int64), found["reason"].astype(np.int8)
    )
