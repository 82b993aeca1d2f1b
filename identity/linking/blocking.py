"""Which pairs are compared at all: bounded keys, each measured for what it finds and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.linking.comparisons import has_parted_names

if TYPE_CHECKING:
    import duckdb

    from identity.linking.features import Filled

PAIRS = "pairs"
"""Name of the table of candidate pairs: `rid_l < rid_r` and `found_by`, a bit for each key."""


@dataclass(frozen=True, slots=True)
class Key:
    """One blocking key: an SQL expression giving the list of a record's values, and the largest block it may make."""

    name: str
    values: str
    needs: tuple[str, ...]
    cap: int = 100


@dataclass(frozen=True, slots=True)
class BlockingKey:
    """A value that one record has under the key of that name, which blocks up to `cap` records."""

    name: str
    value: str
    cap: int


@dataclass(frozen=True, slots=True)
class KeyCost:
    """What one key found and cost. `blocks` have two or more records; those over the cap make no pairs and
    `records_lost` counts their records; `alone` are the pairs that no other key found."""

    name: str
    blocks: int
    pairs: int
    alone: int
    blocks_over_cap: int
    records_lost: int


def _joined(*parts: str) -> str:
    return "[" + " || '|' || ".join(parts) + "]"


def _each_part(*parts: str) -> str:
    return "list_transform(name_parts, lambda part: part || '|' || " + " || '|' || ".join(parts) + ")"


_IDENTIFIER_KEYS = (
    Key("citizen id", "[citizen_id]", ("citizen_id",), cap=30),
    Key("phone", "[phone]", ("phone",), cap=30),
    Key("email", "[email]", ("email",), cap=30),
    Key("house code and birth year", _joined("house_code", "birth_year"), ("house_code", "birth_year")),
    Key("house number and birth year", _joined("home", "birth_year"), ("home", "birth_year")),
    Key("house number and given sound", _joined("home", "given_sound"), ("home", "given_sound")),
    Key("house number and sex", "[home || sex, registered_home || sex]", ("home", "sex"), cap=30),
    Key("birth date and postcode", _joined("birth_date", "postcode"), ("birth_date", "postcode")),
    Key("birth date and initial", _joined("birth_date", "name_parts[1][:1]"), ("birth_date", "full_fold")),
    Key("birth date", "[birth_date]", ("birth_date",), cap=50),
    Key("postcode", "[postcode]", ("postcode",), cap=50),
)
_PARTED_NAME_KEYS = (
    Key(
        "given sound and birth year",
        "[given_sound || '|' || birth_year, given_sound || '|' || (birth_year + 1)]",
        ("given_sound", "birth_year"),
    ),
    Key(
        "family sound and birth year",
        "[family_sound || '|' || birth_year, family_sound || '|' || (birth_year + 1)]",
        ("family_sound", "birth_year"),
    ),
    Key("whole name", "[full_fold]", ("full_fold",)),
    Key(
        "given and family sound",
        "[least(given_sound, family_sound) || '|' || greatest(given_sound, family_sound)]",
        ("given_sound", "family_sound"),
    ),
    Key(
        "given sound and sub-district",
        "[given_sound || '|' || area, given_sound || '|' || registered_sub_district_code]",
        ("given_sound", "area"),
        cap=50,
    ),
    Key(
        # Who is known by a nickname on one form, and by name and nickname on another.
        "nickname and sub-district",
        "[given_name || '|' || area, nickname || '|' || area]",
        ("nickname", "area"),
        cap=30,
    ),
    Key(
        # A slip in the middle of a name that sounds otherwise, where neither family name nor birth is told.
        "given beginning and end, sub-district",
        _joined("given_fold[:2]", "given_fold[-2:]", "area"),
        ("given_fold", "area"),
        cap=30,
    ),
    Key(
        "given and family beginnings, province",
        _joined("given_fold[:3]", "family_fold[:3]", "province_code"),
        ("given_fold", "family_fold", "province_code"),
    ),
)
_WHOLE_NAME_KEYS = (
    Key("whole name", "[full_fold]", ("full_fold",)),
    Key(
        "two name parts",
        "list_transform(range(1, len(name_parts)), lambda place: name_parts[place] || '|' || name_parts[place + 1])",
        ("full_fold",),
    ),
    Key("name part", "name_parts", ("full_fold",), cap=60),
    Key("name part and birth year", _each_part("birth_year"), ("full_fold", "birth_year")),
    Key("name part, birth month and day", _each_part("birth_month_day"), ("full_fold", "birth_month_day")),
    Key("name part and postcode", _each_part("postcode"), ("full_fold", "postcode")),
    Key(
        "name beginning and postcode",
        "list_transform(name_parts, lambda part: part[:3] || '|' || postcode)",
        ("full_fold", "postcode"),
    ),
    Key(
        "name beginning and birth year",
        "list_transform(name_parts, lambda part: part[:3] || '|' || birth_year)",
        ("full_fold", "birth_year"),
    ),
)


def choose_keys(filled: Filled) -> tuple[Key, ...]:
    """The blocking keys that this table's filled columns allow."""
    if has_parted_names(filled):
        names = _PARTED_NAME_KEYS
    else:
        names = _WHOLE_NAME_KEYS + tuple(
            Key(f"name part and {name}", _each_part(f'"{name}"'), ("full_fold", name))
            for name in filled.attributes
        )
    return tuple(key for key in (*_IDENTIFIER_KEYS, *names) if filled.has_any(*key.needs))


def find_pairs(connection: duckdb.DuckDBPyConnection, keys: tuple[Key, ...]) -> tuple[KeyCost, ...]:
    """Make the table of candidate pairs and report on each key."""
    connection.execute(
        "create or replace table found (rid_l integer, rid_r integer, key utinyint)"
    ).fetchall()
    blocks = [_find_pairs_of(connection, number, key) for number, key in enumerate(keys)]
    connection.execute(
        "create or replace table pairs as select rid_l, rid_r, bit_or(1::bigint << key) as found_by "
        "from found group by rid_l, rid_r"
    ).fetchall()
    connection.execute("drop table found").fetchall()
    costs = [_cost(connection, number, key, blocks[number]) for number, key in enumerate(keys)]
    return tuple(costs)


def _find_pairs_of(connection: duckdb.DuckDBPyConnection, number: int, key: Key) -> tuple[int, int, int]:
    connection.execute(
        f"create or replace temp table block as select distinct rid, hash(value) as value "  # noqa: S608
        f"from (select rid, unnest({key.values}) as value from records) where value is not null"
    ).fetchall()
    connection.execute(
        "create or replace temp table block_size as select value, count(*) as size from block "
        "group by value having count(*) > 1"
    ).fetchall()
    connection.execute(
        f"insert into found select distinct a.rid, b.rid, {number} from block a "  # noqa: S608
        f"join block_size using (value) join block b using (value) where size <= {key.cap} and a.rid < b.rid"
    ).fetchall()
    row = connection.execute(
        f"select count(*), count(*) filter (size > {key.cap}), "  # noqa: S608
        f"coalesce(sum(size) filter (size > {key.cap}), 0) from block_size"
    ).fetchall()[0]
    return int(row[0]), int(row[1]), int(row[2])


def _cost(
    connection: duckdb.DuckDBPyConnection, number: int, key: Key, blocks: tuple[int, int, int]
) -> KeyCost:
    bit = 1 << number
    row = connection.execute(
        f"select count(*) filter (found_by & {bit} > 0), count(*) filter (found_by = {bit}) from pairs"  # noqa: S608
    ).fetchall()[0]
    return KeyCost(
        name=key.name,
        blocks=blocks[0],
        pairs=int(row[0]),
        alone=int(row[1]),
        blocks_over_cap=blocks[1],
        records_lost=blocks[2],
    )
