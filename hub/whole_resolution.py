"""What all records come to when they are looked at together: who is held to be one person, and who lives with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import lodgings, people, pins
from identity.compartments import source_of
from identity.holding import Holding, hold_persons
from identity.judgement import in_force
from identity.persons import resolve_persons

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.driver import Database
    from graph.people import Assignment
    from hub.catalogue import SourceCatalogue
    from identity.judgement import Judgement
    from identity.linking import Linkage
    from identity.resolution import Resolution


def resolve_whole(
    db: Database,
    table: pa.Table,
    linkage: Linkage,
    *,
    judged: Sequence[Judgement],
    catalogue: SourceCatalogue,
    recluster: bool,
) -> tuple[Holding, Resolution]:
    """Who is held to be whom after a linkage of all records, and the persons and households that makes; nothing is
    written. Persons in force are kept whole unless `recluster` is wished."""
    known = people.assignment(db)
    holding = Holding(linkage.clusters, ())
    if not recluster:
        holding = _hold(linkage, known, judged, catalogue)
    resolution = resolve_persons(
        table,
        holding.clusters,
        sources=catalogue.traits,
        previous=known.previous,
        taken=known.taken,
        previous_households=known.households,
        model=linkage.model.version,
        pins=pins.in_force(db),
        lodgings=lodgings.in_force(db),
    )
    return holding, resolution


def _hold(
    linkage: Linkage, known: Assignment, judged: Sequence[Judgement], catalogue: SourceCatalogue
) -> Holding:
    places = catalogue.sealed
    sealed = {key: places[source] for key in linkage.clusters if (source := source_of(key)) in places}
    decided = {pair: judgement.verdict for pair, judgement in in_force(judged).items()}
    return hold_persons(linkage.clusters, previous=known.previous, decided=decided, sealed=sealed)
