"""From clusters of records to one whole resolution: persons, households, houses, kin and families."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from identity.columns import columns_of, columns_of_rows
from identity.worlds import Known, Scene, resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pyarrow as pa

    from identity.lodging import Lodging
    from identity.pins import Pin
    from identity.resolution import Resolution, SourceTraits


def resolve_persons(
    table: pa.Table,
    clusters: Mapping[str, str],
    *,
    sources: Mapping[str, SourceTraits],
    previous: Mapping[str, str],
    taken: Collection[str],
    model: str,
    previous_households: Mapping[str, str] | None = None,
    pins: Sequence[Pin] = (),
    lodgings: Sequence[Lodging] = (),
) -> Resolution:
    """Make the golden world from a standardised table and its clusters (record key -> label).

    `previous` is record key -> person id now in force, `previous_households` record key -> household id, `taken`
    every id ever given out, `pins` and `lodgings` what humans said. The same input gives the same result, whatever the order of
    rows and labels. What one compartment sees never depends on records sealed in another, so each is resolved as a
    world of its own.
    """
    known = Known(sources, previous, previous_households or {}, taken, tuple(pins), tuple(lodgings))
    return resolve(Scene(columns_of(table), {}), clusters, known, model=model)


def resolve_region(
    rows: Sequence[Mapping[str, Any]],
    clusters: Mapping[str, str],
    known: Known,
    *,
    beside: Mapping[str, Sequence[Mapping[str, Any]]],
    model: str,
) -> Resolution:
    """What `resolve_persons` would say of some persons, from the rows of them and their neighbours alone.

    `rows` are standardised rows of whole persons, `beside` (person id -> rows) those of further ones who live or lived
    where any of these did: they are seen, but not resolved. What comes out about anybody at the edge of the region is
    not the whole truth; families are not, for they reach beyond every region.
    """
    everybody = [*rows, *(row for others in beside.values() for row in others)]
    numbers = iter(range(len(rows), len(everybody)))
    scene = Scene(
        columns_of_rows(everybody),
        {person: [next(numbers) for _ in others] for person, others in beside.items()},
    )
    return resolve(scene, clusters, known, model=model)
