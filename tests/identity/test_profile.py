"""What a linkage looks like in counts, on a linkage made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from identity.clustering import Thresholds
from identity.linking import KeyCost, Linkage, Model
from identity.linking.linkage import APART_SCHEMA, LINKS_SCHEMA
from identity.profile import KeySize, profile
from tests.identity.tables import row, table

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = table(
    row("grant/1", given="Ann", phone="0812345678"),
    row("grant/2", given="Bea"),
    row("roll/1", given="Ann", phone="0812345678"),
    row("roll/a/2", given="Ann"),
)
LINKS = [
    {"left": "grant/1", "right": "roll/1", "weight": 12.0, "probability": 1.0},
    {"left": "grant/1", "right": "grant/2", "weight": -12.0, "probability": 0.0},
    {"left": "roll/1", "right": "roll/a/2", "weight": 40.0, "probability": 1.0},
]
LINKAGE = Linkage(
    clusters={"grant/1": "ann", "grant/2": "bea", "roll/1": "ann", "roll/a/2": "ann"},
    links=pa.Table.from_pylist(LINKS, LINKS_SCHEMA),
    apart=APART_SCHEMA.empty_table(),
    conflicts=(),
    blocking=(KeyCost("phone", blocks=3, pairs=7, alone=1, blocks_over_cap=1, records_lost=40),),
    model=Model((), 0.1, Thresholds()),
)


def counts(histogram: Mapping[str, int]) -> dict[str, int]:
    """The buckets that hold anything."""
    return {bucket: count for bucket, count in histogram.items() if count}


def test_a_link_counts_for_the_source_of_each_of_its_records_once() -> None:
    taken = profile(TABLE, LINKAGE)
    assert (taken.records, taken.links) == (4, 3)
    assert counts(taken.sources["grant"].weights) == {"under -10": 1, "10 to 15": 1}
    assert counts(taken.sources["roll"].weights) == {"10 to 15": 1, "30 and more": 1}


def test_records_are_counted_by_the_size_of_their_whole_cluster() -> None:
    taken = profile(TABLE, LINKAGE)
    assert counts(taken.sources["grant"].sizes) == {"3": 1, "1": 1}
    assert counts(taken.sources["roll"].sizes) == {"3": 2}


def test_fill_is_counted_of_what_was_sent_and_not_of_the_forms_made_from_it() -> None:
    filled = profile(TABLE, LINKAGE).sources["grant"].filled
    assert (filled["phone"], filled["given_name"], filled["email"]) == (1, 2, 0)
    assert not {"given_fold", "given_sound", "key", "record_id"} & filled.keys()


def test_blocking_keys_keep_what_they_found_and_lost() -> None:
    assert profile(TABLE, LINKAGE).keys == {"phone": KeySize(pairs=7, blocks_over_cap=1, records_lost=40)}


def test_a_linkage_without_links_has_a_profile() -> None:
    alone = Linkage({}, LINKS_SCHEMA.empty_table(), APART_SCHEMA.empty_table(), (), (), LINKAGE.model)
    assert counts(profile(TABLE, alone).sources["roll"].weights) == {}
