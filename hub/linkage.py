"""Files to clusters: the identity engine alone, for any CSV or Parquet, without a graph."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.errors import DuplicateRows, InvalidMapping
from hub.feeds import Feed, Quarantine, SourceMapping
from hub.standard_table import batches, standard_table
from identity.household import households_of_records
from identity.linking import Linkage, Model, link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hub.standard_table import Batch


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked set of files: the standardised table, the linkage, and how many rows were put aside in which file."""

    table: pa.Table
    linkage: Linkage
    quarantined: Mapping[Path, int]


def open_feeds(files: Sequence[Path], mappings: Sequence[SourceMapping]) -> list[Feed]:
    """Pair files with mappings: one mapping for all of them, or the n-th for the n-th."""
    if len(mappings) not in {1, len(files)}:
        raise InvalidMapping(
            f"{len(mappings)} mappings for {len(files)} files; give one for all, or one for each."
        )
    chosen = list(mappings) * len(files) if len(mappings) == 1 else mappings
    return [Feed(mapping, path) for mapping, path in zip(chosen, files, strict=True)]


def link_feeds(
    feeds: Sequence[Feed], *, quarantine_dir: Path, model: Model | None, seed: int, processes: int
) -> Linked:
    """Standardise every feed and link all records with one model, trained on them when none is given."""
    quarantines = [Quarantine(quarantine_dir / f"{feed.path.stem}.quarantine.csv") for feed in feeds]
    table = standard_table(_work(feeds, quarantines), processes=processes)
    _refuse_repeated_keys(table)
    put_aside = {one.path: one.count for one in quarantines if one.count}
    return Linked(table, link(table, model=model, seed=seed), put_aside)


def _work(feeds: Sequence[Feed], quarantines: Sequence[Quarantine]) -> Iterator[Batch]:
    for feed, quarantine in zip(feeds, quarantines, strict=True):
        with quarantine:
            records = feed.records(quarantine)
            yield from batches(records, locale=feed.mapping.locale, attributes=feed.mapping.attributes)


def _refuse_repeated_keys(table: pa.Table) -> None:
    distinct = table.group_by("key").aggregate([]).num_rows
    if distinct < table.num_rows:
        raise DuplicateRows(
            f"{table.num_rows - distinct:,} of {table.num_rows:,} rows repeat the record id of another row of the same"
            " source; ids must be unique within a source (give each file its own mapping). Nothing was written."
        )


def write_clusters(path: Path, linked: Linked) -> None:
    """CLUSTERS.csv: `record_id,cluster_id,source`, one row an input record, in the order of the files."""
    clusters = linked.linkage.clusters
    _write(path, ("record_id", "cluster_id", "source"), _labelled(linked.table, clusters))


def write_households(path: Path, linked: Linked) -> int:
    """HOUSEHOLDS.csv: `record_id,household_cluster_id,source`; returns the number of households."""
    households = households_of_records(linked.table, linked.linkage.clusters)
    _write(path, ("record_id", "household_cluster_id", "source"), _labelled(linked.table, households))
    return len(set(households.values()))


def write_pairs(path: Path, linked: Linked) -> int:
    """PAIRS.csv: every scored pair with its match weight (log2) and probability; returns their number."""
    links = linked.linkage.links
    rows = zip(*(links[name].to_pylist() for name in ("left", "right", "weight", "probability")), strict=True)
    _write(
        path,
        ("left_source", "left_record_id", "right_source", "right_record_id", "weight", "probability"),
        (
            (*left.split("/", 1), *right.split("/", 1), f"{weight:.4f}", f"{share:.6f}")
            for left, right, weight, share in rows
        ),
    )
    return links.num_rows


def _labelled(table: pa.Table, label: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    columns = (table[name].to_pylist() for name in ("key", "record_id", "source"))
    return (
        (record_id, label[key], source)
        for key, record_id, source in zip(*columns, strict=True)
        if key in label
    )


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
