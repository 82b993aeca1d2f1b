"""The working table of one linkage: the standardised columns plus those that only comparing and blocking need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.records import ATTRIBUTE_PREFIX

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

RECORDS = "records"
"""Name of the working table; `rid` numbers its rows in the order of the record keys."""

TOKEN_UNIT = 100_000_000
"""A name part is kept as one integer: its information in bits times this, plus its number among all parts."""

_MINIMUM_FILL = 0.02
_MINIMUM_VALUES = 2

_RECORDS_SQL = """
create or replace table records as
with numbered as (
    select *, (row_number() over (order by key) - 1)::integer as rid
    from standardised
), parts as (
    select rid, unnest(list_distinct(string_split(full_fold, ' '))) as part
    from numbered where full_fold is not null
), counted as (
    select part, count(*) as uses, row_number() over (order by part) as number
    from parts where part <> '' group by part
), coded as (
    select rid, list(
        (least(32, round(log2((select count(*) from numbered) / uses)))::bigint * {unit} + number) order by part
    ) as name_codes, list(part order by part) as name_parts
    from parts join counted using (part) group by rid
)
select numbered.* exclude (record_id), coded.name_codes, coded.name_parts,
    list_sum(list_transform(coded.name_codes, lambda code: code // {unit})) as name_bits,
    {derived}
from numbered left join coded using (rid)
order by rid
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
    connection.execute(_RECORDS_SQL.format(unit=TOKEN_UNIT, derived=derived)).fetchall()
    connection.unregister("standardised")
    return _filled(connection)


def _filled(connection: duckdb.DuckDBPyConnection) -> Filled:
    columns = [str(row[0]) for row in connection.execute("describe records").fetchall()]
    counts = ", ".join(f'count("{name}"), approx_count_distinct("{name}")' for name in columns)
    row = connection.execute(f"select count(*), {counts} from records").fetchall()[0]  # noqa: S608
    total = int(row[0])
    shares = {name: row[1 + 2 * place] / max(total, 1) for place, name in enumerate(columns)}
    varied = frozenset(name for place, name in enumerate(columns) if row[2 + 2 * place] >= _MINIMUM_VALUES)
    return Filled(records=total, shares=shares, varied=varied)
