"""The working table of one linkage: the standardised columns plus those that only comparing and blocking need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from identity.linking.name_parts import MOST_BITS, TOKEN_UNIT
from identity.records import ATTRIBUTE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from identity.linking.model import Frequency

RECORDS = "records"
"""Name of the working table; `rid` numbers its rows in the order of the record keys."""

_MINIMUM_FILL = 0.02
_MINIMUM_VALUES = 2

_BEARERS = 5
"""A word is a nickname where this many different given names stand beside it; a model names no rarer ones."""

# Some nicknames are given names too: whichever it is more often, beside a family name.
_NICKNAMES_SQL = """
create or replace table nicknames as
with said as (select nickname as word, given_name from standardised where nickname <> given_name),
borne as (
    select given_name as word, count(*) as times from standardised
    where family_name is not null and given_name in (select word from said) group by 1
)
select word from said left join borne using (word) group by 1
having count(distinct said.given_name) >= {bearers} and count(*) > coalesce(any_value(times), 0)
"""
_RECORDS_SQL = """
create or replace table records as
select * exclude (record_id, word), case when family_name is null then word end as lone_nickname,
    (row_number() over (order by key) - 1)::integer as rid,
    nullif(list_sort(list_distinct(list_filter(string_split(full_fold, ' '), lambda part: part <> ''))), [])
        as name_parts,
    {derived}
from standardised left join nicknames on given_name = word order by rid
"""

_CODES_SQL = """
create or replace table records as
with parts as (
    select rid, part, dense_rank() over (order by part) as number
    from (select rid, unnest(name_parts) as part from records)
), coded as (
    select rid, list(
        least({most}, floor(0.5 - log2(coalesce(share, {rest!r}))))::bigint * {unit} + number order by part
    ) as name_codes
    from parts left join listed on part = value group by rid
)
select records.*, name_codes, list_sum(list_transform(name_codes, lambda code: code // {unit})) as name_bits
from records left join coded using (rid) order by rid
"""


def _home(side: str) -> str:
    """House number, township and sub-district in one, of the living address or of the register's."""
    number, area = f"{side}building_number", f"{side}sub_district_code"
    township = f"coalesce({side}township_number, '')"
    return (
        f"case when {number} is null or {area} is null then null "
        f"else concat_ws('/', {number}, {township}, {area}) end"
    )


DERIVED = {
    "birth_month_day": "case when birth_date is null then null else birth_date[6:] end",
    "home": f"coalesce({_home('')}, {_home('registered_')})",
    "registered_home": _home("registered_"),
    "area": "coalesce(sub_district_code, registered_sub_district_code)",
}
"""Columns made of others of the same record; live scoring computes them from this same text."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How full the columns of a table are: shares of all records, and which columns hold more than one value."""

    records: int
    shares: dict[str, float]
    varied: frozenset[str]

    def has(self, *columns: str) -> bool:
        """Is every one of these columns worth comparing: filled in one record of fifty, not always the same?"""
        return all(
            self.shares.get(column, 0.0) >= _MINIMUM_FILL and column in self.varied for column in columns
        )

    def has_any(self, *columns: str) -> bool:
        """Has every one of these columns a value at all?"""
        return all(self.shares.get(column, 0.0) > 0 for column in columns)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The declared attributes worth comparing."""
        return tuple(
            name for name in sorted(self.shares) if name.startswith(ATTRIBUTE_PREFIX) and self.has(name)
        )


def load_records(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, *, nicknames: Sequence[str] | None = None
) -> Filled:
    """Make the working table from a standardised one and say which columns are worth comparing. `nicknames` are words
    that are no given name where they stand alone: those of a model, or where None, what this table gives as such."""
    connection.register("standardised", table)
    _list_nicknames(connection, nicknames)
    derived = ", ".join(f"{expression} as {column}" for column, expression in DERIVED.items())
    connection.execute(_RECORDS_SQL.format(derived=derived)).fetchall()
    connection.unregister("standardised")
    return _filled(connection)


def known_nicknames(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The nicknames that the working table was made with."""
    return tuple(
        str(row[0]) for row in connection.execute("select word from nicknames order by 1").fetchall()
    )


def _list_nicknames(connection: duckdb.DuckDBPyConnection, nicknames: Sequence[str] | None) -> None:
    if nicknames is None:
        connection.execute(_NICKNAMES_SQL.format(bearers=_BEARERS)).fetchall()
        return
    connection.register("listed", pa.table({"word": pa.array(nicknames, pa.string())}))
    connection.execute("create or replace table nicknames as select word from listed").fetchall()
    connection.unregister("listed")


def code_name_parts(connection: duckdb.DuckDBPyConnection, parts: Frequency) -> None:
    """Add what the parts of whole names tell, as `identity.linking.name_parts` says, by the shares of the records
    that hold them: the columns `name_codes` and `name_bits`."""
    connection.register("listed", parts.listed())
    sql = _CODES_SQL.format(most=MOST_BITS, unit=TOKEN_UNIT, rest=parts.rest)
    connection.execute(sql).fetchall()
    connection.unregister("listed")


def _filled(connection: duckdb.DuckDBPyConnection) -> Filled:
    columns = [str(row[0]) for row in connection.execute("describe records").fetchall()]
    counts = ", ".join(f'count("{name}"), approx_count_distinct("{name}")' for name in columns)
    row = connection.execute(f"select count(*), {counts} from records").fetchall()[0]  # noqa: S608
    total = int(row[0])
    shares = {name: row[1 + 2 * place] / max(total, 1) for place, name in enumerate(columns)}
    varied = frozenset(name for place, name in enumerate(columns) if row[2 + 2 * place] >= _MINIMUM_VALUES)
    return Filled(records=total, shares=shares, varied=varied)
