"""Files to clusters: the identity engine alone, for any CSV or Parquet, without a graph."""

from __future__ import annotations

import csv
import os
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from hub.errors import DuplicateRows, HubError, InvalidMapping, InvalidOutput, UnreadableFeed
from hub.feeds import Feed, Quarantine, SourceMapping
from hub.progress import quiet_step
from hub.standard_table import batches, standard_table
from identity.conventional import conventional_model
from identity.errors import InsufficientData
from identity.household import households_of_records
from identity.linking import Linkage, Model, link, open_spark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hub.progress import Step
    from hub.standard_table import Batch


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked set of files: the standardised table, the linkage, and how many rows were put aside in which file.
    `scarce` says why no weights could be learnt and conventional ones were taken."""

    table: pa.Table
    linkage: Linkage
    quarantined: Mapping[Path, int]
    scarce: str | None = None


def require_writable(outputs: Sequence[Path | None], *, inputs: Sequence[Path]) -> None:
    """Raise InvalidOutput, before the work begins, for a result that could not be written or would destroy another."""
    taken = {path.resolve() for path in inputs}
    for path in filter(None, outputs):
        if path.resolve() in taken:
            raise InvalidOutput(
                f"{path}: is named twice, and one would overwrite the other. Nothing was written."
            )
        taken.add(path.resolve())
        existing = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
        if path.is_dir() or not os.access(existing, os.W_OK) or (existing != path and not existing.is_dir()):
            raise InvalidOutput(f"{path}: cannot be written here. Nothing was written.")


def open_feeds(files: Sequence[Path], mappings: Sequence[SourceMapping]) -> list[Feed]:
    """Pair files with mappings: one mapping for all of them, or the n-th for the n-th."""
    if len(mappings) not in {1, len(files)}:
        raise InvalidMapping(
            f"{len(mappings)} mappings for {len(files)} files; give one for all, or one for each."
        )
    chosen = list(mappings) * len(files) if len(mappings) == 1 else mappings
    return [Feed(mapping, path) for mapping, path in zip(chosen, files, strict=True)]


def link_feeds(
    feeds: Sequence[Feed],
    *,
    quarantine_dir: Path,
    model: Model | None,
    seed: int,
    processes: int,
    spark: str | None = None,
    step: Step = quiet_step,
) -> Linked:
    """Standardise every feed and link all records with one model, trained on them when none is given; where they
    are too few to learn from, with weights by convention. `spark` is the master of a cluster that does the work."""
    with step("Read and standardise"):
        table, put_aside = feeds_table(feeds, quarantine_dir=quarantine_dir, processes=processes)
    with open_spark(spark) if spark else nullcontext() as session:
        try:
            linkage = link(table, model=model, seed=seed, spark=session, step=step)
            return Linked(table, linkage, put_aside)
        except InsufficientData as scarce:
            linkage = link(table, model=conventional_model(table), seed=seed, spark=session, step=step)
            return Linked(table, linkage, put_aside, scarce=str(scarce))


def feeds_table(
    feeds: Sequence[Feed], *, quarantine_dir: Path, processes: int
) -> tuple[pa.Table, dict[Path, int]]:
    """Every feed standardised into one table, and how many rows were put aside in which file."""
    quarantines = [Quarantine(path, replace=True) for path in _quarantine_paths(feeds, quarantine_dir)]
    try:
        table = standard_table(_work(feeds, quarantines), processes=processes)
        _refuse_unreadable(table, feeds, quarantines)
        _refuse_repeated_keys(table)
    except HubError:
        for quarantine in quarantines:
            quarantine.discard()
        raise
    return table, {one.path: one.count for one in quarantines if one.count}


def _quarantine_paths(feeds: Sequence[Feed], directory: Path) -> list[Path]:
    """One name a file, also where files of several directories have one name or a quarantine is itself linked."""
    taken = {feed.path.resolve() for feed in feeds}
    paths: list[Path] = []
    for feed in feeds:
        names = (
            f"{feed.path.stem}{number}.quarantine.csv" for number in chain([""], map(".{}".format, count(2)))
        )
        path = next(directory / name for name in names if (directory / name).resolve() not in taken)
        taken.add(path.resolve())
        paths.append(path)
    return paths


def _work(feeds: Sequence[Feed], quarantines: Sequence[Quarantine]) -> Iterator[Batch]:
    for feed, quarantine in zip(feeds, quarantines, strict=True):
        with quarantine:
            records = feed.records(quarantine, every_row=True)
            yield from batches(records, locale=feed.mapping.locale, attributes=feed.mapping.attributes)


def _refuse_unreadable(table: pa.Table, feeds: Sequence[Feed], quarantines: Sequence[Quarantine]) -> None:
    if table.num_rows:
        return
    reasons = sum((quarantine.reasons for quarantine in quarantines), Counter[str]())
    told = "; ".join(f"{count:,} rows: {reason}" for reason, count in reasons.most_common(3))
    names = ", ".join(feed.path.name for feed in feeds)
    raise UnreadableFeed(
        f"{names}: no row below the header can be read{f' ({told})' if told else ''}. Nothing was written."
    )


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
