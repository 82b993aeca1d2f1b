"""A small standardised table of invented people, three records each, with the labels that made it."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa

from identity.records import standard_schema

_SYLLABLES = ("ba", "do", "fi", "gu", "ka", "le", "mi", "no", "pa", "ru", "sa", "ti", "vo", "wa", "ye", "zu")


def record(key: str, **values: Any) -> dict[str, Any]:
    """One row; `key` is source/record id; fold columns are made from the names given."""
    source, _, record_id = key.partition("/")
    given, family = values.get("given_name"), values.get("family_name")
    row: dict[str, Any] = {"key": key, "source": source, "record_id": record_id, **values}
    row |= {"given_fold": given, "given_sound": given, "family_fold": family, "family_sound": family}
    row["full_fold"] = " ".join(sorted(part for part in (given, family) if part)) or None
    if values.get("birth_date"):
        year, month, day = map(int, values["birth_date"].split("-"))
        row |= {"birth_year": year, "birth_month": month, "birth_day": day, "birth_precision": "day"}
    if values.get("citizen_id"):
        row.setdefault("citizen_id_kind", "thai")
    return row


def population(persons: int = 150, *, seed: int = 3) -> list[dict[str, Any]]:
    """Three records of each of so many persons; the record id begins with the person's number."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for person in range(persons):
        values: dict[str, Any] = {
            "given_name": "".join(dice.choices(_SYLLABLES, k=3)),
            "family_name": "".join(dice.choices(_SYLLABLES, k=4)),
            "birth_date": f"{dice.randint(1940, 2015)}-{dice.randint(1, 12):02}-{dice.randint(2, 28):02}",
            "citizen_id": f"1{dice.randrange(10**12):012}",
            "sex": dice.choice(("male", "female")),
            "phone": f"08{dice.randrange(10**8):08}",
            "building_number": str(dice.randint(1, 300)),
            "sub_district_code": f"1001{dice.randint(1, 40):02}",
            "district_code": "1001",
            "province_code": "10",
        }
        for copy in range(3):
            kept = {name: value for name, value in values.items() if dice.random() > 0.12}
            kept |= {name: values[name] for name in ("given_name", "family_name")}
            if dice.random() < 0.2:
                kept["given_name"] = kept["given_name"][:-1] + "x"
            rows.append(record(f"{'abc'[copy]}/{person:04}-{copy}", **kept))
    return rows


def table(rows: list[dict[str, Any]]) -> pa.Table:
    """The rows as a standardised table."""
    return pa.Table.from_pylist(rows, schema=standard_schema())
