"""Records as they are compared, and what humans decided about them: what an explanation is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from graph.standard import from_text
from identity.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.driver import Database
    from graph.standard import Standard


@dataclass(frozen=True, slots=True)
class ComparedRecords:
    """Standardised rows and ids of the current versions by record key, in the order of the keys, and the judgements
    between these records that were not withdrawn."""

    rows: Mapping[str, Standard]
    versions: Mapping[str, str]
    judgements: tuple[Judgement, ...]


def records_of(db: Database, persons: Collection[str], *, compartments: Collection[str]) -> list[str]:
    """The keys of the records that identify these persons now, as it is to those for whom these compartments are all
    there is."""
    rows = db.read("read_records_of_persons", persons=sorted(persons), compartments=sorted(compartments))
    return [row["key"] for row in rows]


def compared_records(
    db: Database, keys: Collection[str], *, compartments: Collection[str]
) -> ComparedRecords:
    """The current versions of these records; one of another compartment, or none at all, is left out."""
    found = db.read("read_compared_records", keys=sorted(set(keys)), compartments=sorted(compartments))
    rows = {row["key"]: from_text(row["standard"]) for row in found}
    versions = {row["key"]: row["id"] for row in found}
    return ComparedRecords(rows, versions, _judgements_among(db, list(rows)))


def _judgements_among(db: Database, keys: Sequence[str]) -> tuple[Judgement, ...]:
    return tuple(
        Judgement(
            left=row["left"],
            right=row["right"],
            verdict=Verdict(row["verdict"]),
            id=row["id"],
            by=row["by"],
            at=row["at"].astimezone(UTC),
            reason=row["reason"],
        )
        for row in db.read("list_judgements_among", keys=keys)
    )
