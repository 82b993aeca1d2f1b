"""Who is seen from where: the persons of each compartment, and the ids each compartment has given out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.resolution import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from identity.resolution import SourceTraits


@dataclass(frozen=True, slots=True)
class Circle:
    """The rows of one person: those of the compartment the person belongs to, and the sealed ones attached."""

    rows: tuple[int, ...]
    attached: tuple[int, ...] = ()


def circles_of(
    keys: Sequence[str], clusters: Mapping[str, str], sources: Mapping[str, SourceTraits]
) -> dict[str, list[Circle]]:
    """One circle a cluster (record key -> label), around its open rows: compartment -> circles.

    A cluster without open rows becomes one circle a compartment: two sealed compartments never learn of each
    other that they know the same person.
    """
    gathered: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, key in enumerate(keys):
        gathered[clusters[key]][sources[source_of(key)].compartment].append(row)
    circles: defaultdict[str, list[Circle]] = defaultdict(list)
    for rows in gathered.values():
        visible = rows.pop(OPEN, None)
        if visible is None:
            for compartment, sealed in rows.items():
                circles[compartment].append(Circle(tuple(sealed)))
        else:
            attached = [row for sealed in rows.values() for row in sealed]
            circles[OPEN].append(Circle(tuple(visible), tuple(attached)))
    return dict(circles)


def source_of(key: str) -> str:
    """The source of a record key (`source/record_id`)."""
    return key.partition("/")[0]


def known_in(keys: Iterable[str], sealed: Mapping[str, str]) -> str | None:
    """The compartment in which all these records are known, None where no single one knows them all. `sealed` is the
    compartment by name of every sealed source."""
    hidden = {sealed[source] for source in map(source_of, keys) if source in sealed}
    return None if len(hidden) > 1 else next(iter(hidden), OPEN)


def held_in(ids: Mapping[str, str], sources: Mapping[str, SourceTraits]) -> dict[str, dict[str, str]]:
    """Part ids in force (record key -> id) by the compartment each belongs to: compartment -> record key -> id.

    An id with an open record is an open one, and its sealed records have no say in who keeps it: otherwise a
    sealed record could rename a person for everybody. Records of sources no longer known are left out.
    """
    compartments = {key: sources[source_of(key)].compartment for key in ids if source_of(key) in sources}
    owners: dict[str, str] = {}
    for key, compartment in compartments.items():
        owner = owners.get(ids[key])
        if owner is None or compartment == OPEN or (owner != OPEN and compartment < owner):
            owners[ids[key]] = compartment
    held: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, compartment in compartments.items():
        if compartment == owners[ids[key]]:
            held[compartment][key] = ids[key]
    return dict(held)
