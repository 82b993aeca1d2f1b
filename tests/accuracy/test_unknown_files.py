"""Files nobody has seen, without any number: names are few, so many people share one, and only birth tells them apart."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from identity.evaluate import evaluate
from identity.linking import link
from identity.records import RawRecord
from identity.standardise import standardise_records

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSONS = 600
GIVEN = [
    "Anna",
    "Peter",
    "John",
    "Mary",
    "Tom",
    "Alice",
    "James",
    "Linda",
    "Robert",
    "Susan",
    "David",
    "Karen",
    "Lisa",
    "Paul",
    "Nancy",
    "Mark",
    "Betty",
    "Emma",
]
FAMILY = [
    "Smith",
    "Jones",
    "Brown",
    "Wilson",
    "Taylor",
    "Clark",
    "Hall",
    "Allen",
    "Young",
    "King",
    "Scott",
    "Green",
    "Baker",
    "Adams",
    "Nelson",
    "Carter",
]


@pytest.mark.parametrize(
    ("columns", "floor"),
    [
        (("given_name", "family_name", "birth_date"), 0.9),
        (("given_name", "family_name", "birth_date", "sex"), 0.9),
    ],
)
def test_people_who_share_a_name_and_have_no_number_are_told_apart_by_their_birth(
    columns: Sequence[str], floor: float
) -> None:
    records, truth = _register(columns)
    table = pa.Table.from_batches([standardise_records(records, locale="en")])
    mark = evaluate(truth, link(table).clusters)
    assert mark.pair_precision >= floor
    assert mark.pair_recall >= floor


def _register(columns: Sequence[str]) -> tuple[list[RawRecord], dict[str, str]]:
    """One to three records of each of PERSONS, one in twelve with a slip in the name."""
    chance = random.Random(5)
    records: list[RawRecord] = []
    truth: dict[str, str] = {}
    for person in range(PERSONS):
        known = {
            "given_name": _common(GIVEN, chance),
            "family_name": _common(FAMILY, chance),
            "birth_date": f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "sex": chance.choice(("male", "female")),
        }
        for _ in range(chance.choice((1, 1, 2, 3))):
            values = {name: known[name] for name in columns}
            if chance.random() < 1 / 12:
                values["family_name"] = _slip(values["family_name"], chance)
            record = RawRecord("register", str(len(records)), values)
            records.append(record)
            truth[record.key] = str(person)
    return records, truth


def _common(names: Sequence[str], chance: random.Random) -> str:
    """Some names are ten times as common as others."""
    weights = list(accumulate(1 / (place + 3) for place in range(len(names))))
    return chance.choices(names, cum_weights=weights)[0]


def _slip(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    return name[:place] + chance.choice("aeionrst") + name[place + 1 :]
