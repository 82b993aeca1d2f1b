"""The working table of one linkage: the standardised columns plus those that only comparing and blocking need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.linking.name_parts import MOST_BITS, TOKEN_UNIT
from identity.records import ATTRIBUTE_PREFIX

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from identity.linking.model import Frequency

RECORDS = "records"
"""Name of the working table; `rid` numbers its rows in the order of the record keys."""

_MINIMUM_FILL = 0.02
_MINIMUM_VALUES = 2

_RECORDS_SQL = """
create or replace table records as
select * exclude (record_id), (row_number() over (order by key) - 1)::integer as rid,
    nullif(list_sort(list_distinct(list_filter(string_split(full_fold, ' '), lambda part: part <> ''))), [])
        as name_parts,
    {derived}
from standardised order by rid
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


def load_records(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> Filled:
    """Make the working table from a standardised one and say which columns are worth comparing."""
    connection.register("standardised", table)
    derived = ", ".join(f"{expression} as {column}" for column, expression in DERIVED.items())
    connection.execute(_RECORDS_SQL.format(derived=derived)).fetchall()
    connection.unregister("standardised")
    return _filled(connection)


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
