"""Records to train, compare and watch models on: those of the graph, or those of some files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph import judgements
from graph.migrate import migrate
from hub import pipeline
from hub.catalogue import load_catalogue
from hub.database import open_database
from hub.feeds import load_mapping
from hub.linkage import feeds_table, open_feeds
from identity.errors import InsufficientData
from identity.linking import Linkage, Model, link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hub.settings import Settings
    from identity.judgement import Judgement


@dataclass(frozen=True, slots=True)
class KnownRecords:
    """A standardised table with what outranks weights; `origin` says where it is from, `put_aside` counts the rows of
    files that could not be read, by quarantine file."""

    origin: str
    table: pa.Table
    judgements: Sequence[Judgement]
    sealed: Mapping[str, str]
    put_aside: Mapping[Path, int]

    def link(self, model: Model | None, *, seed: int = 1) -> Linkage:
        """Link the records, with a model trained on them where none is given."""
        return link(self.table, model=model, seed=seed, judgements=self.judgements, sealed=self.sealed)


def known_records(settings: Settings, files: Sequence[Path], mappings: Sequence[Path]) -> KnownRecords:
    """The records of these files, or of the graph where no file is named. Raises InsufficientData for an empty graph."""
    return _of_files(settings, files, mappings) if files else _of_graph(settings)


def _of_graph(settings: Settings) -> KnownRecords:
    catalogue = load_catalogue(settings.sources_dir)
    with open_database(settings) as db:
        migrate(db)
        table = pipeline.current_table(db, catalogue, settings)
        judged = judgements.in_force(db)
    if not table.num_rows:
        raise InsufficientData("the graph holds no record yet; `hub ingest` brings some, or name files")
    return KnownRecords("graph", table, judged, catalogue.sealed, {})


def _of_files(settings: Settings, files: Sequence[Path], mappings: Sequence[Path]) -> KnownRecords:
    feeds = open_feeds(files, [load_mapping(path) for path in mappings])
    table, put_aside = feeds_table(
        feeds, quarantine_dir=settings.data_dir / "quarantine", processes=settings.processes
    )
    sealed = {
        feed.mapping.source: feed.mapping.compartment for feed in feeds if feed.mapping.compartment != "open"
    }
    return KnownRecords(", ".join(path.name for path in files), table, (), sealed, put_aside)
