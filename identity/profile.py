"""What a linkage looks like in counts: weights of links, sizes of clusters, fill of columns, pairs of each blocking key."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from identity.errors import ModelMismatch
from identity.records import ATTRIBUTE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from identity.linking import Linkage

WATCHED = (
    "citizen_id",
    "title",
    "sex",
    "given_name",
    "middle_name",
    "family_name",
    "full_name",
    "nickname",
    "birth_year",
    "birth_date",
    "phone",
    "email",
    "house_code",
    "building_number",
    "sub_district_code",
    "province_code",
    "postcode",
    "household_id",
    "relationship",
)
"""Columns whose fill is watched, and every declared attribute: what a source sends, not the forms made from it."""
WEIGHTS = (-10, -5, 0, 5, 10, 15, 20, 25, 30)
"""Bounds between the buckets of link weights, in bits."""
SIZES = (1, 2, 3, 5, 10)
"""Largest cluster of each bucket of cluster sizes; a last bucket takes the rest."""


@dataclass(frozen=True, slots=True)
class SourceProfile:
    """The records of one source: how many there are, how many have a value in each column (`filled`), the links with
    at least one of them by weight, and the records by the size of the cluster they are in. Buckets by name."""

    records: int
    filled: Mapping[str, int]
    weights: Mapping[str, int]
    sizes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class KeySize:
    """One blocking key: pairs it found, blocks over its cap, and records in such blocks."""

    pairs: int
    blocks_over_cap: int
    records_lost: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole linkage: each source, and each blocking key over all of them."""

    records: int
    links: int
    sources: Mapping[str, SourceProfile] = field(default_factory=dict[str, SourceProfile])
    keys: Mapping[str, KeySize] = field(default_factory=dict[str, KeySize])

    def as_dict(self) -> dict[str, Any]:
        """Plain data that `from_dict` reads."""
        return asdict(self)

    @staticmethod
    def from_dict(plain: Mapping[str, Any]) -> Profile:
        """Read what `as_dict` gave. Raises ModelMismatch when it is something else."""
        try:
            return Profile(
                records=int(plain["records"]),
                links=int(plain["links"]),
                sources={name: SourceProfile(**one) for name, one in plain["sources"].items()},
                keys={name: KeySize(**one) for name, one in plain["keys"].items()},
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ModelMismatch("what is kept beside the model is no profile of a linkage") from error


def profile(table: pa.Table, linkage: Linkage) -> Profile:
    """Take the profile of a linkage of this standardised table."""
    sizes = Counter(linkage.clusters.values())
    names = [str(name) for name in table["source"].unique().to_pylist()]
    ends = [_source_of(linkage.links[side]) for side in ("left", "right")]
    return Profile(
        records=table.num_rows,
        links=linkage.links.num_rows,
        sources={name: _source_profile(name, table, linkage, (sizes, ends)) for name in sorted(names)},
        keys={
            cost.name: KeySize(cost.pairs, cost.blocks_over_cap, cost.records_lost)
            for cost in linkage.blocking
        },
    )


def _source_profile(
    name: str, table: pa.Table, linkage: Linkage, known: tuple[Counter[str], list[pa.ChunkedArray]]
) -> SourceProfile:
    sizes, ends = known
    rows = table.filter(_equal(table["source"], name))
    touching = pc.call_function("or", [_equal(ends[0], name), _equal(ends[1], name)])
    weights = linkage.links["weight"].filter(touching).to_numpy()
    in_cluster = Counter(
        size_bucket(sizes[linkage.clusters[key]])
        for key in rows["key"].to_pylist()
        if key in linkage.clusters
    )
    return SourceProfile(
        records=rows.num_rows,
        filled={column: rows.num_rows - rows[column].null_count for column in _watched(table)},
        weights=_weight_counts(weights),
        sizes={bucket: in_cluster[bucket] for bucket in SIZE_BUCKETS},
    )


def _watched(table: pa.Table) -> list[str]:
    return [name for name in table.column_names if name in WATCHED or name.startswith(ATTRIBUTE_PREFIX)]


def _source_of(keys: pa.ChunkedArray) -> pa.ChunkedArray:
    """The source of each record key: what stands before the first slash."""
    options = pc.ReplaceSubstringOptions(pattern="/.*$", replacement="")
    return pc.call_function("replace_substring_regex", [keys.cast(pa.string())], options)


def _equal(column: pa.ChunkedArray, value: str) -> pa.ChunkedArray:
    return pc.call_function("equal", [column, pa.scalar(value)])


def _weight_counts(weights: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, int]:
    buckets = np.digitize(weights, WEIGHTS)
    counts = np.bincount(buckets, minlength=len(WEIGHT_BUCKETS)).tolist()
    return dict(zip(WEIGHT_BUCKETS, counts, strict=True))


def size_bucket(size: int) -> str:
    """The bucket of a cluster of so many records."""
    return next(
        (bucket for bucket, most in zip(SIZE_BUCKETS, SIZES, strict=False) if size <= most), SIZE_BUCKETS[-1]
    )


def _weight_buckets() -> tuple[str, ...]:
    between = [f"{low} to {high}" for low, high in pairwise(WEIGHTS)]
    return (f"under {WEIGHTS[0]}", *between, f"{WEIGHTS[-1]} and more")


def _size_buckets() -> tuple[str, ...]:
    lows = [1, *(most + 1 for most in SIZES)]
    names = [str(low) if low == high else f"{low} to {high}" for low, high in zip(lows, SIZES, strict=False)]
    return (*names, f"{lows[-1]} and more")


WEIGHT_BUCKETS = _weight_buckets()
SIZE_BUCKETS = _size_buckets()
